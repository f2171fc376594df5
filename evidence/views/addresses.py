"""Web addresses as evidence: written down with the day they were seen, and never opened."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import serves
from accounts.models import Team
from criteria.models import Element
from evidence.actions import ItemWithdrawn, NoFreeCode, SentAlready, add_evidence, add_version
from evidence.forms_custody import AddressForm, NewAddressForm
from evidence.intake.refusal import Refused
from evidence.intake.written import store_address
from evidence.models import EvidenceItem, Portfolio
from evidence.queries import latest_version_of
from evidence.scope import portfolio_in_scope

from .common import (
    SignedIn,
    back_to_element,
    element_of,
    item_of_portfolio,
    offer_teams,
    posted,
    to_item,
    way_to_element,
)
from .sending import sent_as_of


@serves("evidence.change_portfolio", portfolio_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def add_address(request: SignedIn, portfolio: Portfolio, code: str) -> HttpResponse:
    """A web address as a new item, linked to the element."""
    element = element_of(portfolio, code)
    form = NewAddressForm(posted(request), initial={"sending": uuid4()})
    teams = offer_teams(form, portfolio, request.user)
    if form.is_valid():
        team = teams.get(form.cleaned_data["team"])
        item = _new_item(form, portfolio, element, team, request)
        if item:
            messages.success(request, _("Added %(item)s.") % {"item": item})
            return back_to_element(request, portfolio, code, at=item.code)
    context = {
        "portfolio": portfolio,
        "caption": element.text,
        "form": form,
        "breadcrumbs": way_to_element(portfolio, element),
        "nav": "overview",
    }
    return render(request, "evidence/address_new.html", context)


def _new_item(
    form: NewAddressForm,
    portfolio: Portfolio,
    element: Element,
    team: Team | None,
    request: SignedIn,
) -> EvidenceItem | None:
    said = form.cleaned_data
    if team is None:
        form.add_error(None, _("Ask an administrator to set up a team and its block of numbers."))
        return None
    try:
        with store_address(said["address"]) as stored:
            number: UUID | None = said["sending"]
            where = f"{portfolio.pk} {element.pk}"
            return add_evidence(
                portfolio=portfolio,
                element=element,
                title=said["title"],
                team=team,
                file=stored,
                by=request.user,
                sent_as=sent_as_of(number, request.user, where, stored),
                **_seen(said),
            ).item
    except SentAlready as before:
        return before.version.item
    except NoFreeCode as full:
        form.add_error(None, str(full))
    except Refused as refused:
        form.add_error(None, f"{refused.reason} {refused.remedy}")
    return None


@serves("evidence.change_item", item_of_portfolio)
@require_http_methods(["GET", "HEAD", "POST"])
def address_version(request: SignedIn, item: EvidenceItem) -> HttpResponse:
    """A web address as the next version of an item."""
    form = AddressForm(posted(request))
    if form.is_valid():
        problem = _next_version(item, request, **_seen(form.cleaned_data))
        if not problem:
            return to_item(item)
        form.add_error(None, problem)
    context = {
        "portfolio": item.seen_from,  # type: ignore[attr-defined]
        "item": item,
        "caption": item,
        "form": form,
        "nav": "library",
    }
    return render(request, "evidence/address_version.html", context)


@serves("evidence.change_item", item_of_portfolio)
@require_POST
def seen_again(request: SignedIn, item: EvidenceItem) -> HttpResponse:
    """The page at the address of the current version was looked at again today."""
    latest = latest_version_of(item)
    if latest is None or not latest.address:
        messages.error(request, _("%(code)s is not a web address.") % {"code": item.code})
        return to_item(item)
    today = timezone.localdate()
    problem = _next_version(item, request, address=latest.address, seen_on=today, note="")
    if problem:
        messages.error(request, problem)
    return to_item(item)


def _next_version(
    item: EvidenceItem, request: SignedIn, *, address: str, seen_on: date, note: str
) -> str:
    """Why it could not be added; nothing where it was."""
    try:
        with store_address(address) as stored:
            version = add_version(
                item=item,
                file=stored,
                by=request.user,
                note=note,
                address=address,
                seen_on=seen_on,
            )
    except ItemWithdrawn as withdrawn:
        return str(withdrawn)
    except Refused as refused:
        return f"{refused.reason} {refused.remedy}"
    messages.success(request, _("Added version %(number)s.") % {"number": version.number})
    return ""


def _seen(said: dict[str, Any]) -> dict[str, Any]:
    return {name: said[name] for name in ("address", "seen_on", "note")}
