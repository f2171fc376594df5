"""The pages of the standards: all of them, one of them, one element."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import serves
from accounts.models import User
from criteria.addresses import edition_url, element_url
from criteria.models import Edition, Element
from criteria.queries import (
    current_editions,
    edition_of,
    element_by_code,
    neighbours_of,
    standard_tree,
)


def edition_in_reach(user: User, standard: str, edition: str | None = None) -> Edition:
    """Standards are the same for everybody; only the address can be wrong."""
    try:
        return edition_of(standard, edition)
    except Edition.DoesNotExist as error:
        raise Http404 from error


def element_in_reach(user: User, standard: str, code: str, edition: str | None = None) -> Element:
    try:
        return element_by_code(edition_in_reach(user, standard, edition), code)
    except Element.DoesNotExist as error:
        raise Http404 from error


@serves("criteria.view_standard")
@require_safe
def standards(request: HttpRequest) -> HttpResponse:
    return render(
        request, "criteria/standard_list.html", {"editions": current_editions(), "nav": "standard"}
    )


@serves("criteria.view_standard", edition_in_reach)
@require_safe
def standard(request: HttpRequest, edition: Edition) -> HttpResponse:
    context = {
        "nav": "standard",
        "edition": edition,
        "criteria": standard_tree(edition),
        "ratings": list(edition.ratings.all()),
        "editions": list(edition.standard.editions.all()),
        "breadcrumbs": [_all_standards()],
    }
    return render(request, "criteria/standard_detail.html", context)


@serves("criteria.view_standard", element_in_reach)
@require_safe
def element(request: HttpRequest, element: Element) -> HttpResponse:
    edition = element.edition
    neighbours = neighbours_of(element)
    context = {
        "nav": "standard",
        "edition": edition,
        "element": element,
        "neighbours": neighbours,
        "previous_url": element_url(edition, neighbours.previous),
        "next_url": element_url(edition, neighbours.next),
        "breadcrumbs": _way_to(element),
    }
    return render(request, "criteria/element_detail.html", context)


def _way_to(element: Element) -> list[dict[str, str]]:
    edition, criterion = element.edition, element.sub_criterion.criterion
    page = edition_url(edition)
    return [
        _all_standards(),
        {"text": edition.standard.short_name, "url": page},
        {"text": str(criterion), "url": f"{page}#criterion-{criterion.code}"},
    ]


def _all_standards() -> dict[str, str]:
    return {"text": _("Standards"), "url": reverse("criteria:standards")}
