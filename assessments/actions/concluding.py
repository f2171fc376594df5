"""The end of a visit: the assessor returns the assessment, or signs and completes it."""

from django.db import transaction
from django.utils import timezone

from accounts.history import record
from accounts.models import User
from assessments.models import Assessment
from assessments.transitions import require
from evidence.actions import activate_links

from .about import about_assessment
from .asking import close_open_requests
from .following_up import make_improvements
from .locking import locked
from .moving import move


@transaction.atomic
def return_assessment(*, assessment: Assessment, reason: str, by: User) -> Assessment:
    """Send the assessment back to the service with a reason; ratings given so far stay."""
    assessment = locked(assessment)
    move(assessment, "return", given={"reason": reason}, return_reason=reason)
    record(
        verb="assessments.returned",
        by=by,
        about=about_assessment(assessment),
        label=assessment.label,
        reason=reason,
    )
    return assessment


@transaction.atomic
def complete_assessment(
    *, assessment: Assessment, by: User, name: str | None = None, statement: str = ""
) -> Assessment:
    """Close the visit as it stands, and lock its ratings.

    Requests that are still open are withdrawn, accepted New evidence becomes Active, and
    whatever is partly met, not met or an area for improvement becomes an improvement. The
    assessor signs with `name` (None: the one they are known by) and a statement. Raises
    NotPossibleNow without a name, and while an element under review has no rating.
    """
    assessment = locked(assessment)
    name = (str(by) if name is None else name).strip()
    require(assessment, "complete")
    close_open_requests(assessment=assessment, by=by)
    move(
        assessment,
        "complete",
        given={"signature": name},
        completed_at=timezone.now(),
        completed_by=by,
        signed_name=name,
        signed_on=timezone.localdate(),
        statement=statement,
        reopen_reason="",
    )
    _activate_accepted(assessment, by)
    record(
        verb="assessments.completed",
        by=by,
        about=about_assessment(assessment),
        label=assessment.label,
        name=name,
        statement=statement,
        improvements=make_improvements(assessment),
    )
    return assessment


def _activate_accepted(assessment: Assessment, by: User) -> None:
    accepted = assessment.elements.filter(in_review=True, accepted_at__isnull=False)
    activate_links(
        portfolio=assessment.portfolio,
        snapshot=assessment.snapshot,
        elements=[row.element for row in accepted.select_related("element")],
        by=by,
    )
