"""A manager says who prepares which element, and by when."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import serves
from accounts.queries import people_of
from assessments.actions import Duty, assign_elements
from assessments.forms.preparing import DutiesForm, DutyForm
from assessments.models import Assessment
from assessments.scope import assessment_in_scope
from assessments.transitions import NotPossibleNow
from evidence.views.common import SignedIn

from .assessment import breadcrumbs_to
from .common import address
from .element import element_page


@serves("assessments.submit_assessment", assessment_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def owner(request: SignedIn, assessment: Assessment, code: str) -> HttpResponse:
    """Owner and due day of one element. GET leads to the element."""
    portfolio = assessment.portfolio
    here = address("element", portfolio, code)
    if request.method != "POST":
        return redirect(here)
    row = get_object_or_404(assessment.elements, element__code=code)
    form = DutyForm(request.POST, people=people_of(portfolio.service))
    if not form.is_valid():
        return element_page(request, portfolio, code, duty=form, status=422)
    given = form.cleaned_data
    duty = Duty(row, given["owner"], given["due_on"])
    try:
        assign_elements(assessment=assessment, duties=[duty], by=request.user)
    except NotPossibleNow as refusal:
        messages.error(request, str(refusal))
        return element_page(request, portfolio, code, duty=form, status=409)
    messages.success(request, _("Saved owner and due day of %(code)s") % {"code": code})
    return redirect(here)


@serves("assessments.submit_assessment", assessment_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def owners(request: SignedIn, assessment: Assessment) -> HttpResponse:
    """Owners and due days of all that is under review: all are saved or none."""
    portfolio = assessment.portfolio
    if not assessment.is_with_service:
        messages.error(request, _("The assessment is submitted: its owners stay as they are."))
        return redirect(address("assessment", portfolio))
    rows = list(
        assessment.elements.filter(in_review=True)
        .select_related("element__sub_criterion__criterion")
        .order_by("element")
    )
    posted = request.POST if request.method == "POST" else None
    form = DutiesForm(posted, rows=rows, people=people_of(portfolio.service))
    if form.is_valid():
        try:
            count = assign_elements(assessment=assessment, duties=form.duties, by=request.user)
        except NotPossibleNow as refusal:
            form.add_error(None, str(refusal))
        else:
            said = ngettext("Saved %(count)s change", "Saved %(count)s changes", count)
            messages.success(request, said % {"count": count})
            return redirect(address("assessment", portfolio))
    context = {
        "portfolio": portfolio,
        "nav": "assessment",
        "assessment": assessment,
        "edition": assessment.edition,
        "form": form,
        "breadcrumbs": breadcrumbs_to(portfolio, _("Owners and due days")),
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/assessment_owners.html", context, status=status)
