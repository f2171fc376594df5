"""A whole portfolio as plain data: its evidence, its links and its assessments."""

from typing import Any

from django.db.models import Prefetch

from assessments.models import Assessment, ElementAssessment
from evidence.exports import portfolio_data
from evidence.models import Portfolio


def whole_portfolio_data(portfolio: Portfolio) -> dict[str, Any]:
    """What `export_portfolio --format json` writes; six SQL statements."""
    rows = ElementAssessment.objects.select_related("element", "self_rating", "rating").order_by(
        "element__sub_criterion__criterion__position",
        "element__sub_criterion__position",
        "element__position",
    )
    assessments = portfolio.assessments.order_by("created_at", "pk").prefetch_related(
        Prefetch("elements", rows)
    )
    return {
        **portfolio_data(portfolio),
        "assessments": [_assessment(assessment) for assessment in assessments],
    }


def _assessment(assessment: Assessment) -> dict[str, Any]:
    return {
        "label": assessment.label,
        "kind": assessment.kind,
        "state": assessment.state,
        "elements": [_element(row) for row in assessment.elements.all()],
    }


def _element(row: ElementAssessment) -> dict[str, Any]:
    return {
        "element": row.element.code,
        "in_review": row.in_review,
        "self_rating": row.self_rating.code if row.self_rating else None,
        "commentary": row.commentary,
        "rating": row.rating.code if row.rating else None,
        "finding": row.finding,
        "accepted": row.accepted_at is not None,
    }
