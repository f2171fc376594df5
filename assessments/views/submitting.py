"""The last page before the assessor: what is missing, the reasons, and the step itself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import serves
from assessments.actions import Incomplete, submit_assessment
from assessments.checklist import Gap, what_is_missing
from assessments.forms import SubmitForm
from assessments.gap_kinds import WARNINGS
from assessments.models import Assessment
from assessments.scope import assessment_in_scope
from assessments.transitions import NotPossibleNow
from evidence.views.common import SignedIn

from .assessment import breadcrumbs_to, gaps_by_kind
from .common import address


@serves("assessments.submit_assessment", assessment_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: SignedIn, assessment: Assessment) -> HttpResponse:
    """Say what submitting does and what is missing; then submit."""
    portfolio = assessment.portfolio
    if not assessment.is_with_service:
        messages.error(request, _("The assessment has been submitted already."))
        return redirect(address("assessment", portfolio))
    gaps = what_is_missing(assessment)
    form = SubmitForm(request.POST if request.method == "POST" else None, gaps=gaps)
    if request.method == "POST" and form.is_valid():
        try:
            _submit(request, assessment, form)
        except Incomplete:  # something went missing while the page was open
            gaps = what_is_missing(assessment)
            form = SubmitForm(request.POST, gaps=gaps)
        except NotPossibleNow as refusal:
            messages.error(request, str(refusal))
            return redirect(address("assessment", portfolio))
        else:
            return redirect(address("assessment", portfolio))
    return _page(request, assessment, gaps, form)


def _submit(request: SignedIn, assessment: Assessment, form: SubmitForm) -> None:
    submit_assessment(
        assessment=assessment,
        by=request.user,
        reasons=form.reasons,
        gaps_reason=form.cleaned_data.get("gaps_reason", ""),
    )
    messages.success(request, _("Submitted %(label)s") % {"label": assessment.label})


def _page(
    request: SignedIn, assessment: Assessment, gaps: list[Gap], form: SubmitForm
) -> HttpResponse:
    context = {
        "portfolio": assessment.portfolio,
        "nav": "assessment",
        "assessment": assessment,
        "edition": assessment.edition,
        "warnings": gaps_by_kind(gaps, WARNINGS),
        "form": form,
        "breadcrumbs": breadcrumbs_to(assessment.portfolio, _("Submit")),
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/assessment_submit.html", context, status=status)
