"""What is under review in the open assessment."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import serves
from assessments.actions import CoverageMoved, change_coverage
from assessments.forms import CoverageForm
from assessments.models import Assessment
from assessments.scope import assessment_in_scope
from assessments.transitions import NotPossibleNow
from assessments.visit_plan import VisitPlan, plan_of
from evidence.views.common import SignedIn

from .assessment import breadcrumbs_to
from .common import address, level
from .plan import notes_of_difference


@serves("assessments.submit_assessment", assessment_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def coverage(request: SignedIn, assessment: Assessment) -> HttpResponse:
    """Take elements in or out until the assessment is submitted."""
    portfolio = assessment.portfolio
    if not assessment.is_with_service:
        messages.error(request, _("The assessment is submitted: nothing can be changed now."))
        return redirect(address("assessment", portfolio))
    found = plan_of(portfolio, assessment.edition)
    current = found.columns[0].codes
    if request.method != "POST":
        return _page(request, assessment, _form(found, current))
    form = _form(found, current, request.POST)
    if not form.is_valid():
        return _page(request, assessment, form, status=422)
    try:
        change_coverage(
            assessment=assessment,
            under_review=form.chosen,
            began=form.cleaned_data["began"].split(),
            by=request.user,
        )
    except CoverageMoved as moved:
        return _conflict(request, assessment, found, form, moved.current)
    except NotPossibleNow as refusal:
        form.add_error(None, str(refusal))
        return _page(request, assessment, form, status=409)
    messages.success(request, _("Saved what is under review"))
    return redirect(address("assessment", portfolio))


def _form(
    found: VisitPlan, current: frozenset[str], data: Any = None, notes: dict[str, str] | None = None
) -> CoverageForm:
    form = CoverageForm(
        data,
        elements=found.by_criterion(),
        many=level(found.edition, "element", count=2),
        notes=dict.fromkeys(found.wanting, _("partial last time")) | (notes or {}),
        initial={"began": " ".join(sorted(current))},
    )
    form.tick(current)
    return form


def _conflict(
    request: SignedIn,
    assessment: Assessment,
    found: VisitPlan,
    given: CoverageForm,
    current: frozenset[str],
) -> HttpResponse:
    data = request.POST.copy()
    data["began"] = " ".join(sorted(current))
    form = _form(found, current, data, notes_of_difference(given.chosen, current, found))
    form.is_valid()
    return _page(request, assessment, form, status=409, conflict=True)


def _page(
    request: SignedIn,
    assessment: Assessment,
    form: CoverageForm,
    *,
    status: int = 200,
    conflict: bool = False,
) -> HttpResponse:
    portfolio = assessment.portfolio
    context = {
        "portfolio": portfolio,
        "nav": "assessment",
        "assessment": assessment,
        "form": form,
        "conflict": conflict,
        "breadcrumbs": breadcrumbs_to(portfolio, _("What is under review")),
    }
    return render(request, "assessments/coverage.html", context, status=status)
