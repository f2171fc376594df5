"""The end of the assessor's work: complete the assessment, or return it to the service."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import serves
from assessments.actions import complete_assessment, return_assessment
from assessments.desk_queries import standing_of
from assessments.enums import State
from assessments.forms import ReturnForm
from assessments.models import Assessment
from assessments.scope import assessment_for_assessor
from assessments.transitions import TRANSITIONS, NotPossibleNow
from evidence.views.common import SignedIn

from .desk_frame import desk_frame, not_with_assessor


@serves("assessments.assess", assessment_for_assessor)
@require_safe
def conclude(request: SignedIn, assessment: Assessment) -> HttpResponse:
    if assessment.state == State.PREPARING:
        return not_with_assessor(request, assessment)
    return _render(request, assessment, ReturnForm())


@serves("assessments.assess", assessment_for_assessor)
@require_POST
def complete(request: SignedIn, assessment: Assessment) -> HttpResponse:
    try:
        complete_assessment(assessment=assessment, by=request.user)
    except NotPossibleNow as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The assessment is completed"))
    return _back(assessment)


@serves("assessments.assess", assessment_for_assessor)
@require_POST
def return_to_service(request: SignedIn, assessment: Assessment) -> HttpResponse:
    if assessment.state == State.PREPARING:
        return not_with_assessor(request, assessment)
    form = ReturnForm(request.POST)
    if form.is_valid():
        try:
            return_assessment(assessment=assessment, by=request.user, **form.cleaned_data)
        except NotPossibleNow as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The assessment is with the service again"))
            return _back(assessment)
    return _render(request, assessment, form)


def _back(assessment: Assessment) -> HttpResponse:
    return redirect(reverse("assessments:conclude", args=[assessment.pk]))


def _render(request: SignedIn, assessment: Assessment, form: ReturnForm) -> HttpResponse:
    standing = standing_of(assessment)
    context = desk_frame(assessment) | {
        "standing": standing,
        "form": form,
        "may_complete": assessment.state in TRANSITIONS["complete"].sources,
        "may_return": assessment.state in TRANSITIONS["return"].sources,
        "accepted_count": sum(entry.row.accepted_at is not None for entry in standing.in_review),
    }
    return render(request, "assessments/desk_conclude.html", context)
