"""What the demonstration's service did about the visit of last year."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from assessments.actions import change_improvement, report_progress
from assessments.models import Assessment, Improvement, ImprovementUpdate


def follow_up(
    assessment: Assessment, data: dict[str, Any], *, owners: list[User], by: User, today: date
) -> None:
    """Give each improvement words, an owner and a day, and report on some; days are from today."""
    for improvement in Improvement.objects.filter(row__assessment=assessment).select_related(
        "row__element", "row__assessment__portfolio__service"
    ):
        planned = data.get(improvement.row.element.code)
        if planned:
            owner = owners[planned["owner"]]
            change_improvement(
                improvement=improvement,
                revision=improvement.revision,
                text=planned["text"],
                owner=owner,
                due_on=today + timedelta(days=planned["due"]),
                by=by,
            )
            _report(improvement, planned["reports"], owner, today)


def _report(improvement: Improvement, reports: list, owner: User, today: date) -> None:
    for days, progress, text in reports:
        update = report_progress(
            improvement=improvement,
            revision=improvement.revision,
            text=text,
            progress=progress,
            by=owner,
        )
        _date_back(improvement, update, today + timedelta(days=days))


def _date_back(improvement: Improvement, update: ImprovementUpdate, day: date) -> None:
    """It was reported then; actions know only now."""
    moment = timezone.make_aware(datetime.combine(day, time(11, 15)))
    ImprovementUpdate.objects.filter(pk=update.pk).update(at=moment)
    if improvement.closed_on:
        Improvement.objects.filter(pk=improvement.pk).update(closed_on=day)
