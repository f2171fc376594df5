"""The same thing done with many items in one step: all of it, or nothing."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from criteria.models import Element
from evidence.models import EvidenceItem, EvidenceLink, Portfolio

from .dates import EDITED, change_facts, confirm_in_force, locked_items
from .links import AlreadyLinked, NotInThisPortfolio, archive_link, link_evidence
from .marking import is_lowered
from .withdrawing import withdraw_item

SET_TOGETHER = frozenset(EDITED) - {"title", "description"}


@dataclass
class Outcome:
    """How many items were changed, and which were left as they are and why, by their codes."""

    changed: int = 0
    left: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def set_facts_of_many(
    *, items: Collection[int], values: Mapping[str, Any], by: User, reason: str = ""
) -> Outcome:
    """Say the owner, the marking or dates of items; what is not in `values` stays.

    Left out are items withdrawn meanwhile, those whose period would end before it begins, and
    those whose marking would be lowered without a reason.
    """
    strange = set(values) - SET_TOGETHER
    if strange:
        raise ValueError(f"{', '.join(sorted(strange))} cannot be set for many items")
    outcome = Outcome()
    for item in _in_use(items, outcome):
        start = values.get("covers_from", item.covers_from)
        end = values.get("covers_to", item.covers_to)
        if start and end and end < start:
            outcome.left[item.code] = _("its period would end before it begins")
        elif not reason and is_lowered(item.marking, values.get("marking", "")):
            outcome.left[item.code] = _("say why its marking is lowered")
        elif change_facts(item, values, by, reason):
            outcome.changed += 1
        else:
            outcome.left[item.code] = _("it says so already")
    return outcome


@transaction.atomic
def confirm_many_in_force(*, items: Collection[int], by: User, on: date) -> Outcome:
    """Say that the items were looked at that day and still hold."""
    outcome = Outcome()
    for item in _in_use(items, outcome):
        confirm_in_force(item=item, by=by, on=on)
        outcome.changed += 1
    return outcome


@transaction.atomic
def link_many(
    *, portfolio: Portfolio, items: Collection[int], elements: Iterable[Element], by: User
) -> Outcome:
    """Cite each of the items for each of the elements, at the end of its list."""
    outcome = Outcome()
    Portfolio.objects.select_for_update(no_key=True).get(pk=portfolio.pk)
    wanted = list(elements)
    for item in _in_use(items, outcome):
        made = 0
        for element in wanted:
            try:
                link_evidence(portfolio=portfolio, element=element, item=item, by=by)
                made += 1
            except AlreadyLinked:
                outcome.left[item.code] = _("it is linked already")
            except NotInThisPortfolio:
                outcome.left[item.code] = _("it belongs to another service")
        if made:
            outcome.changed += 1
            outcome.left.pop(item.code, None)
    return outcome


@transaction.atomic
def archive_many(*, portfolio: Portfolio, items: Collection[int], reason: str, by: User) -> Outcome:
    """No longer use the items for any element of the portfolio; their links stay."""
    outcome = Outcome()
    Portfolio.objects.select_for_update(no_key=True).get(pk=portfolio.pk)
    links = (
        EvidenceLink.objects.in_use()
        .filter(portfolio=portfolio, item__in=items)
        .select_related("portfolio", "item", "element")
        .order_by("element", "position")
    )
    done = set()
    for link in links:
        archive_link(link=link, reason=reason, by=by)
        done.add(link.item_id)
    outcome.changed = len(done)
    for code in _codes(set(items) - done):
        outcome.left[code] = _("no element uses it")
    return outcome


@transaction.atomic
def withdraw_many(*, items: Collection[int], reason: str, by: User) -> Outcome:
    """Use the items for nothing any more, in any portfolio; they stay readable."""
    outcome = Outcome()
    for item in _all_locked(items):
        if item.is_withdrawn:
            outcome.left[item.code] = _("it is withdrawn already")
            continue
        withdraw_item(item=item, reason=reason, by=by)
        outcome.changed += 1
    return outcome


def _in_use(items: Collection[int], outcome: Outcome) -> list[EvidenceItem]:
    """The items, locked in one order, so that two who set them together do not collide."""
    found = list(locked_items().filter(pk__in=items).order_by("pk"))
    for item in found:
        if item.is_withdrawn:
            outcome.left[item.code] = _("it was withdrawn")
    return [item for item in found if not item.is_withdrawn]


def _all_locked(items: Collection[int]) -> list[EvidenceItem]:
    """The items, and what withdrawing one locks, before the history is: else two could wait
    for each other for ever."""
    organisations = EvidenceItem.objects.filter(pk__in=items).order_by().values("organisation")
    list(
        Organisation.objects.select_for_update(no_key=True)
        .filter(pk__in=organisations)
        .order_by("pk")
    )
    portfolios = Portfolio.objects.filter(service__organisation__in=organisations)
    list(portfolios.select_for_update(of=("self",), no_key=True).order_by("pk"))
    return list(locked_items().filter(pk__in=items).order_by("pk"))


def _codes(items: Iterable[int]) -> Iterable[str]:
    return EvidenceItem.objects.filter(pk__in=items).values_list("code", flat=True)
