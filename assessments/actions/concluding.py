"""The end of a visit: the assessor returns the assessment, or signs and completes it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import User
from assessments.models import Assessment
from assessments.transitions import NotPossibleNow, require
from evidence.actions import activate_links

from .about import about_assessment
from .locking import locked


@transaction.atomic
def return_assessment(*, assessment: Assessment, reason: str, by: User) -> Assessment:
    """Send the assessment back to the service with a reason; ratings given so far stay."""
    assessment = locked(assessment)
    assessment.state = require(assessment, "return")
    if not reason.strip():
        raise NotPossibleNow(_("Say why you return the assessment."))
    assessment.return_reason = reason
    assessment.save(update_fields=["state", "return_reason"])
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
    *, assessment: Assessment, by: User, name: str = "", statement: str = ""
) -> Assessment:
    """Close the visit: accepted New evidence becomes Active.

    The assessor signs with `name`, their own without one, and a statement.

    Raises NotPossibleNow while an element under review has no rating.
    """
    assessment = locked(assessment)
    target = require(assessment, "complete")
    rows = assessment.elements.filter(in_review=True).select_related("element")
    unrated = [row.element.code for row in rows if row.rating_id is None]
    if unrated:
        raise NotPossibleNow(
            _("Rate these elements before you complete: %(codes)s.") % {"codes": ", ".join(unrated)}
        )
    activate_links(
        portfolio=assessment.portfolio,
        snapshot=assessment.snapshot,
        elements=[row.element for row in rows if row.accepted_at],
        by=by,
    )
    assessment.state = target
    assessment.completed_at, assessment.completed_by = timezone.now(), by
    assessment.signed_name, assessment.signed_on = name or str(by), timezone.localdate()
    assessment.statement = statement
    assessment.save()
    record(
        verb="assessments.completed",
        by=by,
        about=about_assessment(assessment),
        label=assessment.label,
    )
    return assessment
