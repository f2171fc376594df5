"""A manager submits the assessment."""

from collections.abc import Mapping, Sequence

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

Reasons = Mapping[tuple[str, str], str]


class Incomplete(NotPossibleNow):
    """Something is missing and no reason is given; `gaps` are all of these."""

    def __init__(self, gaps: Sequence[Gap]) -> None:
        listed = "; ".join(f"{gap.element_code}: {gap.message}" for gap in gaps)
        super().__init__(
            _("Put this right before you submit, or give a reason for each. %(listed)s.")
            % {"listed": listed}
        )
        self.gaps = tuple(gaps)


@transaction.atomic
def submit_assessment(
    *, assessment: Assessment, by: User, reasons: Reasons | None = None, gaps_reason: str = ""
) -> Assessment:
    """Lock the evidence as it is and hand the assessment to the assessor.

    `reasons` say by element code and kind of gap why it is submitted in spite of it;
    `gaps_reason` is for every gap without one of its own. Raises NotPossibleNow where the
    state does not allow it, and Incomplete with the gaps that neither explains.
    """
    assessment = locked(assessment)
    require(assessment, "submit")
    blocking = [gap for gap in what_is_missing(assessment) if gap.blocks]
    given = {
        gap: (reasons or {}).get(gap.key, "").strip() or gaps_reason.strip() for gap in blocking
    }
    if bare := [gap for gap, reason in given.items() if not reason]:
        raise Incomplete(bare)
    with requests_follow(assessment):
        freeze_links(snapshot=assessment.snapshot, by=by)
    move(assessment, "submit", return_reason="", submitted_at=timezone.now(), submitted_by=by)
    _give_reasons(assessment, given)
    record(
        verb="assessments.submitted",
        by=by,
        about=about_assessment(assessment),
        label=assessment.label,
        reasons=[[gap.element_code, gap.kind, reason] for gap, reason in given.items()],
    )
    return assessment


def _give_reasons(assessment: Assessment, given: Mapping[Gap, str]) -> None:
    rows = dict(assessment.elements.values_list("element__code", "pk"))
    GapReason.objects.filter(row__assessment=assessment).delete()
    GapReason.objects.bulk_create(
        GapReason(row_id=rows[gap.element_code], kind=gap.kind, reason=reason)
        for gap, reason in given.items()
    )
