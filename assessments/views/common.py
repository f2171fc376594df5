"""What the pages of assessments share."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.defaults import permission_denied as plain_permission_denied

from accounts.access import serves
from assessments.models import Assessment
from assessments.scope import AccessEnded, assessment_for_assessor
from criteria.models import Edition
from evidence.models import Portfolio


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: one page, the same to the byte, for all beneath an assessment once access ended."""
    if isinstance(exception, AccessEnded):
        return render(request, "assessments/access_ended.html", status=403)
    return plain_permission_denied(request, exception)


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
