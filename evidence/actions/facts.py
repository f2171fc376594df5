"""What is known of an item besides its code and title."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.history import record
from accounts.models import User
from accounts.personal import numbered
from evidence.models import EvidenceItem

from .about import about_item
from .dates import ChangedMeanwhile
from .marking import record_marking, require_reason

FACTS = frozenset(
    {
        *("team", "description", "owner", "marking", "produced_on", "covers_from", "covers_to"),
        *("received_on", "review_by", "checked_on"),
    }
)


@transaction.atomic
def overwrite_facts(
    *,
    item: EvidenceItem,
    values: Mapping[str, Any],
    seen: Mapping[str, Any],
    by: User | None,
    reason: str = "",
) -> None:
    """Change what is known of an item, its title too, for what a register has right.

    `seen` are the values that were compared with it: raises ChangedMeanwhile where somebody
    has changed one of them since. `reason` is why its marking is lowered: raises
    ReasonNeeded without.
    """
    strange = set(values) - FACTS - {"title"}
    if strange:
        raise ValueError(f"{', '.join(sorted(strange))} cannot be changed")
    item.refresh_from_db(
        from_queryset=EvidenceItem.objects.select_for_update(of=("self",), no_key=True)
    )
    before = {name: getattr(item, name) for name in values}
    if any(before[name] != seen[name] for name in values):
        raise ChangedMeanwhile
    if "marking" in values:
        require_reason(item, before["marking"], values["marking"], reason)
    for name, value in values.items():
        setattr(item, name, value)
    item.save(update_fields=list(values))
    if "marking" in values and before["marking"] != values["marking"]:
        was, now = before["marking"], values["marking"]
        record_marking(item=item, before=was, after=now, reason=reason, by=by)
    record(
        verb="evidence.edited",
        by=by,
        about=about_item(item),
        code=item.code,
        before={name: numbered(value) for name, value in before.items()},
        after={name: numbered(value) for name, value in values.items()},
    )


@transaction.atomic
def fill_in(*, item: EvidenceItem, values: Mapping[str, Any], by: User | None) -> None:
    """Say what was not known of an item: its team, owner, marking, description or dates."""
    strange = set(values) - FACTS
    if strange:
        raise ValueError(f"{', '.join(sorted(strange))} cannot be filled in")
    for name, value in values.items():
        setattr(item, name, value)
    item.save(update_fields=list(values))
    record(
        verb="evidence.filled_in",
        by=by,
        about=about_item(item),
        code=item.code,
        values={name: numbered(value) for name, value in values.items()},
    )
