"""One link: where to look and why, its place, and whether it is used."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import serves
from evidence.actions import ItemWithdrawn, archive_link, edit_link, move_link, restore_link
from evidence.enums import LinkStatus
from evidence.forms import ArchiveForm, LinkForm, PlaceForm
from evidence.models import EvidenceLink

from .common import (
    SignedIn,
    back_to_element,
    element_of,
    link_of_element,
    posted,
    tell_of_item,
    way_to_element,
)


@serves("evidence.change_link", link_of_element)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedIn, link: EvidenceLink) -> HttpResponse:
    said = {"locator": link.locator, "rationale": link.rationale, "clause": link.clause_id}
    form = LinkForm(posted(request), initial=said, clauses=list(link.element.clauses.all()))
    if form.is_valid():
        edit_link(link=link, by=request.user, **form.said())
        messages.success(request, _("Saved for %(code)s.") % {"code": link.item.code})
        return _back(request, link)
    return _page(request, link, form, _("Where to look and why it matters"))


@serves("evidence.change_link", link_of_element)
@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: SignedIn, link: EvidenceLink) -> HttpResponse:
    if link.status == LinkStatus.ARCHIVED:
        return _already(request, link, _("%(code)s is not used for %(element)s as it is."))
    form = ArchiveForm(posted(request))
    if form.is_valid():
        archive_link(link=link, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(
            request,
            _("%(code)s is no longer used for %(element)s. It is kept, and can be used again.")
            % _names(link),
        )
        return back_to_element(request, link.portfolio, link.element.code, at="no-longer-used")
    return _page(request, link, form, _("No longer use this evidence"))


@serves("evidence.change_link", link_of_element)
@require_POST
def restore(request: SignedIn, link: EvidenceLink) -> HttpResponse:
    if link.status != LinkStatus.ARCHIVED:
        return _already(request, link, _("%(code)s is used for %(element)s already."))
    try:
        restore_link(link=link, by=request.user)
    except ItemWithdrawn as withdrawn:
        messages.error(request, str(withdrawn))
    else:
        messages.success(request, _("%(code)s is used for %(element)s again.") % _names(link))
    return _back(request, link)


@serves("evidence.change_link", link_of_element)
@require_POST
def move(request: SignedIn, link: EvidenceLink) -> HttpResponse:
    form = PlaceForm(request.POST)
    if link.position is None:
        return _already(
            request, link, _("%(code)s is no longer used for %(element)s, so it has no place.")
        )
    if form.is_valid():
        move_link(link=link, position=form.place(link.position), by=request.user)
    else:
        messages.error(request, _("Say where to move %(code)s.") % _names(link))
    return _back(request, link)


def _names(link: EvidenceLink) -> dict[str, str]:
    return {"code": link.item.code, "element": link.element.code}


def _back(request: SignedIn, link: EvidenceLink) -> HttpResponse:
    return back_to_element(request, link.portfolio, link.element.code, at=link.item.code)


def _already(request: SignedIn, link: EvidenceLink, text: str) -> HttpResponse:
    messages.info(request, text % _names(link))
    return _back(request, link)


def _page(
    request: SignedIn, link: EvidenceLink, form: LinkForm | ArchiveForm, heading: str
) -> HttpResponse:
    element = element_of(link.portfolio, link.element.code)
    tell_of_item(request, link.item, link.portfolio)
    context = {
        "portfolio": link.portfolio,
        "link": link,
        "element": element,
        "form": form,
        "heading": heading,
        "breadcrumbs": way_to_element(link.portfolio, element),
        "nav": "overview",
    }
    return render(request, "evidence/link_form.html", context)
