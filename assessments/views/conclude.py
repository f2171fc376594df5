"""The end of the assessor's work: sign and complete, return it to the service, open it again."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import serves
from assessments.actions import complete_assessment, reopen_assessment, return_assessment
from assessments.desk_queries import Standing, standing_of
from assessments.draft_queries import has_unsaved_report
from assessments.enums import State
from assessments.forms import CompleteForm, ReopenForm, ReturnForm
from assessments.models import Assessment
from assessments.request_queries import open_requests
from assessments.scope import assessment_for_assessor
from assessments.transitions import NotPossibleNow, allows, possible
from evidence.views.common import SignedIn

from .desk_frame import desk_frame, not_with_assessor
from .desk_take_back import last_rating_context


@serves("assessments.assess", assessment_for_assessor)
@require_safe
def conclude(request: SignedIn, assessment: Assessment) -> HttpResponse:
    """How the visit stands, and what is left to do before it can be signed."""
    if assessment.state == State.PREPARING:
        return not_with_assessor(request, assessment)
    return _render(request, assessment)


@serves("assessments.assess", assessment_for_assessor)
@require_POST
def complete(request: SignedIn, assessment: Assessment) -> HttpResponse:
    if assessment.state == State.PREPARING:
        return not_with_assessor(request, assessment)
    form = CompleteForm(request.POST)

    def sign() -> None:
        given = form.cleaned_data
        complete_assessment(
            assessment=assessment,
            by=request.user,
            name=given["name"],
            statement=given["statement"],
        )

    return _do(request, assessment, form, "complete", sign, _("The assessment is completed"))


@serves("assessments.assess", assessment_for_assessor)
@require_POST
def return_to_service(request: SignedIn, assessment: Assessment) -> HttpResponse:
    if assessment.state == State.PREPARING:
        return not_with_assessor(request, assessment)
    form = ReturnForm(request.POST)

    def send_back() -> None:
        return_assessment(assessment=assessment, by=request.user, **form.cleaned_data)

    done = _("The assessment is with the service again")
    return _do(request, assessment, form, "return", send_back, done)


@serves("assessments.assess", assessment_for_assessor)
@require_POST
def reopen(request: SignedIn, assessment: Assessment) -> HttpResponse:
    if assessment.state == State.PREPARING:
        return not_with_assessor(request, assessment)
    form = ReopenForm(request.POST)

    def take_up() -> None:
        reopen_assessment(assessment=assessment, by=request.user, **form.cleaned_data)

    done = _("The assessment is open again: you can rate, and sign anew")
    return _do(request, assessment, form, "reopen", take_up, done)


def _do(
    request: SignedIn,
    assessment: Assessment,
    form: forms.Form,
    verb: str,
    act: Callable[[], None],
    done: str,
) -> HttpResponse:
    """Act if the form is right; else the page again with what was typed."""
    if form.is_valid():
        try:
            act()
        except NotPossibleNow as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(reverse("assessments:conclude", args=[assessment.pk]))
    return _render(request, assessment, **{verb: form})


def _render(request: SignedIn, assessment: Assessment, **posted: forms.Form) -> HttpResponse:
    standing = standing_of(assessment)
    signature = {"name": str(request.user), "statement": assessment.statement}
    why_not = possible(assessment, "complete", request.user)
    context = desk_frame(assessment) | {
        **last_rating_context(request, standing),
        "standing": standing,
        "ratings_by_criterion": _ratings_by_criterion(standing),
        "today": timezone.localdate(),
        "form": next(iter(posted.values()), None),
        "complete_form": posted.get("complete") or CompleteForm(initial=signature),
        "return_form": posted.get("return") or ReturnForm(),
        "reopen_form": posted.get("reopen") or ReopenForm(),
        # What was typed is never hidden, even where it can no longer be saved.
        "may_complete": why_not is None or "complete" in posted,
        "why_not": why_not,
        "may_return": allows(assessment, "return") or "return" in posted,
        "may_reopen": possible(assessment, "reopen", request.user) is None or "reopen" in posted,
        "accepted_count": sum(entry.row.accepted_at is not None for entry in standing.in_review),
        "open_requests": _open_requests(standing),
        "has_unsaved_report": has_unsaved_report(assessment, request.user),
    }
    status = 422 if posted else 200
    return render(request, "assessments/desk_conclude.html", context, status=status)


def _ratings_by_criterion(standing: Standing) -> list[dict[str, Any]]:
    """Each criterion with how often each rating was given in it."""
    return [
        {
            "criterion": part.criterion,
            "part": part,
            "counts": [
                {"rating": rating, "count": part.by_rating.get(rating.code, 0)}
                for rating in standing.ratings
            ],
        }
        for part in standing.reckoning.criteria
    ]


def _open_requests(standing: Standing) -> list[dict[str, Any]]:
    """The elements with requests that nobody closed, each with their number."""
    counts = open_requests(standing.assessment)
    return [
        {"code": entry.code, "count": counts[entry.element.pk]}
        for entry in standing.entries
        if entry.element.pk in counts
    ]
