"""The accessibility statement and the privacy notice: read by all, written by administrators."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import PUBLIC, serves
from accounts.actions import StatementChangedMeanwhile, write_statement
from accounts.enums import OrganisationKind, StatementKind
from accounts.forms_statements import StatementForm
from accounts.models import Organisation, Statement, User
from accounts.queries import memberships_of
from accounts.scope import organisation_in_scope
from accounts.statements import (
    organisations_with_pages,
    sections_of,
    statement_of,
    text_to_begin_from,
)

from .common import SignedIn, crumbs


@serves(PUBLIC)
@require_safe
def public_statement(
    request: HttpRequest, kind: str, organisation: str | None = None
) -> HttpResponse:
    """The text of the council that is asked for, of one's own, or of the only one there is."""
    if organisation:
        councils = Organisation.objects.filter(kind=OrganisationKind.COUNCIL)
        return _public(request, get_object_or_404(councils, slug=organisation), kind)
    own = _own(request.user)
    there = [own] if own else organisations_with_pages()
    if len(there) == 1:
        return _public(request, there[0], kind)
    context = {"kind": kind, "title": StatementKind(kind).label, "organisations": there}
    return render(request, "accounts/statement_choose.html", context)


def _own(user: Any) -> Organisation | None:
    """The reader's council, where they work for one."""
    rows = memberships_of(user) if isinstance(user, User) else []
    councils = (row.organisation for row in rows)
    return next((each for each in councils if each.kind == OrganisationKind.COUNCIL), None)


def _public(request: HttpRequest, organisation: Organisation, kind: str) -> HttpResponse:
    written = statement_of(organisation, kind)
    text = (written.text if written else "") or text_to_begin_from(organisation, kind)
    context = {
        "organisation": organisation,
        "kind": kind,
        "title": StatementKind(kind).label,
        "written": written,
        "is_draft": not (written and written.text),
        "sections": sections_of(text),
        "may_write": isinstance(request.user, User)
        and request.user.has_perm("accounts.write_statements", organisation),
    }
    return render(request, "accounts/statement.html", context)


@serves("accounts.write_statements", organisation_in_scope)
@require_safe
def statements(request: SignedIn, organisation: Organisation) -> HttpResponse:
    """Both public pages and how they stand."""
    written = {each.kind: each for each in organisation.statements.select_related("updated_by")}
    context = {
        "organisation": organisation,
        "nav": "organisation",
        "breadcrumbs": crumbs(organisation),
        "pages": [(kind, written.get(kind.value)) for kind in StatementKind],
    }
    return render(request, "accounts/statements.html", context)


@serves("accounts.write_statements", organisation_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def statement_edit(request: SignedIn, organisation: Organisation, kind: str) -> HttpResponse:
    """Who changes what somebody else changed meanwhile sees both, and saves again."""
    if kind not in StatementKind.values:
        raise Http404
    written = statement_of(organisation, kind)
    if request.method != "POST":
        return _edit(request, organisation, kind, _begin(request, organisation, kind, written))
    form = StatementForm(request.POST)
    if not form.is_valid():
        return _edit(request, organisation, kind, form, status=422)
    try:
        write_statement(organisation=organisation, kind=kind, by=request.user, **form.cleaned_data)
    except StatementChangedMeanwhile as late:
        form.begin_again(late.current)
        return _edit(request, organisation, kind, form, current=late.current, status=409)
    messages.success(request, _("Saved. This is how everybody sees it."))
    return redirect(f"{kind}_of", organisation.slug)


def _begin(
    request: SignedIn, organisation: Organisation, kind: str, written: Statement | None
) -> StatementForm:
    """With what is saved, or on demand and at first with the portal's text."""
    text = "" if "begin" in request.GET or written is None else written.text
    text = text or text_to_begin_from(organisation, kind)
    return StatementForm(initial={"text": text, "revision": written.revision if written else 0})


def _edit(
    request: SignedIn,
    organisation: Organisation,
    kind: str,
    form: StatementForm,
    *,
    current: Statement | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "organisation": organisation,
        "nav": "organisation",
        "breadcrumbs": crumbs(organisation, (_("Public statements"), "statements")),
        "kind": kind,
        "title": StatementKind(kind).label,
        "form": form,
        "current": current,
        "current_sections": sections_of(current.text) if current else [],
    }
    return render(request, "accounts/statement_edit.html", context, status=status)
