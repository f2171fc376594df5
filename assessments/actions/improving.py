"""The service follows up what a visit left to be done."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import User
from accounts.personal import numbered
from assessments.enums import Progress
from assessments.models import Improvement, ImprovementUpdate
from assessments.models.improvement import CLOSED
from assessments.transitions import NotPossibleNow

from .about import about_element


class ImprovementMoved(Exception):
    """Somebody changed the improvement or reported on it since the form was opened.

    `current` is the improvement as it is now, to be shown beside what was typed.
    """

    def __init__(self, current: Improvement) -> None:
        super().__init__("Somebody changed this improvement in the meantime.")
        self.current = current


@transaction.atomic
def change_improvement(
    *,
    improvement: Improvement,
    revision: int,
    text: str,
    owner: User | None,
    due_on: date | None,
    by: User,
) -> None:
    """What is to be done, by whom and until when. Raises ImprovementMoved."""
    before = _facts_of(improvement)
    _update_at(improvement, revision, text=text, owner=owner, due_on=due_on)
    after = _facts_of(improvement)
    if after != before:
        record(
            verb="assessments.improvement_changed",
            by=by,
            about=about_element(improvement.row),
            before=before,
            after=after,
        )


@transaction.atomic
def report_progress(
    *, improvement: Improvement, revision: int, text: str, progress: str, by: User
) -> ImprovementUpdate:
    """Say how far an improvement is. Raises ImprovementMoved, or NotPossibleNow for nothing said.

    It is closed on the day it is reported as done or no longer needed, and open again as soon
    as something else is reported.
    """
    if not text.strip() and progress == improvement.progress:
        raise NotPossibleNow(_("Write what was done, or choose how far it is now."))
    closed_on = (improvement.closed_on or timezone.localdate()) if progress in CLOSED else None
    _update_at(improvement, revision, progress=progress, closed_on=closed_on)
    update = ImprovementUpdate.objects.create(
        improvement=improvement, progress=progress, text=text, by=by
    )
    record(
        verb="assessments.improvement_reported",
        by=by,
        about=about_element(improvement.row),
        progress=str(Progress(progress).label),
        text=text,
    )
    return update


def _facts_of(improvement: Improvement) -> dict[str, str]:
    return {
        "text": improvement.text,
        "owner": numbered(improvement.owner or ""),
        "due_on": str(improvement.due_on or ""),
    }


def _update_at(improvement: Improvement, revision: int, **values: Any) -> None:
    """Write the values if the improvement is still at `revision`, and count it up."""
    there = Improvement.objects.filter(pk=improvement.pk, revision=revision)
    if not there.update(**values, revision=F("revision") + 1):
        raise ImprovementMoved(
            Improvement.objects.select_related("row__element", "row__assessment", "owner").get(
                pk=improvement.pk
            )
        )
    for name, value in {**values, "revision": revision + 1}.items():
        setattr(improvement, name, value)
