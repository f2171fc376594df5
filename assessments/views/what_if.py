"""What if: try ratings out and see how the visit would end. Nothing is saved."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import serves
from assessments.queries import open_or_latest
from assessments.what_if import UNRATED, suppose
from evidence.models import Portfolio
from evidence.scope import portfolio_in_scope
from evidence.views.common import SignedIn

from .common import address


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_safe
def what_if(request: SignedIn, portfolio: Portfolio) -> HttpResponse:
    """All that is tried out stands in the address, which can be kept and sent."""
    assessment = open_or_latest(portfolio)
    supposed = suppose(assessment, request.GET.dict()) if assessment else None
    only_short = request.GET.get("show") == "short"
    context = {
        "portfolio": portfolio,
        "nav": "overview",
        "assessment": assessment,
        "edition": assessment.edition if assessment else None,
        "supposed": supposed,
        "groups": supposed.groups(only_short=only_short) if supposed else [],
        "hidden": [line for line in supposed.changed if not line.is_short_of_it]
        if supposed and only_short
        else [],
        "only_short": only_short,
        "unrated": UNRATED,
        "breadcrumbs": [
            {"text": _("Overview"), "url": address("overview", portfolio)},
            {"text": _("What if"), "url": ""},
        ],
    }
    return render(request, "assessments/what_if.html", context)
