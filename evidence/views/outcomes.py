"""What became of the files that somebody sent, told in messages or in JSON."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organisation
from criteria.models import Element
from evidence.intake.refusal import Refused
from evidence.models import EvidenceItem, EvidenceLink, Portfolio
from evidence.queries.destructions import destroyed_with_bytes

from .common import SignedIn


@dataclass(frozen=True)
class Outcome:
    """One file: the link that it was added as, why it was refused, or the item it is in already.

    `url` is the page of that item and `link_url` where it can be linked instead, if it can.
    """

    name: str
    link: EvidenceLink | None = None
    refused: Refused | None = None
    here: EvidenceItem | None = None
    url: str = ""
    link_url: str = ""
    remedy: str = ""
    warning: str = ""

    def words(self) -> dict[str, Any]:
        """For `uploads.js`."""
        if self.link:
            item = self.link.item
            message = _("Added as %(code)s") % {"code": item.code}
            message = f"{message}. {self.warning}" if self.warning else message
            return {"code": item.code, "title": item.title, "message": message}
        if self.here:
            here = {"code": self.here.code, "title": self.here.title}
            return {
                "error": _("The same file is here already, as %(code)s") % here,
                "remedy": self.remedy,
                "here": {**here, "url": self.url, "link_url": self.link_url},
            }
        refused = self.refused or Refused("", "")
        return {"error": refused.reason, "remedy": refused.remedy}


def placed(outcomes: list[Outcome], portfolio: Portfolio, element: Element) -> list[Outcome]:
    """The same, and for what is here already where it is and whether it can be linked instead."""
    here = {outcome.here.pk for outcome in outcomes if outcome.here}
    links = EvidenceLink.objects.in_use().filter(portfolio=portfolio, element=element)
    linked = set(links.filter(item__in=here).values_list("item_id", flat=True)) if here else set()
    return [_placed(outcome, portfolio, element, linked) for outcome in outcomes]


def _placed(outcome: Outcome, portfolio: Portfolio, element: Element, linked: set[int]) -> Outcome:
    item = outcome.here
    if item is None:
        return outcome
    slugs = [portfolio.service.slug, portfolio.standard.slug]
    if not item.is_for(portfolio.service):
        whose = _("It belongs to %(service)s, so it cannot be linked here.")
        return replace(outcome, remedy=whose % {"service": item.service})
    url = reverse("evidence:item", args=[*slugs, item.code])
    if item.is_withdrawn:
        return replace(outcome, url=url, remedy=_("It is withdrawn. Restore it to use it again."))
    if item.pk in linked:
        words = _("It is linked to %(element)s already.") % {"element": element.code}
        return replace(outcome, url=url, remedy=words)
    link_url = reverse("evidence:link", args=[*slugs, element.code])
    words = _("This file was not added. Link %(code)s here instead.") % {"code": item.code}
    return replace(outcome, url=url, link_url=link_url, remedy=words)


def destroyed_before(organisation: Organisation, hashes: Iterable[str]) -> str:
    """A warning where files with these hashes were destroyed before; one statement."""
    found = destroyed_with_bytes(organisation, hashes)
    if not found:
        return ""
    words = _(
        "The very same file was destroyed before, as %(codes)s. If it should not have come back,"
        " tell information governance."
    )
    return words % {"codes": ", ".join(dict.fromkeys(each.item.code for each in found))}


def answer(outcomes: list[Outcome]) -> JsonResponse:
    """201 where a file was added, 409 where one is here already, else 422.

    `files` says what became of each of several; `here` of what one is here as.
    """
    added = [outcome for outcome in outcomes if outcome.link]
    here = any(outcome.here for outcome in outcomes)
    status = 201 if added else 409 if here else 422
    if len(outcomes) == 1:
        return JsonResponse(outcomes[0].words(), status=status)
    words: dict[str, object] = {
        "files": [{"name": outcome.name, **outcome.words()} for outcome in outcomes]
    }
    tally = _("%(added)s of %(all)s files added") % {"added": len(added), "all": len(outcomes)}
    if added:
        return JsonResponse({**added[0].words(), "message": tally, **words}, status=status)
    remedy = _("See below what to do about each.")
    return JsonResponse({"error": tally, "remedy": remedy, **words}, status=status)


def tell(request: SignedIn, outcomes: list[Outcome]) -> None:
    """What was added and refused in messages on the next page."""
    items = [str(outcome.link.item) for outcome in outcomes if outcome.link]
    if items:
        text = ngettext("Added %(items)s.", "Added %(number)s files: %(items)s.", len(items))
        messages.success(request, text % {"number": len(items), "items": "; ".join(items)})
    for outcome in outcomes:
        if outcome.warning:
            messages.warning(request, outcome.warning)
        if outcome.refused:
            messages.error(
                request,
                _("%(name)s was not added. %(reason)s %(remedy)s")
                % {
                    "name": outcome.name,
                    "reason": outcome.refused.reason,
                    "remedy": outcome.refused.remedy,
                },
            )
