"""One item: its file, what it is cited for, its versions and its history."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import serves
from evidence.actions import add_version as add_version_of
from evidence.forms import VersionForm
from evidence.intake.refusal import Refused
from evidence.intake.store import store
from evidence.models import EvidenceItem, EvidenceVersion
from evidence.queries import history_of_item, item_page

from .common import SignedIn, item_of_portfolio, posted
from .files import shown_as


@serves("evidence.view_item", item_of_portfolio)
@require_safe
def item(request: SignedIn, item: EvidenceItem) -> HttpResponse:
    return _page(request, item, VersionForm())


@serves("evidence.change_item", item_of_portfolio)
@require_http_methods(["GET", "HEAD", "POST"])
def add_version(request: SignedIn, item: EvidenceItem) -> HttpResponse:
    """A further file; the versions before stay."""
    form = VersionForm(posted(request), request.FILES or None)
    if form.is_valid():
        version = _add(form, item, request)
        if version:
            messages.success(request, _("Added version %(number)s.") % {"number": version.number})
            slugs = (item.seen_from.service.slug, item.seen_from.standard.slug)  # type: ignore[attr-defined]
            return redirect("evidence:item", *slugs, item.code)
    return _page(request, item, form)


def _add(form: VersionForm, item: EvidenceItem, request: SignedIn) -> EvidenceVersion | None:
    try:
        with store(form.cleaned_data["file"]) as stored:
            return add_version_of(item=item, file=stored, by=request.user)
    except Refused as refused:
        form.add_error("file", f"{refused.reason} {refused.remedy}")
    return None


def _page(request: SignedIn, item: EvidenceItem, form: VersionForm) -> HttpResponse:
    portfolio = item.seen_from  # type: ignore[attr-defined]
    page = item_page(portfolio, item)
    context = {
        "portfolio": portfolio,
        "item": item,
        "page": page,
        "shown_as": shown_as(page.latest),
        "form": form,
        "history": [
            {"when": entry.at, "sentence": entry.sentence, "who": entry.who}
            for entry in history_of_item(item, portfolio)
        ],
        "may_change": request.user.has_perm("evidence.change_item", item),
        "nav": "library",
    }
    return render(request, "evidence/item_detail.html", context)
