"""What the pages of assessments share."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from accounts.access import serves
from assessments.models import Assessment
from assessments.scope import assessment_for_assessor
from criteria.models import Edition
from evidence.models import Portfolio


@serves("assessments.assess", assessment_for_assessor)
def nothing_here(request: HttpRequest, assessment: Assessment, rest: str) -> HttpResponse:
    """What does not exist beneath an assessment: 403 when access has ended, else 404."""
    raise Http404


def address(name: str, portfolio: Portfolio, *more: Any) -> str:
    """The address of a page of the portfolio."""
    service, standard = portfolio.service.slug, portfolio.standard.slug
    return reverse(f"assessments:{name}", args=[service, standard, *more])


def level(edition: Edition, name: str, *, count: int = 1) -> str:
    """What the standard calls one of its levels, in the midst of a sentence."""
    return str(edition.level_names[name]["one" if count == 1 else "many"]).lower()
