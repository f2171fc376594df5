"""What is read of evidence and taken out of the portal: the one thing that a GET writes."""

from collections.abc import Iterable

from django.db import transaction

from accounts.history import About, record
from accounts.models import User
from evidence.models import EvidenceVersion, Portfolio

from .about import about_item, about_portfolio


@transaction.atomic
def record_reading(
    *,
    version: EvidenceVersion,
    by: User,
    portfolio: Portfolio | None = None,
    element_code: str = "",
    assessment_id: int | None = None,
) -> None:
    """Put the opening of a version into the history."""
    about = About(
        organisation_id=version.item.organisation_id,
        portfolio_id=portfolio.pk if portfolio else None,
        assessment_id=assessment_id,
        item_id=version.item_id,
        element_code=element_code,
    )
    record(verb="evidence.read", by=by, about=about, code=version.item.code, number=version.number)


@transaction.atomic
def record_taking_out(*, versions: Iterable[EvidenceVersion], by: User) -> None:
    """Say in the history of each item that its file was downloaded with others."""
    for version in versions:
        record(
            verb="evidence.taken_out",
            by=by,
            about=about_item(version.item),
            code=version.item.code,
            number=version.number,
        )


@transaction.atomic
def record_export(*, portfolio: Portfolio, by: User | None, as_format: str) -> None:
    """Say that all of a portfolio was written out; `by` is None for a command."""
    record(
        verb="evidence.exported",
        by=by,
        about=about_portfolio(portfolio),
        service=portfolio.service.name,
        format=as_format,
    )
