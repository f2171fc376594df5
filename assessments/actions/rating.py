"""The assessor rates and accepts elements."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import User
from assessments.models import ElementAssessment
from assessments.transitions import NotPossibleNow, require
from criteria.models import Rating

from .about import about_element
from .locking import locked
from .moving import move
from .revisions import update_at_revision


@transaction.atomic
def rate_element(
    *,
    row: ElementAssessment,
    revision: int,
    rating: Rating | None,
    finding: str,
    accepted: bool,
    by: User,
) -> None:
    """The assessor's rating, comment and acceptance of one element.

    The first rating moves the assessment from submitted to assessing. Raises
    ChangedMeanwhile for an older `revision`, and NotPossibleNow in other states, for an
    element that is not under review, or to accept what has no rating.
    """
    assessment = locked(row.assessment)
    require(assessment, "begin")
    if not row.in_review:
        raise NotPossibleNow(_("This element is not under review at this visit."))
    if accepted and rating is None:
        raise NotPossibleNow(_("Choose a rating before you accept the element."))
    before = _words_of(row)
    stays = accepted and row.accepted_at is not None
    update_at_revision(
        row,
        counter="assessor_revision",
        revision=revision,
        rating=rating,
        finding=finding,
        accepted_at=(row.accepted_at if stays else timezone.now()) if accepted else None,
        accepted_by=(row.accepted_by if stays else by) if accepted else None,
    )
    row.assessment.state = move(assessment, "begin")
    _record_rating(row, before=before, by=by)


def _words_of(row: ElementAssessment) -> dict[str, str | bool]:
    return {
        "rating": row.rating.name if row.rating else "",
        "finding": row.finding,
        "accepted": row.accepted_at is not None,
    }


def _record_rating(row: ElementAssessment, *, before: dict, by: User) -> None:
    after = _words_of(row)
    if (after["rating"], after["finding"]) != (before["rating"], before["finding"]):
        record(
            verb="assessments.rated",
            by=by,
            about=about_element(row),
            rating=after["rating"] or _("not assessed"),
            before=before,
            after=after,
        )
    if after["accepted"] != before["accepted"]:
        verb = "accepted" if after["accepted"] else "acceptance_withdrawn"
        record(verb=f"assessments.{verb}", by=by, about=about_element(row))
