"""A manager approves elements or returns them, one by one or all that are ticked."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import serves
from assessments.actions import approve_elements, return_element
from assessments.forms.preparing import DecisionForm
from assessments.models import Assessment, ElementAssessment
from assessments.scope import assessment_in_scope
from assessments.transitions import NotPossibleNow
from evidence.views.common import SignedIn

from .common import address
from .element import element_page


@serves("assessments.submit_assessment", assessment_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: SignedIn, assessment: Assessment, code: str) -> HttpResponse:
    """Approve the element or return it with a reason. GET leads to the element."""
    portfolio = assessment.portfolio
    here = address("element", portfolio, code)
    if request.method != "POST":
        return redirect(here)
    row = get_object_or_404(assessment.elements.select_related("element"), element__code=code)
    row.assessment = assessment
    form = DecisionForm(request.POST, returns="return" in request.POST)
    if not form.is_valid():
        return element_page(request, portfolio, code, decision=form, status=422)
    try:
        _decide(request, row, form)
    except NotPossibleNow as refusal:
        messages.error(request, str(refusal))
        return element_page(request, portfolio, code, decision=form, status=409)
    return redirect(here)


def _decide(request: SignedIn, row: ElementAssessment, form: DecisionForm) -> None:
    code = {"code": row.element.code}
    row.service_revision = form.cleaned_data["revision"]
    if form.returns:
        return_element(row=row, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Returned %(code)s to its owner") % code)
    else:
        approve_elements(rows=[row], by=request.user)
        messages.success(request, _("Approved %(code)s") % code)


@serves("assessments.submit_assessment", assessment_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def approve_many(request: SignedIn, assessment: Assessment) -> HttpResponse:
    """Approve those that are ticked, all or none. GET leads to the list."""
    here = f"{address('assessment', assessment.portfolio)}#approval"
    if request.method == "POST":
        try:
            count = _approve(request, assessment)
        except NotPossibleNow as refusal:
            messages.error(request, str(refusal))
        else:
            said = ngettext("Approved %(count)s element", "Approved %(count)s elements", count)
            messages.success(request, said % {"count": count})
    return redirect(here)


def _approve(request: SignedIn, assessment: Assessment) -> int:
    """How many were approved. Each tick says the code and the revision that was read."""
    ticked = dict(
        tick.rsplit(":", 1)
        for tick in request.POST.getlist("element")
        if ":" in tick and tick.rsplit(":", 1)[1].isdecimal()
    )
    if not ticked:
        raise NotPossibleNow(_("Tick the elements that you approve."))
    rows = list(assessment.elements.filter(element__code__in=ticked).select_related("element"))
    for row in rows:
        row.assessment = assessment
        row.service_revision = int(ticked[row.element.code])
    approve_elements(rows=rows, by=request.user)
    return len(rows)
