"""Histories of a service's work: all of it, one element, or one assessment."""

from typing import Any

from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import serves
from assessments.queries import open_or_latest, rows_of_element
from criteria.models import Element
from evidence.histories import history_of_portfolio
from evidence.models import Portfolio
from evidence.scope import portfolio_in_scope
from evidence.views.common import SignedIn
from evidence.views.histories import answer_with


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_safe
def service_history(request: SignedIn, portfolio: Portfolio) -> HttpResponseBase:
    name = portfolio.service.name
    return answer_with(
        request,
        history_of_portfolio(request.user, portfolio, name),
        title=_("History of %(name)s") % {"name": name},
        lead=_("What was done with the evidence and the assessments of the service."),
        around=_around(portfolio),
    )


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_safe
def assessment_history(request: SignedIn, portfolio: Portfolio) -> HttpResponseBase:
    """Of the open assessment, else of the latest."""
    assessment = open_or_latest(portfolio)
    if assessment is None:
        raise Http404
    name = assessment.label
    return answer_with(
        request,
        history_of_portfolio(request.user, portfolio, name, assessment_id=assessment.pk),
        title=_("History of %(name)s") % {"name": name},
        lead=_("What was done in this assessment by the service and by the assessor."),
        around=_around(portfolio, (_("Assessment"), "assessment")) | {"nav": "assessment"},
    )


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_safe
def element_history(request: SignedIn, portfolio: Portfolio, code: str) -> HttpResponseBase:
    known = Element.objects.filter(edition__standard=portfolio.standard_id, code=code)
    if not rows_of_element(portfolio, code) and not known.exists():
        raise Http404
    return answer_with(
        request,
        history_of_portfolio(request.user, portfolio, code, element_code=code),
        title=_("History of %(name)s") % {"name": code},
        lead=_("What was done for this element, in all years."),
        around=_around(portfolio, (code, "element", code)),
    )


def _around(portfolio: Portfolio, *steps: tuple[str, ...]) -> dict[str, Any]:
    slugs = [portfolio.service.slug, portfolio.standard.slug]
    whole = ((_("History"), "service_history"),) if steps else ()
    way = ((portfolio.service.name, "overview"), *whole, *steps)
    return {
        "caption": portfolio.service.name,
        "breadcrumbs": [
            {"text": text, "url": reverse(f"assessments:{name}", args=[*slugs, *parts])}
            for text, name, *parts in way
        ],
        "portfolio": portfolio,
        "nav": "overview",
    }
