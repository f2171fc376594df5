"""Keeping what is typed: the addresses that the script of a form sends it to."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import serves
from accounts.templatetags.portal import clock
from assessments.actions import drop_drafts, keep_draft
from assessments.desk_queries import parts_of
from assessments.draft_queries import Drafted
from assessments.enums import Half
from assessments.forms import SelfAssessmentForm, rate_form_of
from assessments.forms.drafting import says_the_same
from assessments.models import Assessment, ElementAssessment
from assessments.queries import clauses_with_notes
from assessments.scope import assessment_for_assessor, assessment_in_scope
from evidence.views.common import SignedIn

from .common import address
from .desk_address import address_of
from .drafting import window_of


@serves("assessments.write_self_assessment", assessment_in_scope)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def self_assessment_draft(request: SignedIn, assessment: Assessment, code: str) -> HttpResponse:
    """Keep what is typed into the self-assessment, or let it go."""

    def saved(row: ElementAssessment) -> Form:
        clauses = clauses_with_notes(row.element, row)
        ratings = assessment.edition.ratings.all()
        return SelfAssessmentForm.of(row, ratings=ratings, clauses=clauses)

    page = address("element", assessment.portfolio, code)
    return answer_draft(request, _row(assessment, code), Half.SERVICE, page=page, saved=saved)


@serves("assessments.assess", assessment_for_assessor)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rating_draft(request: SignedIn, assessment: Assessment, code: str) -> HttpResponse:
    """Keep what is typed into the rating, or let it go."""

    def saved(row: ElementAssessment) -> Form:
        parts = parts_of(row) if assessment.accepts_parts else []
        return rate_form_of(row, list(assessment.edition.ratings.all()), parts)

    page = address_of(assessment, code)
    return answer_draft(request, _row(assessment, code), Half.ASSESSOR, page=page, saved=saved)


def _row(assessment: Assessment, code: str) -> ElementAssessment:
    rows = assessment.elements.select_related("element", "self_rating", "rating")
    row = get_object_or_404(rows, element__code=code)
    row.assessment = assessment
    return row


def answer_draft(
    request: SignedIn,
    row: Drafted,
    half: Half,
    *,
    page: str,
    saved: Callable[[Any], Form],
) -> HttpResponse:
    """Keep or let go what was sent of a form; `saved` makes that form as it is saved now."""
    if request.method != "POST":
        return _whose_page(request) if _asks_for_data(request) else redirect(page)
    window = window_of(request.POST)
    if window is None:
        return JsonResponse({"error": _("This page is too old. Load it again.")}, status=422)
    if "let_go" in request.POST:
        drop_drafts(row=row, half=half, writer=request.user, window=window)
        return redirect(page)
    now = timezone.now()
    if says_the_same(saved(row), request.POST):
        drop_drafts(row=row, half=half, writer=request.user, window=window)
        return JsonResponse({"kept": clock(now), "is_new": False})
    is_new = _keep(request, row, half, window) > now
    return JsonResponse({"kept": clock(now), "is_new": is_new})


def _keep(request: SignedIn, row: Drafted, half: Half, window: UUID) -> datetime:
    """The moment from which the words are kept: an earlier one where they were sent before."""
    revision = request.POST.get("revision", "")
    draft = keep_draft(
        row=row,
        half=half,
        window=window,
        fields=request.POST,
        revision=int(revision) if revision.isdecimal() else 0,
        writer=request.user,
    )
    return draft.saved_at


def _asks_for_data(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _whose_page(request: SignedIn) -> HttpResponse:
    """Who is signed in now, and the token for what they send: after signing in again it is new."""
    return JsonResponse({"person": request.user.pk, "token": get_token(request)})
