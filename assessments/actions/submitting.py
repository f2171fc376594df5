"""A manager submits the assessment."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import User
from assessments.checklist import Gap, what_is_missing
from assessments.models import Assessment, GapReason
from assessments.transitions import NotPossibleNow, require
from evidence.actions import freeze_links

from .about import about_assessment
from .answering import requests_follow
from .locking import locked
from .moving import move


@transaction.atomic
def submit_assessment(*, assessment: Assessment, by: User, gaps_reason: str = "") -> Assessment:
    """Lock the evidence as it is and hand the assessment to the assessor.

    Raises NotPossibleNow where the state does not allow it, or where something that blocks
    is missing and `gaps_reason` does not say why; its message names the elements.
    """
    assessment = locked(assessment)
    require(assessment, "submit")
    blocking = [gap for gap in what_is_missing(assessment) if gap.blocks]
    if blocking and not gaps_reason.strip():
        raise NotPossibleNow(
            _("Rate these elements before you submit, or say why they are not rated: %(codes)s.")
            % {"codes": ", ".join(gap.element_code for gap in blocking)}
        )
    with requests_follow(assessment):
        freeze_links(snapshot=assessment.snapshot, by=by)
    move(assessment, "submit", return_reason="", submitted_at=timezone.now(), submitted_by=by)
    _give_reasons(assessment, blocking, gaps_reason)
    record(
        verb="assessments.submitted",
        by=by,
        about=about_assessment(assessment),
        label=assessment.label,
    )
    return assessment


def _give_reasons(assessment: Assessment, gaps: Iterable[Gap], reason: str) -> None:
    rows = dict(assessment.elements.values_list("element__code", "pk"))
    GapReason.objects.filter(row__assessment=assessment).delete()
    GapReason.objects.bulk_create(
        GapReason(row_id=rows[gap.element_code], kind=gap.kind, reason=reason) for gap in gaps
    )
