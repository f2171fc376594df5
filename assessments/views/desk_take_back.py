"""The last rating that somebody gave at the desk, and the way back from it."""

from dataclasses import dataclass, fields
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import serves
from assessments.actions import ChangedMeanwhile, Judgement, take_back_rating
from assessments.desk_queries import Show, Standing, last_rating_of
from assessments.models import Assessment, ElementAssessment
from assessments.scope import assessment_for_assessor, row_of
from assessments.transitions import NotPossibleNow
from evidence.views.common import SignedIn

from .desk_address import address_of, query_of, what_to_show

KEY = "last-rating"


@dataclass(frozen=True)
class LastRating:
    """What this session saved last; `is_taken_back` after it was taken back once."""

    code: str
    is_taken_back: bool


def remember(
    request: SignedIn, row: ElementAssessment, before: Judgement, *, is_taken_back: bool = False
) -> None:
    """Keep in the session what stood before a save, so that one step leads back to it."""
    request.session[KEY] = {
        "assessment": row.assessment_id,
        "code": row.element.code,
        "revision": row.assessor_revision,
        "is_taken_back": is_taken_back,
        "before": _kept(before),
    }


def last_rating_context(
    request: SignedIn, standing: Standing, show: Show = Show.REVIEW
) -> dict[str, Any]:
    """What can be taken back here, and where; no statement of its own."""
    kept, assessment = request.session.get(KEY, {}), standing.assessment
    entry = standing.find(kept["code"]) if kept.get("assessment") == assessment.pk else None
    if entry is None:
        return {}
    address = reverse("assessments:take_back", args=[assessment.pk, entry.code])
    return {
        "last_rating": LastRating(entry.code, kept["is_taken_back"]),
        "take_back_url": address + query_of(show),
    }


@serves("assessments.assess", assessment_for_assessor)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: SignedIn, assessment: Assessment, code: str) -> HttpResponse:
    """Put back what stood before the last rating of this session, and say what was done.

    Taken back again, it puts the rating back: nothing that was typed is lost.
    """
    here = address_of(assessment, code, what_to_show(request))
    row = row_of(assessment, code)
    if request.method != "POST":
        return redirect(here)
    kept = request.session.get(KEY, {})
    if (kept.get("assessment"), kept.get("code")) != (assessment.pk, code):
        messages.error(request, _("There is no rating of %(code)s to take back.") % {"code": code})
        return redirect(here)
    _take_back(request, row, kept)
    return redirect(here)


def _take_back(request: SignedIn, row: ElementAssessment, kept: dict[str, Any]) -> None:
    before = _judgement(row.assessment, kept["before"])
    try:
        was = take_back_rating(row=row, revision=kept["revision"], before=before, by=request.user)
    except ChangedMeanwhile as meanwhile:
        messages.error(request, _too_late(meanwhile.current))
    except NotPossibleNow as refusal:
        messages.error(request, str(refusal))
    else:
        remember(request, row, was, is_taken_back=not kept["is_taken_back"])
        messages.success(request, _done(row, kept["is_taken_back"]))


def _done(row: ElementAssessment, was_taken_back: bool) -> str:
    rating = row.rating.name if row.rating else _("Not rated")
    words = (
        _("Put the rating of %(code)s back: %(rating)s.")
        if was_taken_back
        else _("Took the rating of %(code)s back. It is as before: %(rating)s.")
    )
    return words % {"code": row.element.code, "rating": rating}


def _too_late(current: ElementAssessment) -> str:
    who = last_rating_of(current)
    words = {"code": current.element.code, "person": who.who if who else _("Somebody")}
    return _("%(person)s saved %(code)s after that. Nothing was taken back.") % words


def _kept(judgement: Judgement) -> dict[str, Any]:
    kept = {field.name: getattr(judgement, field.name) for field in fields(judgement)}
    return kept | {
        "rating": judgement.rating.code if judgement.rating else "",
        "accepted_parts": sorted(judgement.accepted_parts),
    }


def _judgement(assessment: Assessment, kept: dict[str, Any]) -> Judgement:
    rating = assessment.edition.ratings.filter(code=kept["rating"]).first()
    parts = frozenset(kept["accepted_parts"])
    return Judgement(**{**kept, "rating": rating, "accepted_parts": parts})
