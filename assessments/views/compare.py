"""Any two assessments side by side, and an earlier one to be read."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import serves
from accounts.pages_read import tell_of_page
from assessments.actions.about import about_assessment
from assessments.comparison import compare_visits, sides_of
from assessments.enums import State
from assessments.models import Assessment
from evidence.models import Portfolio
from evidence.scope import portfolio_in_scope
from evidence.views.common import SignedIn

from .assessment import breadcrumbs_to


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_safe
def compare(request: SignedIn, portfolio: Portfolio) -> HttpResponse:
    """The two that are chosen; without a choice the present one beside the one before."""
    known = list(portfolio.assessments.select_related("edition", "snapshot"))
    context = {
        "portfolio": portfolio,
        "nav": "assessment",
        "known": known,
        "breadcrumbs": breadcrumbs_to(portfolio, _("Compare two visits")),
    }
    if len(known) < 2:
        return render(request, "assessments/compare_none.html", context)
    a = _chosen(known, request.GET.get("a", ""), known[1])
    b = _chosen(known, request.GET.get("b", ""), known[0])
    only_changed = request.GET.get("show") == "changed"
    found = compare_visits(a, b)
    _tell_of_both(request, portfolio, a, b)
    context |= {
        "found": found,
        "only_changed": only_changed,
        "level_names": b.edition.level_names,
        "criteria": [
            {
                "pair": criterion,
                "elements": [
                    pair for pair in criterion.elements if pair.is_changed or not only_changed
                ],
            }
            for criterion in found.criteria
        ],
    }
    return render(request, "assessments/compare.html", context)


def _tell_of_both(request: SignedIn, portfolio: Portfolio, a: Assessment, b: Assessment) -> None:
    b.portfolio = portfolio
    page = _("%(one)s beside %(other)s") % {"one": a.label, "other": b.label}
    tell_of_page(request, page, about_assessment(b))


def _chosen(known: Sequence[Assessment], asked: str, usual: Assessment) -> Assessment:
    """The one asked for by its number; Http404 where it is none of the portfolio."""
    if not asked:
        return usual
    for assessment in known:
        if str(assessment.pk) == asked:
            return assessment
    raise Http404


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_safe
def visit(request: SignedIn, portfolio: Portfolio, visit: int) -> HttpResponse:
    """An earlier assessment as it ended: outcome, ratings, comments, evidence as submitted."""
    assessment = get_object_or_404(
        portfolio.assessments.select_related("edition", "completed_by"),
        pk=visit,
        state=State.COMPLETED,
    )
    side = sides_of([assessment])[0]
    assessment.portfolio = portfolio
    page = _("%(label)s as it ended") % {"label": assessment.label}
    tell_of_page(request, page, about_assessment(assessment))
    context = {
        "portfolio": portfolio,
        "nav": "assessment",
        "assessment": assessment,
        "edition": assessment.edition,
        "side": side,
        "criteria": [
            {
                "part": part,
                "elements": [
                    found
                    for found in side.elements.values()
                    if found.criterion == part.criterion.code
                ],
            }
            for part in side.reckoning.criteria
        ],
        "breadcrumbs": breadcrumbs_to(portfolio, assessment.label),
    }
    return render(request, "assessments/visit.html", context)
