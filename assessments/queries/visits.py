"""Which assessment it is about, and what the one before found."""

from django.utils import timezone

from assessments.enums import State
from assessments.improvement_queries import overdue_in_sql
from assessments.models import Assessment, ElementAssessment, GapReason
from assessments.request_queries import waiting_in_sql
from evidence.models import Portfolio


def year_of(assessment: Assessment) -> int:
    """The year an assessment is known by: of its visit, else of its completion, else this one."""
    moment = assessment.visit_on or assessment.completed_at or timezone.localdate()
    return moment.year


def open_or_latest(portfolio: Portfolio) -> Assessment | None:
    """The open assessment, else the latest one, with edition and snapshot; one statement.

    It has the number of improvements that are `overdue` in the whole portfolio.
    """
    rows = portfolio.assessments.select_related("edition", "snapshot").annotate(
        overdue=overdue_in_sql("portfolio_id"), waiting=waiting_in_sql("row__assessment")
    )
    return min(rows, key=lambda row: (row.state == State.COMPLETED, -row.pk), default=None)


def visit_before(assessment: Assessment) -> Assessment | None:
    """The assessment of the portfolio that was opened before this one; one statement."""
    rows = Assessment.objects.filter(portfolio=assessment.portfolio_id, pk__lt=assessment.pk)
    return rows.select_related("edition", "snapshot").order_by("-pk").first()


def gap_reasons_of(assessment: Assessment) -> dict[str, list[str]]:
    """Why it was submitted with gaps: the codes of the elements by reason; one statement."""
    reasons = GapReason.objects.filter(row__assessment=assessment).order_by("row__element", "kind")
    codes: dict[str, list[str]] = {}
    for reason, code in reasons.values_list("reason", "row__element__code"):
        if code not in codes.setdefault(reason, []):
            codes[reason].append(code)
    return codes


def last_found(portfolio: Portfolio) -> dict[str, ElementAssessment]:
    """What the latest completed assessment found, by the element's code; one statement.

    By code, so that a new edition goes on where the old one was.
    """
    last = Assessment.objects.filter(portfolio=portfolio, state=State.COMPLETED)
    rows = ElementAssessment.objects.filter(
        assessment__in=last.order_by("-completed_at", "-pk").values("pk")[:1]
    ).select_related("assessment", "element", "rating", "self_rating", "owner")
    return {row.element.code: row for row in rows}
