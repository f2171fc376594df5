"""Owners, dates and checks of the demonstration's evidence, as a year of work leaves them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from evidence.actions import confirm_in_force, date_items, edit_item_facts, facts_of
from evidence.dating import period_in
from evidence.enums import Freshness
from evidence.models import EvidenceItem


def date_evidence(items: list[EvidenceItem], *, own: list[User], corporate: User) -> None:
    """Confirm most periods that titles name; give most items an owner, and some a review."""
    for item in items:
        people = own if item.service_id else [corporate]
        by = people[item.number % len(people)]
        if item.number % 5:
            _confirm_period(item, by)
        values = _facts(item, by)
        if values:
            edit_item_facts(item=item, values=values, seen=facts_of(item), by=by)
        if item.number % 3 == 0 and item.freshness_on() == Freshness.STALE:
            confirm_in_force(item=item, by=by, on=timezone.localdate() - timedelta(days=20))


def _confirm_period(item: EvidenceItem, by: User) -> None:
    period = period_in(item.title)
    if period:
        date_items(periods={item.pk: (period.covers_from, period.covers_to)}, by=by)
        item.refresh_from_db(fields=["covers_from", "covers_to"])


def _facts(item: EvidenceItem, by: User) -> dict[str, Any]:
    """Figures for show, the same at every start but for the day."""
    today, number = timezone.localdate(), item.number
    values: dict[str, Any] = {"owner": by} if number % 4 else {}
    if item.covers_to is None and number % 3:
        values["produced_on"] = today - timedelta(days=number * 37 % 1300)
        if number % 7 == 2:
            values["review_by"] = today + timedelta(days=number * 29 % 200 - 20)
    return values
