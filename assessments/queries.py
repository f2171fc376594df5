"""Reads of assessments, each with a fixed number of SQL statements."""

from django.utils import timezone

from assessments.enums import State
from assessments.models import Assessment, ElementAssessment
from criteria.models import Edition
from evidence.models import Portfolio


def year_of(assessment: Assessment) -> int:
    """The year an assessment is known by: of its visit, else of its completion, else this one."""
    moment = assessment.visit_on or assessment.completed_at or timezone.localdate()
    return moment.year


def open_or_latest(portfolio: Portfolio) -> Assessment | None:
    """The open assessment, else the latest one, with edition and snapshot; one statement."""
    rows = portfolio.assessments.select_related("edition", "snapshot")
    return min(rows, key=lambda row: (row.state == State.COMPLETED, -row.pk), default=None)


def last_ratings(portfolio: Portfolio, edition: Edition) -> dict[int, ElementAssessment]:
    """What the latest completed assessment found, by element id; two statements."""
    last = (
        Assessment.objects.filter(portfolio=portfolio, edition=edition, state=State.COMPLETED)
        .order_by("-completed_at")
        .first()
    )
    if last is None:
        return {}
    rows = last.elements.select_related("assessment", "rating", "self_rating")
    return {row.element_id: row for row in rows}
