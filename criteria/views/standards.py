"""The pages of the standards: all of them, one of them, one element."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import serves
from accounts.enums import OrganisationKind
from accounts.models import Organisation, User
from accounts.queries import memberships_of
from criteria.addresses import edition_url, element_url, guidance_url
from criteria.models import Edition, Element, OwnGuidance
from criteria.queries import (
    current_editions,
    edition_of,
    element_by_code,
    guidance_of_each,
    neighbours_of,
    standard_tree,
)


class SignedIn(HttpRequest):
    """A request that `serves` let through: its reader has signed in."""

    user: User  # type: ignore[assignment]


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
def standards(request: SignedIn) -> HttpResponse:
    return render(
        request, "criteria/standard_list.html", {"editions": current_editions(), "nav": "standard"}
    )


@serves("criteria.view_standard", edition_in_reach)
@require_safe
def standard(request: SignedIn, edition: Edition) -> HttpResponse:
    context = {
        "nav": "standard",
        "edition": edition,
        "criteria": standard_tree(edition),
        "ratings": list(edition.ratings.all()),
        "editions": list(edition.standard.editions.all()),
        "own_guidance": _own_guidance_of(request.user, edition),
        "breadcrumbs": [_all_standards()],
    }
    return render(request, "criteria/standard_detail.html", context)


@serves("criteria.view_standard", element_in_reach)
@require_safe
def element(request: SignedIn, element: Element) -> HttpResponse:
    edition = element.edition
    neighbours = neighbours_of(element)
    context = {
        "nav": "standard",
        "edition": edition,
        "element": element,
        "own_guidance": _own_guidance_beside(request.user, element),
        "neighbours": neighbours,
        "previous_url": element_url(edition, neighbours.previous),
        "next_url": element_url(edition, neighbours.next),
        "breadcrumbs": _way_to(element),
    }
    return render(request, "criteria/element_detail.html", context)


@dataclass(frozen=True)
class OwnGuidanceHere:
    """Where a council of the reader keeps its guidance; with an element, what it says of it."""

    organisation: Organisation
    list_url: str
    edit_url: str = ""
    may_write: bool = False
    guidance: OwnGuidance | None = None


def _councils_of(user: User) -> list[Organisation]:
    councils = {row.organisation_id: row.organisation for row in memberships_of(user)}
    return [each for each in councils.values() if each.kind == OrganisationKind.COUNCIL]


def _own_guidance_of(user: User, edition: Edition) -> list[OwnGuidanceHere]:
    return [OwnGuidanceHere(each, guidance_url(edition, each)) for each in _councils_of(user)]


def _own_guidance_beside(user: User, element: Element) -> list[OwnGuidanceHere]:
    edition, councils = element.edition, _councils_of(user)
    written = guidance_of_each(councils, element)
    return [
        OwnGuidanceHere(
            council,
            guidance_url(edition, council),
            guidance_url(edition, council, element.code),
            user.has_perm("criteria.write_own_guidance", OwnGuidance(organisation=council)),
            written.get(council.pk),
        )
        for council in councils
    ]


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
