"""Saving the self-assessment that is written on the element page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import serves
from accounts.models import User
from assessments.actions import ChangedMeanwhile, save_self_assessment, send_for_approval
from assessments.enums import Half
from assessments.forms import SelfAssessmentForm
from assessments.models import Assessment, ElementAssessment
from assessments.queries import clauses_with_notes
from assessments.scope import assessment_in_scope
from assessments.transitions import NotPossibleNow
from evidence.views.common import SignedIn

from .common import address
from .conflict import Meeting, is_settling, meet, settle, stays_in_history
from .drafting import drop_saved
from .element import element_page


@serves("assessments.write_self_assessment", assessment_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def self_assessment(request: SignedIn, assessment: Assessment, code: str) -> HttpResponse:
    """Save, and send for approval if asked; shown again with everything typed if that fails.

    GET leads to the element.
    """
    portfolio = assessment.portfolio
    here = address("element", portfolio, code)
    if request.method != "POST":
        return redirect(here)
    row = get_object_or_404(
        assessment.elements.select_related("element", "self_rating"), element__code=code
    )
    row.assessment = assessment
    posted = settle(request, _meeting(row)) if is_settling(request) else request.POST
    if isinstance(posted, HttpResponse):
        return posted
    form = SelfAssessmentForm(
        posted,
        ratings=assessment.edition.ratings.all(),
        clauses=row.element.clauses.all(),
    )
    if not form.is_valid():
        return element_page(request, portfolio, code, form=form, status=422)
    was = row.approval
    try:
        _save(row, form, request.user, send="send" in request.POST)
    except ChangedMeanwhile as meanwhile:
        meanwhile.current.assessment = assessment
        return meet(request, _meeting(meanwhile.current), posted)
    except NotPossibleNow as refusal:
        messages.error(request, str(refusal))
        return element_page(request, portfolio, code, form=form, status=409)
    drop_saved(posted, row, Half.SERVICE, request.user)
    messages.success(request, _what_was_done(row, was))
    return redirect(here)


def _save(row: ElementAssessment, form: SelfAssessmentForm, by: User, *, send: bool) -> None:
    act = send_for_approval if send else save_self_assessment
    act(
        row=row,
        revision=form.cleaned_data["revision"],
        self_rating=form.cleaned_data["self_rating"],
        commentary=form.cleaned_data["commentary"],
        notes=form.notes,
        by=by,
    )


def _what_was_done(row: ElementAssessment, was: str) -> str:
    words = _("Saved the self-assessment of %(code)s")
    if row.approval == "sent":
        words = _("Saved %(code)s and sent it for approval")
    elif was and row.approval != was:
        words = _(
            "Saved the self-assessment of %(code)s. It was changed, so its approval is taken back"
        )
    return words % {"code": row.element.code}


def _meeting(row: ElementAssessment) -> Meeting:
    """The self-assessment as it is saved now, for the page of two versions."""
    assessment, code = row.assessment, row.element.code
    portfolio = assessment.portfolio
    ratings = assessment.edition.ratings.all()
    here = address("element", portfolio, code)
    return Meeting(
        row=row,
        half=Half.SERVICE,
        form=SelfAssessmentForm.of(
            row, ratings=ratings, clauses=clauses_with_notes(row.element, row)
        ),
        ratings=list(ratings),
        what=_("the self-assessment of %(code)s") % {"code": code},
        kept=stays_in_history(code),
        save_url=address("self_assessment", portfolio, code),
        page_url=here,
        frame={
            "portfolio": portfolio,
            "nav": "overview",
            "breadcrumbs": [
                {"text": _("Overview"), "url": address("overview", portfolio)},
                {"text": code, "url": here},
            ],
        },
    )
