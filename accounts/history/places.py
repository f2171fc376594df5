"""To which organisation something belongs, so that its history finds the entry."""

from typing import Any

from accounts.models import Organisation

STEPS = ("service", "item", "portfolio", "assessment", "row")


def organisation_behind(found: Any = None) -> int | None:
    """The organisation of an object that a view looked up; None where it has none."""
    while found is not None:
        if isinstance(found, Organisation):
            return found.pk
        own: int | None = getattr(found, "organisation_id", None)
        if own is not None:
            return own
        found = next((getattr(found, step) for step in STEPS if getattr(found, step, None)), None)
    return None
