"""Opening an assessment."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import serves
from assessments.actions import open_assessment
from assessments.enums import State
from assessments.forms import OpenAssessmentForm
from assessments.transitions import NotPossibleNow
from assessments.visit_plan import VisitPlan, plan_of
from criteria.models import Edition
from evidence.models import Portfolio
from evidence.scope import portfolio_in_scope
from evidence.views.common import SignedIn

from .assessment import breadcrumbs_to
from .common import address
from .overview import edition_in_force


@serves("assessments.open_assessment", portfolio_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def open_new(request: SignedIn, portfolio: Portfolio) -> HttpResponse:
    """The form for a new assessment; refused while another one is open."""
    last = portfolio.assessments.first()
    if last and last.state != State.COMPLETED:
        messages.error(request, _("Complete the open assessment before you open the next."))
        return redirect(address("assessment", portfolio))
    edition = edition_in_force(portfolio)
    plan = plan_of(portfolio, edition)
    form = OpenAssessmentForm(
        request.POST if request.method == "POST" else None,
        portfolio=portfolio,
        edition=edition,
        elements=plan.by_criterion(),
        initial=_proposal(plan),
    )
    form.tick(plan.columns[0].codes)
    opened = (
        request.method == "POST" and form.is_valid() and _opened(request, portfolio, edition, form)
    )
    if opened:
        return redirect(address("overview", portfolio))
    context = {
        "portfolio": portfolio,
        "nav": "assessment",
        "edition": edition,
        "form": form,
        "last": last,
        "breadcrumbs": breadcrumbs_to(portfolio, _("Open an assessment")),
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/assessment_open.html", context, status=status)


def _proposal(plan: VisitPlan) -> dict[str, Any]:
    """What comes next by the plan: the kind of visit, its name, its day and what it covers."""
    column = plan.columns[0]
    covers_all = len(column.codes) == len(plan.elements)
    return {
        "kind": column.visit.kind,
        "label": f"{column.visit.name} {column.year}",
        "visit_on": column.plan.visit_on if column.plan else None,
        "covers": "all" if covers_all else "choice",
    }


def _opened(
    request: SignedIn, portfolio: Portfolio, edition: Edition, form: OpenAssessmentForm
) -> bool:
    given = form.cleaned_data
    try:
        open_assessment(
            portfolio=portfolio,
            edition=edition,
            label=given["label"],
            kind=given["kind"],
            visit_on=given["visit_on"],
            reference=given["reference"],
            under_review=form.under_review,
            by=request.user,
        )
    except NotPossibleNow as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, _("Opened %(label)s") % {"label": given["label"]})
    return True
