"""The assessor rates and accepts elements, and takes a rating back."""

from django.db import transaction

from accounts.models import User
from assessments.models import ElementAssessment
from criteria.models import Rating

from .judging import Judgement, write_judgement


@transaction.atomic
def rate_element(
    *,
    row: ElementAssessment,
    revision: int,
    rating: Rating | None,
    finding: str,
    accepted: bool,
    by: User,
    is_strength: bool = False,
    is_good_practice: bool = False,
    is_improvement: bool = False,
    accepted_parts: frozenset[int] = frozenset(),
) -> Judgement:
    """The assessor's rating, comment, marks and acceptance of one element.

    The first rating moves the assessment from submitted to assessing. `accepted_parts` are
    ids of the element's clauses, where the assessment accepts each part by itself. Returns
    what was there before. Raises ChangedMeanwhile for an older `revision`, and
    NotPossibleNow in other states, for an element that is not under review, to accept what
    has no rating or not all of its parts, and for "not applicable" without a comment.
    """
    given = Judgement(
        rating=rating,
        finding=finding,
        accepted=accepted,
        is_strength=is_strength,
        is_good_practice=is_good_practice,
        is_improvement=is_improvement,
        accepted_parts=accepted_parts,
    )
    return write_judgement(row=row, revision=revision, given=given, by=by, deed="rated")


@transaction.atomic
def take_back_rating(
    *, row: ElementAssessment, revision: int, before: Judgement, by: User
) -> Judgement:
    """Put back what stood `before` the save that made `revision`; returns what was taken back.

    Raises ChangedMeanwhile where anybody saved since, and NotPossibleNow as `rate_element`.
    """
    return write_judgement(
        row=row, revision=revision, given=before, by=by, deed="rating_taken_back"
    )
