"""Deciding on what was gathered for a request, and signing off what is released."""

from contextlib import nullcontext
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import serves
from accounts.templatetags.portal import british_date
from evidence.actions.disclosures import (
    NotPossible,
    decide_entry,
    extend_disclosure,
    refuse_disclosure,
    reopen_disclosure,
)
from evidence.actions.releasing import (
    entries_of,
    record_copy_taken,
    record_release_taken,
    release_disclosure,
    what_is_missing,
)
from evidence.disclosures.laws import rules_of
from evidence.disclosures.pages import letter_draft, outcome_of
from evidence.disclosures.release import CannotBeReleased, make_zip
from evidence.enums import Decision, Scan, VersionRole
from evidence.forms_disclosures import (
    DecisionForm,
    ExtendForm,
    RefusalForm,
    ReleaseForm,
    ReopenForm,
)
from evidence.intake.refusal import Refused
from evidence.intake.store import copied, open_stored, store
from evidence.intake.stored import StoredFile
from evidence.models import Disclosure, DisclosureEntry, DisclosureRelease, EvidenceVersion
from evidence.scope_records import disclosure_in_scope, entry_in_scope, release_in_scope

from .common import SignedIn, posted
from .records_pages import disclosure_url, form_page, page_of_records
from .serving import Bytes, begins_reading, serve_bytes

LIST = "evidence:disclosures"


@serves("evidence.govern_records", entry_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: SignedIn, entry: DisclosureEntry) -> HttpResponse:
    disclosure = entry.disclosure
    if not disclosure.is_open:
        messages.info(request, _("This request was decided already."))
        return _to(disclosure)
    copies = entry.version.companions.filter(
        role=VersionRole.REDACTED, destroyed_at=None, scan__in=[Scan.CLEAN, Scan.NOT_SCANNED]
    )
    known = {
        "decision": "" if entry.decision == Decision.OPEN else entry.decision,
        "exemptions": entry.exemptions,
        "note": entry.note,
        "title": entry.title,
        "second_look": entry.second_look,
    }
    form = DecisionForm(
        posted(request), request.FILES or None, entry=entry, copies=list(copies), initial=known
    )
    if form.is_valid() and _decided(request, entry, form):
        messages.success(request, _("The decision on %(code)s is saved.") % {"code": entry.code})
        return _to(disclosure)
    page = ("disclosure_decide", disclosure.organisation)
    return page_of_records(
        request, *page, within=LIST, disclosure=disclosure, entry=entry, form=form
    )


def _decided(request: SignedIn, entry: DisclosureEntry, form: DecisionForm) -> bool:
    said = form.cleaned_data
    try:
        with _copy_of(form) as copy:
            decide_entry(
                entry=entry,
                by=request.user,
                copy=copy,
                decision=said["decision"],
                title=said["title"],
                exemptions=said["exemptions"],
                note=said["note"],
                second_look=said.get("second_look", ""),
            )
    except Refused as refused:
        form.add_error("copy", f"{refused.reason} {refused.remedy}")
    except NotPossible as problem:
        form.add_error(None, str(problem))
    return form.is_valid()


def _copy_of(form: DecisionForm) -> Any:
    """The redacted copy stored for as long as the block succeeds; None where none is needed."""
    said = form.cleaned_data
    if said["decision"] != Decision.REDACTED:
        return nullcontext()
    if said.get("copy"):
        return store(said["copy"])
    if chosen := form.copies.get(said.get("copy_of") or ""):
        return copied(_stored(chosen))
    return nullcontext()


def _stored(version: EvidenceVersion) -> StoredFile:
    return StoredFile(
        storage_key=version.storage_key,
        name=version.file_name,
        media_type=version.media_type,
        size=version.size,
        sha256=version.sha256,
        scan=Scan(version.scan),
    )


@serves("evidence.govern_records", entry_in_scope)
@require_safe
def redacted_copy(request: SignedIn, entry: DisclosureEntry) -> HttpResponseBase:
    """The redacted copy that was made for the request, to be saved."""
    if not entry.storage_key:
        raise Http404
    read = partial(open_stored, entry.storage_key)
    copy = Bytes(read, entry.size, entry.media_type, entry.file_name, etag=entry.sha256)
    response = serve_bytes(request, copy)
    if begins_reading(request, response):
        record_copy_taken(entry=entry, by=request.user)
    return response


