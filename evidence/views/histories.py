"""Histories: of an organisation, of somebody there, and of what one did oneself."""

from collections.abc import Mapping
from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import serves
from accounts.actions.exporting import record_history_export
from accounts.actions.refusing import tell_counted_refusals
from accounts.models import Organisation, User
from accounts.pages_read import tell_of_page
from accounts.people import PersonHere
from accounts.scope import myself, organisation_in_scope, person_in_scope
from accounts.views.common import crumbs
from evidence.filters.history import HistoryFilter
from evidence.histories import (
    Scope,
    as_csv,
    as_workbook,
    history_of_organisation,
    history_of_person,
    lines_of,
    own_history,
)
from evidence.registers.layout import CSV_TYPE, XLSX_TYPE

from .common import SignedIn

A_PAGE = 50


def answer_with(
    request: SignedIn, scope: Scope, *, title: str, lead: str, around: Mapping[str, Any]
) -> HttpResponseBase:
    """The page of a history, or with `?as=csv` or `?as=xlsx` what is chosen of it as a file.

    A page begins below the entry that `?before=` names and counts nothing, so that the
    millionth entry is as near as the first.
    """
    tell_counted_refusals()
    chosen = HistoryFilter(request.GET, scope=scope)
    wanted = request.GET.get("as", "")
    if wanted in ("csv", "xlsx"):
        return _file(request, chosen, wanted)
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isdecimal() and len(asked) < 16 else None
    lines = lines_of(chosen.newest(A_PAGE + 1, before=before))
    if scope.about.organisation_id:  # and not what one did oneself
        page = _("the history of %(name)s") % {"name": scope.name}
        tell_of_page(request, page, scope.about)
    context = {
        "title": title,
        "lead": lead,
        "scope": scope,
        "filter": chosen,
        "lines": lines[:A_PAGE],
        "older": lines[A_PAGE - 1].sequence if len(lines) > A_PAGE else None,
        "is_later_page": before is not None,
        **around,
    }
    return render(request, "evidence/history.html", context)


def _file(request: SignedIn, chosen: HistoryFilter, wanted: str) -> HttpResponseBase:
    scope, told = chosen.scope, chosen.pieces()  # of what is there now
    if request.method == "GET":
        record_history_export(
            by=request.user, about=scope.about, name=scope.name, as_format=wanted.upper()
        )
    name = f"{slugify(_('History of %(name)s') % {'name': scope.name})[:80]}"
    name = f"{name}-{timezone.localdate().isoformat()}.{wanted}"
    response: HttpResponseBase
    if request.method != "GET":
        response = HttpResponse()
    elif wanted == "csv":
        response = StreamingHttpResponse(as_csv(told, with_addresses=scope.tells_addresses))
    else:
        response = FileResponse(as_workbook(told, with_addresses=scope.tells_addresses))
    response["Content-Type"] = CSV_TYPE if wanted == "csv" else XLSX_TYPE
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@serves("accounts.view_history", organisation_in_scope)
@require_safe
def organisation_history(request: SignedIn, organisation: Organisation) -> HttpResponseBase:
    return answer_with(
        request,
        history_of_organisation(request.user, organisation),
        title=_("History"),
        lead=_("What was done, exported and refused in the organisation, newest first."),
        around={
            "caption": organisation.name,
            "breadcrumbs": crumbs(organisation),
            "nav": "organisation",
        },
    )


@serves("accounts.view_person", person_in_scope)
@require_safe
def person_history(request: SignedIn, person: PersonHere) -> HttpResponseBase:
    return answer_with(
        request,
        history_of_person(request.user, person.user, person.organisation),
        title=_("History of %(name)s") % {"name": person.user},
        lead=_("What this person did in the organisation, and what was done about them."),
        around={
            "caption": person.organisation.name,
            "breadcrumbs": crumbs(
                person.organisation,
                (_("People"), "people"),
                (str(person.user), "person", person.user.pk),
            ),
            "nav": "organisation",
        },
    )


@serves("accounts.look_after_account", myself)
@require_safe
def activity(request: SignedIn, user: User) -> HttpResponseBase:
    return answer_with(
        request,
        own_history(user),
        title=_("My activity"),
        lead=_("What you did in the portal, where from, and what you were refused."),
        around={
            "breadcrumbs": [
                {"text": _("Your work"), "url": reverse("home")},
                {"text": _("Your account"), "url": reverse("account")},
            ],
            "nav": "account",
        },
    )
