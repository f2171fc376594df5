"""Requests for information: the list, a request, and what is gathered for it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import serves
from accounts.models import Organisation
from evidence.actions.disclosures import (
    NotPossible,
    ReferenceTaken,
    gather,
    leave_out,
    open_disclosure,
)
from evidence.actions.releasing import entries_of, what_is_missing
from evidence.actions.requests_end import delete_requests, rule_in_words
from evidence.disclosures.laws import rules_of
from evidence.disclosures.pages import exemptions_of
from evidence.enums import Decision
from evidence.forms_disclosures import DisclosureForm, GatherForm
from evidence.models import Disclosure, DisclosureEntry, EvidenceVersion
from evidence.queries.requests_due import request_years, requests_due
from evidence.scope_records import disclosure_in_scope, entry_in_scope, records_in_scope

from .common import SignedIn, posted, ticked_in
from .records_pages import form_page, page_of_records

A_PAGE = 50
LIST = "evidence:disclosures"


@serves("evidence.govern_records", records_in_scope)
@require_safe
def disclosures(request: SignedIn, organisation: Organisation) -> HttpResponse:
    """Those that are open, the most urgent first, and behind them those that were decided."""
    rows = Disclosure.objects.filter(organisation=organisation).annotate(
        files=Count("entries"),
        undecided=Count("entries", filter=Q(entries__decision=Decision.OPEN)),
    )
    decided = rows.exclude(decided_at=None).select_related("decided_by").order_by("-decided_at")
    more: dict[str, Any] = {
        "open": rows.open(),  # type: ignore[attr-defined]
        "page_obj": Paginator(decided, A_PAGE).get_page(request.GET.get("page")),
        "due": requests_due(organisation, request_years(organisation)).count(),
    }
    return page_of_records(request, "disclosure_list", organisation, **more)


@serves("evidence.govern_records", records_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def new_disclosure(request: SignedIn, organisation: Organisation) -> HttpResponse:
    form = DisclosureForm(posted(request))
    if form.is_valid():
        try:
            made = open_disclosure(organisation=organisation, by=request.user, **form.cleaned_data)
        except ReferenceTaken as taken:
            form.add_error("reference", str(taken))
        else:
            return redirect("evidence:disclosure", organisation.slug, made.pk)
    return form_page(
        *(request, organisation, form),
        within=LIST,
        title=_("Open a request"),
        lead=_("Somebody has asked for information that the organisation holds."),
        aside="records/partials/last_day.html",
    )


@serves("evidence.govern_records", disclosure_in_scope)
@require_safe
def disclosure(request: SignedIn, disclosure: Disclosure) -> HttpResponse:
    entries = entries_of(disclosure)
    rules = rules_of(disclosure.law)
    more: dict[str, Any] = {
        "disclosure": disclosure,
        "rules": rules,
        "may_extend": disclosure.may_be_extended and rules.more is not None,
        "rows": [(entry, exemptions_of(entry)) for entry in entries],
        "missing": what_is_missing(entries) if disclosure.is_open else [],
        "releases": disclosure.releases.select_related("signed_by").defer("content"),
        "days_left": disclosure.days_left(),
    }
    return page_of_records(request, "disclosure", disclosure.organisation, within=LIST, **more)


@serves("evidence.govern_records", records_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def past_disclosures(request: SignedIn, organisation: Organisation) -> HttpResponse:
    """Those past their time: shown, ticked, and deleted once that was confirmed."""
    years = request_years(organisation)
    rows = requests_due(organisation, years)
    ticked = ticked_in(request, "request")
    if ticked and "confirm" in request.POST:
        try:
            gone = delete_requests(organisation=organisation, requests=ticked, by=request.user)
        except NotPossible as problem:
            messages.error(request, str(problem))
        else:
            said = ngettext("Deleted %(n)s request.", "Deleted %(n)s requests.", gone)
            messages.success(request, said % {"n": gone})
        return redirect("evidence:past_disclosures", organisation.slug)
    if request.method == "POST" and not ticked:
        messages.info(request, _("Nothing was ticked, so nothing was deleted."))
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    more: dict[str, Any] = {"page_obj": page, "years": years, "rule": rule_in_words(years)}
    more["chosen"] = list(rows.filter(pk__in=ticked)) if ticked else []
    return page_of_records(request, "disclosure_past", organisation, within=LIST, **more)


@serves("evidence.govern_records", records_in_scope)
@require_POST
def add_to_disclosure(request: SignedIn, organisation: Organisation) -> HttpResponseBase:
    """Versions that were ticked in the search, or the one of an item's page."""
    form = GatherForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the request that it is gathered for."))
        return redirect("evidence:disclosures", organisation.slug)
    wanted = get_object_or_404(
        Disclosure.objects.select_related("organisation"),
        organisation=organisation,
        pk=form.cleaned_data["disclosure"],
    )
    try:
        versions = EvidenceVersion.objects.select_related("item").filter(
            uuid__in=request.POST.getlist("version"), item__organisation=organisation
        )
        added = gather(disclosure=wanted, versions=versions.order_by("item"), by=request.user)
    except ValidationError as error:  # not the number of a version at all
        raise Http404 from error
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        _say_how_many(request, len(added), wanted)
    return redirect("evidence:disclosure", organisation.slug, wanted.pk)


def _say_how_many(request: SignedIn, added: int, disclosure: Disclosure) -> None:
    if added:
        said = ngettext("Gathered %(n)s file.", "Gathered %(n)s files.", added) % {"n": added}
        messages.success(request, said)
    else:
        messages.info(
            request,
            _("Nothing was added to %(reference)s: tick what it needs, if it is not there already.")
            % {"reference": disclosure.reference},
        )


@serves("evidence.govern_records", entry_in_scope)
@require_POST
def leave_entry_out(request: SignedIn, entry: DisclosureEntry) -> HttpResponse:
    try:
        leave_out(entry=entry, by=request.user)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("%(code)s is left out.") % {"code": entry.code})
    disclosure = entry.disclosure
    return redirect("evidence:disclosure", disclosure.organisation.slug, disclosure.pk)
