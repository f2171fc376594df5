"""One item: its file, what it is cited for, its versions and its history."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import serves
from evidence.actions import ItemWithdrawn, add_redacted_copy, record_reading
from evidence.actions import add_version as add_version_of
from evidence.forms_custody import RedactedForm, VersionForm
from evidence.holds import holds_on_items
from evidence.intake.refusal import Refused
from evidence.intake.store import store
from evidence.intake.stored import StoredFile
from evidence.models import Disclosure, EvidenceItem, EvidenceVersion
from evidence.queries import ItemPage, history_of_item, item_page

from .beside import way_from
from .common import SignedIn, item_of_portfolio, original_of_item, posted, tell_of_item, to_item
from .contents import Contents, Picture, contents_of


@serves("evidence.view_item", item_of_portfolio)
@require_safe
def item(request: SignedIn, item: EvidenceItem) -> HttpResponse:
    return _page(request, item, VersionForm())


@serves("evidence.change_item", item_of_portfolio)
@require_http_methods(["GET", "HEAD", "POST"])
def add_version(request: SignedIn, item: EvidenceItem) -> HttpResponse:
    """A further file; the versions before stay."""
    form = VersionForm(posted(request), request.FILES or None)

    def add(file: StoredFile, note: str) -> EvidenceVersion:
        return add_version_of(item=item, file=file, note=note, by=request.user)

    if form.is_valid() and (version := _added(form, add)):
        messages.success(request, _("Added version %(number)s.") % {"number": version.number})
        return to_item(item)
    return _page(request, item, form)


@serves("evidence.change_item", original_of_item)
@require_http_methods(["GET", "HEAD", "POST"])
def add_redacted(request: SignedIn, item: EvidenceItem) -> HttpResponse:
    """A copy for assessors beside one version, which stays as it is."""
    version: EvidenceVersion = item.chosen  # type: ignore[attr-defined]
    form = RedactedForm(posted(request), request.FILES or None)

    def add(file: StoredFile, note: str) -> EvidenceVersion:
        return add_redacted_copy(version=version, file=file, note=note, by=request.user)

    if form.is_valid() and _added(form, add):
        messages.success(
            request,
            _("Added a redacted copy of version %(number)s.") % {"number": version.number},
        )
        return to_item(item, at="versions")
    context: Mapping[str, Any] = {
        "portfolio": item.seen_from,  # type: ignore[attr-defined]
        "item": item,
        "version": version,
        "form": form,
        "nav": "library",
    }
    return render(request, "evidence/item_redact.html", context)


def _added(
    form: forms.Form, add: Callable[[StoredFile, str], EvidenceVersion]
) -> EvidenceVersion | None:
    """The version that `add` makes of the file and the note; None where it was refused."""
    try:
        with store(form.cleaned_data["file"]) as stored:
            return add(stored, form.cleaned_data["note"])
    except Refused as refused:
        form.add_error("file", f"{refused.reason} {refused.remedy}")
    except ItemWithdrawn as withdrawn:
        form.add_error(None, str(withdrawn))
    return None


def _page(request: SignedIn, item: EvidenceItem, form: VersionForm) -> HttpResponse:
    portfolio = item.seen_from  # type: ignore[attr-defined]
    page = item_page(portfolio, item)
    history = history_of_item(item, portfolio)
    contents = _contents(page)
    if page.latest and contents.is_read_here and request.method == "GET":
        page.latest.item = item
        record_reading(version=page.latest, by=request.user, portfolio=portfolio)
    else:
        tell_of_item(request, item, portfolio)
    context = {
        "portfolio": portfolio,
        "item": item,
        "page": page,
        "contents": contents,
        "opens_at": _opens_at(request),
        "form": form,
        "history": [
            {"when": entry.at, "sentence": entry.sentence, "who": entry.who} for entry in history
        ],
        "may_change": request.user.has_perm("evidence.change_item", item),
        "holds": holds_on_items([item.pk]).get(item.pk, []),
        "open_disclosures": _open_disclosures(request, item),
        "may_ask_destruction": request.user.has_perm("evidence.ask_destruction", item),
        "way": way_from(request, item),
        "nav": "library",
    }
    return render(request, "evidence/item_detail.html", context)


def _open_disclosures(request: SignedIn, item: EvidenceItem) -> list[Disclosure] | None:
    """What the evidence can be gathered for; None for all but information governance."""
    if not request.user.has_perm("evidence.govern_records", item.organisation):
        return None
    return list(Disclosure.objects.filter(organisation=item.organisation).open())


def _contents(page: ItemPage) -> Contents:
    beside = page.versions[0].pictures if page.versions else []
    pictures = [
        Picture(at, row.version, reverse("evidence:file_view", args=[row.version.uuid]))
        for at, row in enumerate(beside, start=1)
    ]
    return contents_of(page.latest, pictures)


def _opens_at(request: SignedIn) -> str:
    """Where a PDF opens in its frame: at the page that a search has found."""
    page = request.GET.get("page", "")
    return f"#page={int(page)}" if page.isdecimal() and len(page) < 6 else ""
