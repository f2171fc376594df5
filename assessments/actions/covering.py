"""What a visit looks at, changed while the assessment is with the service."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import User
from assessments.carrying import FIELDS, begin_afresh, bring_back, carry, set_aside
from assessments.models import Assessment, ElementAssessment
from assessments.queries import last_found
from assessments.transitions import NotPossibleNow

from .about import about_assessment
from .locking import locked


class CoverageMoved(Exception):
    """Somebody changed what is under review since the form was opened.

    `current` holds the codes that are under review now.
    """

    def __init__(self, current: frozenset[str]) -> None:
        super().__init__("Somebody changed what is under review in the meantime.")
        self.current = current


@transaction.atomic
def change_coverage(
    *,
    assessment: Assessment,
    under_review: Collection[str],
    by: User,
    began: Collection[str] | None = None,
) -> None:
    """From now on the visit looks at the elements with these codes and at no others.

    What is taken in starts afresh; what is taken out stands as the last visit found it. The
    words typed for it are kept and come back when it is taken in again. `began` holds the
    codes that the form began from; raises CoverageMoved where they are others now, and
    NotPossibleNow once the assessment is submitted.
    """
    assessment = locked(assessment)
    if not assessment.is_with_service:
        raise NotPossibleNow(
            _("The assessment is submitted: what is under review can no longer be changed.")
        )
    rows = list(assessment.elements.select_related("element", "self_rating").order_by("element"))
    current = frozenset(row.element.code for row in rows if row.in_review)
    if began is not None and frozenset(began) != current:
        raise CoverageMoved(current)
    wanted = frozenset(under_review)
    taken_in = [row for row in rows if row.element.code in wanted - current]
    taken_out = [row for row in rows if row.element.code in current - wanted]
    _require_possible(rows, wanted, taken_out)
    if taken_in or taken_out:
        _write(assessment, taken_in, taken_out)
        record(
            verb="assessments.coverage_changed",
            by=by,
            about=about_assessment(assessment),
            taken_in=_codes(taken_in),
            taken_out=_codes(taken_out),
        )


def _require_possible(
    rows: list[ElementAssessment], wanted: frozenset[str], taken_out: list[ElementAssessment]
) -> None:
    if not wanted & {row.element.code for row in rows}:
        raise NotPossibleNow(_("A visit looks at something: leave at least one under review."))
    rated = [row for row in taken_out if row.rating_id or row.finding]
    if rated:
        raise NotPossibleNow(
            _("The assessor has rated these at this visit, so they stay under review: %(codes)s.")
            % {"codes": _codes(rated)}
        )


def _write(
    assessment: Assessment,
    taken_in: list[ElementAssessment],
    taken_out: list[ElementAssessment],
) -> None:
    scale = {rating.code: rating for rating in assessment.edition.ratings.all()}
    last = last_found(assessment.portfolio)
    for row in taken_in:
        begin_afresh(row, last.get(row.element.code))
        bring_back(row, scale)
    for row in taken_out:
        set_aside(row)
        carry(row, last.get(row.element.code), scale)
    for row in (*taken_in, *taken_out):
        # A form of the service that is open meanwhile is told, and its words are kept.
        row.service_revision += 1
    ElementAssessment.objects.bulk_update((*taken_in, *taken_out), FIELDS)


def _codes(rows: Iterable[ElementAssessment]) -> str:
    return ", ".join(row.element.code for row in rows) or _("none")
