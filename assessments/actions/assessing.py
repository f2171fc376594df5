"""What the assessor does: rate and accept elements, return or complete the assessment."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import User
from assessments.models import Assessment, ElementAssessment
from assessments.transitions import NotPossibleNow, require
from criteria.models import Rating
from evidence.actions import activate_links

from .about import about_assessment, about_element
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
    assessment = _locked(row.assessment)
    target = require(assessment, "begin")
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
    if assessment.state != target:
        Assessment.objects.filter(pk=assessment.pk).update(state=target)
        row.assessment.state = target
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


@transaction.atomic
def return_assessment(*, assessment: Assessment, reason: str, by: User) -> Assessment:
    """Send the assessment back to the service with a reason; ratings given so far stay."""
    assessment = _locked(assessment)
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
def complete_assessment(*, assessment: Assessment, by: User) -> Assessment:
    """Close the visit: accepted New evidence becomes Active.

    Raises NotPossibleNow while an element under review has no rating.
    """
    assessment = _locked(assessment)
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
    assessment.save(update_fields=["state", "completed_at", "completed_by"])
    record(
        verb="assessments.completed",
        by=by,
        about=about_assessment(assessment),
        label=assessment.label,
    )
    return assessment


def _locked(assessment: Assessment) -> Assessment:
    return (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("portfolio__service__organisation", "edition", "snapshot")
        .get(pk=assessment.pk)
    )