@serves("evidence.govern_records", disclosure_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: SignedIn, disclosure: Disclosure) -> HttpResponse:
    """Sign off what was decided, with the letter that goes with it."""
    entries = entries_of(disclosure)
    if not disclosure.is_open or what_is_missing(entries):
        messages.info(request, _("It cannot be released now: see what is missing."))
        return _to(disclosure)
    form = ReleaseForm(posted(request), initial={"letter": letter_draft(disclosure, entries)})
    if form.is_valid():
        try:
            made = release_disclosure(
                disclosure=disclosure, letter=form.cleaned_data["letter"], by=request.user
            )
        except (NotPossible, CannotBeReleased) as problem:
            form.add_error(None, str(problem))
        else:
            said = _("Release %(number)s is signed off. Save it and send it.")
            messages.success(request, said % {"number": made.number})
            return _to(disclosure)
    page = ("disclosure_release", disclosure.organisation)
    more: dict[str, Any] = {"entries": entries, "outcome": outcome_of(entries), "form": form}
    return page_of_records(request, *page, within=LIST, disclosure=disclosure, **more)


@serves("evidence.govern_records", release_in_scope)
@require_safe
def release_zip(request: SignedIn, release: DisclosureRelease) -> HttpResponseBase:
    """The ZIP, made again from what its row says; refused where it would not be the same."""
    try:
        file, size, sha256 = make_zip(release.content)
    except CannotBeReleased as problem:
        return _cannot(request, release, str(problem))
    if sha256 != release.sha256:
        file.close()
        return _cannot(request, release, _("It would not be the same file any more."))
    shown = Bytes(lambda: file, size, "application/zip", release.file_name, etag=sha256)
    response = serve_bytes(request, shown)
    if begins_reading(request, response):
        record_release_taken(release=release, by=request.user)
    return response


def _cannot(request: SignedIn, release: DisclosureRelease, why: str) -> HttpResponse:
    page = ("release_gone", release.disclosure.organisation)
    more: dict[str, Any] = {"disclosure": release.disclosure, "release": release, "why": why}
    return page_of_records(request, *page, within=LIST, status=410, **more)


@serves("evidence.govern_records", disclosure_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: SignedIn, disclosure: Disclosure) -> HttpResponse:
    form = RefusalForm(posted(request))
    if not disclosure.is_open:
        messages.info(request, _("This request was decided already."))
        return _to(disclosure)
    if form.is_valid():
        try:
            refuse_disclosure(
                disclosure=disclosure, outcome=form.cleaned_data["reason"], by=request.user
            )
        except NotPossible as problem:
            messages.info(request, str(problem))
        return _to(disclosure)
    lead = _("Nothing is released. The reason is kept; write the letter outside the portal.")
    return _form(request, disclosure, form, _("Refuse a request"), lead)


@serves("evidence.govern_records", disclosure_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: SignedIn, disclosure: Disclosure) -> HttpResponse:
    """Take the further time that the law allows."""
    form = ExtendForm(posted(request))
    rules = rules_of(disclosure.law)
    if not disclosure.may_be_extended or rules.more is None:
        messages.info(request, _("No more time can be taken for this request."))
        return _to(disclosure)
    if form.is_valid():
        try:
            extend_disclosure(
                disclosure=disclosure, reason=form.cleaned_data["reason"], by=request.user
            )
        except NotPossible as problem:
            messages.info(request, str(problem))
        else:
            said = _("The new last day is %(day)s. Tell whoever asks, with the reason.")
            messages.success(request, said % {"day": british_date(disclosure.due_on)})
        return _to(disclosure)
    lead = _("The law gives until %(day)s where %(when)s.") % {
        "day": british_date(rules.latest(disclosure.received_on)),
        "when": rules.more,
    }
    return _form(request, disclosure, form, _("Take more time"), lead)


@serves("evidence.govern_records", disclosure_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: SignedIn, disclosure: Disclosure) -> HttpResponse:
    form = ReopenForm(posted(request))
    if disclosure.is_open or disclosure.is_disposed:
        messages.info(request, _("It cannot be opened again."))
        return _to(disclosure)
    if form.is_valid():
        try:
            reopen_disclosure(
                disclosure=disclosure, reason=form.cleaned_data["reason"], by=request.user
            )
        except NotPossible as problem:
            messages.info(request, str(problem))
        return _to(disclosure)
    lead = _("Decisions can be changed and a further release signed off. Earlier releases stay.")
    return _form(request, disclosure, form, _("Open a request again"), lead)


def _form(
    request: SignedIn, disclosure: Disclosure, form: Form, title: str, lead: str, **more: Any
) -> HttpResponse:
    return form_page(
        *(request, disclosure.organisation, form),
        within=LIST,
        title=title,
        lead=lead,
        caption=disclosure.reference,
        disclosure=disclosure,
        **more,
    )


def _to(disclosure: Disclosure) -> HttpResponse:
    return redirect(disclosure_url(disclosure))
