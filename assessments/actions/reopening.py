"""A completed assessment is taken up again."""

from django.db import transaction

from accounts.history import record
from accounts.models import User
from assessments.models import Assessment
from evidence.actions import deactivate_links

from .about import about_assessment
from .following_up import forget_improvements
from .locking import locked
from .moving import move


@transaction.atomic
def reopen_assessment(*, assessment: Assessment, reason: str, by: User) -> Assessment:
    """Take back what completion did, so that the assessor can rate again.

    Links that this completion made Active are New again, improvements that nobody reported
    on are removed, and the signature is taken off; the statement stays, to be signed anew.
    Raises NotPossibleNow without a reason, and once a later assessment was opened.
    """
    assessment = locked(assessment)
    signed = {"name": assessment.signed_name, "statement": assessment.statement}
    move(
        assessment,
        "reopen",
        given={"reason": reason},
        reopen_reason=reason,
        completed_at=None,
        completed_by=None,
        signed_name="",
        signed_on=None,
    )
    deactivate_links(snapshot=assessment.snapshot, by=by)
    forget_improvements(assessment)
    record(
        verb="assessments.reopened",
        by=by,
        about=about_assessment(assessment),
        label=assessment.label,
        reason=reason,
        before=signed,
    )
    return assessment
