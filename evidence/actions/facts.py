"""What is known of an item besides its code and title."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.history import record
from accounts.models import User
from evidence.models import EvidenceItem

from .about import about_item

FACTS = frozenset(
    {
        *("team", "description", "owner", "marking", "produced_on", "covers_from", "covers_to"),
        *("received_on", "review_by", "checked_on"),
    }
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
        values={name: str(value) for name, value in values.items()},
    )
