"""What the service does with one element: it assesses itself."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import User
from assessments.models import Assessment, ElementAssessment
from assessments.transitions import require_with_service
from criteria.models import Rating

from .about import about_element
from .revisions import update_at_revision


@transaction.atomic
def save_self_assessment(
    *,
    row: ElementAssessment,
    revision: int,
    self_rating: Rating | None,
    commentary: str,
    by: User,
) -> None:
    """The service's own rating and words for one element.

    `revision` is the one the form began from; raises ChangedMeanwhile where it has moved
    on, and NotPossibleNow once the assessment is submitted.
    """
    assessment = Assessment.objects.select_for_update().get(pk=row.assessment_id)
    require_with_service(assessment)
    before = {
        "self_rating": row.self_rating.name if row.self_rating else "",
        "commentary": row.commentary,
    }
    update_at_revision(
        row,
        counter="service_revision",
        revision=revision,
        self_rating=self_rating,
        commentary=commentary,
    )
    after = {"self_rating": self_rating.name if self_rating else "", "commentary": commentary}
    if after != before:
        record(
            verb="assessments.self_assessed",
            by=by,
            about=about_element(row),
            self_rating=after["self_rating"] or _("none"),
            words=len(commentary.split()),
            before=before,
            after=after,
        )
