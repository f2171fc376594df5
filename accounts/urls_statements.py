"""Addresses of the public statements, and of writing them."""

from django.urls import path

from accounts.enums import StatementKind
from accounts.views import statements

PUBLIC = [
    address
    for kind in StatementKind
    for address in (
        path(f"{kind}/", statements.public_statement, {"kind": kind.value}, name=kind.value),
        path(
            f"{kind}/<slug:organisation>/",
            statements.public_statement,
            {"kind": kind.value},
            name=f"{kind}_of",
        ),
    )
]
urlpatterns = [
    *PUBLIC,
    path("organisations/<slug:organisation>/statements/", statements.statements, name="statements"),
    path(
        "organisations/<slug:organisation>/statements/<slug:kind>/",
        statements.statement_edit,
        name="statement_edit",
    ),
]
