"""What the element page says of the work inside the service: whose it is, and its approval."""

from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.queries import people_of
from assessments.forms.preparing import DecisionForm, DutyForm
from assessments.models import ElementAssessment
from assessments.permissions import manages_assessment
from assessments.transitions import possible


def standing_inside(
    user: User,
    row: ElementAssessment | None,
    *,
    decision: DecisionForm | None = None,
    duty: DutyForm | None = None,
) -> dict[str, Any]:
    """What the strip and the buttons need; one statement, for managers alone.

    Forms that were sent and did not go through are shown as they were sent.
    """
    if row is None or not row.in_review:
        return {}
    may = {verb: possible(row, verb, user) is None for verb in ("send", "approve", "return")}
    days = (row.due_on - timezone.localdate()).days if row.due_on else None
    is_manager = row.assessment.is_with_service and manages_assessment(user, row.assessment)
    shown: dict[str, Any] = {"may": may, "days": days, "days_over": -days if days else 0}
    if may["approve"] or may["return"]:
        shown["has_errors"] = bool(decision and decision.errors)
        shown["decision"] = decision or DecisionForm(initial={"revision": row.service_revision})
    if is_manager:
        people = people_of(row.assessment.portfolio.service)
        initial = {"owner": row.owner_id, "due_on": row.due_on}
        shown["duty"] = duty or DutyForm(people=people, initial=initial)
    return shown
