"""The facts and dates of items, changed by people who know them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.history import record
from accounts.models import User
from evidence.models import EvidenceItem

from .about import about_item
from .marking import record_marking, require_reason

EDITED = (
    *("title", "description", "owner", "marking", "produced_on", "covers_from", "covers_to"),
    *("received_on", "review_by"),
)


class ChangedMeanwhile(Exception):
    """Somebody else changed the item after its form was opened."""


def facts_of(item: EvidenceItem) -> dict[str, str]:
    """What is known of the item, as plain words that can be compared and kept."""
    return {name: _plain(getattr(item, name)) for name in EDITED}


@transaction.atomic
def edit_item_facts(
    *,
    item: EvidenceItem,
    values: Mapping[str, Any],
    seen: Mapping[str, str],
    by: User,
    reason: str = "",
) -> bool:
    """Change what is known of an item; False where nothing is different.

    `seen` are the facts that the person began from: raises ChangedMeanwhile, with `item`
    brought up to date, where they are no longer those of the item. `reason` is why its
    marking is lowered: raises ReasonNeeded without.
    """
    strange = set(values) - set(EDITED)
    if strange:
        raise ValueError(f"{', '.join(sorted(strange))} cannot be edited")
    item.refresh_from_db(from_queryset=locked_items())
    if dict(seen) != facts_of(item):
        raise ChangedMeanwhile
    return change_facts(item, values, by, reason)


@transaction.atomic
def date_items(*, periods: Mapping[int, tuple[date | None, date | None]], by: User) -> int:
    """Say what periods items cover, by their ids, in one step; how many were dated.

    An item that has been dated in the meantime keeps what it has.
    """
    items = locked_items().filter(pk__in=periods).order_by("pk")
    return sum(_date(item, *periods[item.pk], by) for item in items)


@transaction.atomic
def confirm_in_force(*, item: EvidenceItem, by: User, on: date) -> None:
    """Say that the item was looked at that day and still holds."""
    before, item.checked_on = item.checked_on, on
    item.save(update_fields=["checked_on"])
    record(
        verb="evidence.confirmed_in_force",
        by=by,
        about=about_item(item),
        code=item.code,
        before=_plain(before),
        on=_plain(on),
    )


def locked_items() -> QuerySet[EvidenceItem]:
    return EvidenceItem.objects.select_for_update(of=("self",), no_key=True).select_related("owner")


def _date(item: EvidenceItem, start: date | None, end: date | None, by: User) -> bool:
    if item.covers_from or item.covers_to:
        return False
    return change_facts(item, {"covers_from": start, "covers_to": end}, by)


def change_facts(item: EvidenceItem, values: Mapping[str, Any], by: User, reason: str = "") -> bool:
    """Change facts of an item that is locked; False where nothing is different.

    Raises ReasonNeeded where its marking would be lowered without a reason.
    """
    known = facts_of(item)
    changed = [name for name, value in values.items() if _plain(value) != known[name]]
    if not changed:
        return False
    if "marking" in changed:
        require_reason(item, known["marking"], values["marking"], reason)
    for name in changed:
        setattr(item, name, values[name])
    item.save(update_fields=changed)
    after = facts_of(item)
    if "marking" in changed:
        changed.remove("marking")
        record_marking(
            item=item, before=known["marking"], after=after["marking"], reason=reason, by=by
        )
    if changed:
        record(
            verb="evidence.edited",
            by=by,
            about=about_item(item),
            code=item.code,
            before={name: known[name] for name in changed},
            after={name: after[name] for name in changed},
        )
    return True


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
