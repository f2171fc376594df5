"""Protective markings: every change is told on its own, and lowering one takes a reason."""

from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import User
from evidence.enums import Marking
from evidence.models import EvidenceItem

from .about import about_item


class ReasonNeeded(Exception):
    """A marking is lowered and nobody has said why."""


def is_lowered(before: str, after: str) -> bool:
    return before == Marking.OFFICIAL_SENSITIVE and after == Marking.OFFICIAL


def require_reason(item: EvidenceItem, before: str, after: str, reason: str) -> None:
    """Raises ReasonNeeded. Call it before anything is saved."""
    if is_lowered(before, after) and not reason:
        raise ReasonNeeded(
            _("Say why %(code)s is no longer OFFICIAL-SENSITIVE.") % {"code": item.code}
        )


def record_marking(
    *, item: EvidenceItem, before: str, after: str, reason: str, by: User | None
) -> None:
    """Tell of a changed marking, within the transaction that changes it."""
    labels = {"before": str(Marking(before).label), "after": str(Marking(after).label)}
    if is_lowered(before, after):
        record(
            verb="evidence.marking_lowered",
            by=by,
            about=about_item(item),
            code=item.code,
            reason=reason,
            **labels,
        )
    else:
        record(
            verb="evidence.marking_raised",
            by=by,
            about=about_item(item),
            code=item.code,
            **labels,
        )
