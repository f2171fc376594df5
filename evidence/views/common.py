"""What several pages of evidence need: lookups within a portfolio and the way back."""

from typing import cast

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.history import About
from accounts.models import Team, User
from accounts.pages_read import tell_of_page
from criteria.models import Element
from evidence.forms_custody import TeamField
from evidence.models import EvidenceItem, EvidenceLink, Portfolio
from evidence.queries import teams_of, usual_team
from evidence.scope import item_in_scope, link_in_scope


class SignedIn(HttpRequest):
    """A request that `serves` let through: its reader has signed in."""

    user: User  # type: ignore[assignment]


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to; an empty post binds it too, so that its errors show."""
    return request.POST if request.method == "POST" else None


def element_of(portfolio: Portfolio, code: str) -> Element:
    """An element of the current edition of the portfolio's standard. Raises Http404."""
    return get_object_or_404(
        Element.objects.with_headings().select_related("edition"),
        edition__standard=portfolio.standard_id,
        edition__is_current=True,
        code=code,
    )


def link_of_element(user: User, service: str, standard: str, code: str, link: int) -> EvidenceLink:
    """A link of the portfolio, at the address of its own element only. Raises Http404."""
    found = link_in_scope(user, service, standard, link)
    if found.element.code != code:
        raise Http404
    return found


def item_of_portfolio(user: User, service: str, standard: str, code: str) -> EvidenceItem:
    """An item, with the portfolio that it is looked at from as `.seen_from`. Raises Http404."""
    return item_in_scope(user, service, standard, code)


def tell_of_item(request: HttpRequest, item: EvidenceItem, portfolio: Portfolio) -> None:
    """What is known of an item is read: its title, where to look in it, and why it matters."""
    about = About(item.organisation_id, portfolio.pk, item_id=item.pk)
    tell_of_page(request, _("the page of %(code)s") % {"code": item.code}, about)


def to_item(item: EvidenceItem, *, at: str = "") -> HttpResponseRedirect:
    """To the page of an item that `item_of_portfolio` gave; `at` is a part of it."""
    return to_item_of(item.seen_from, item, at=at)  # type: ignore[attr-defined]


def to_item_of(portfolio: Portfolio, item: EvidenceItem, *, at: str = "") -> HttpResponseRedirect:
    """To the page of an item as seen from the portfolio; `at` is a part of it."""
    slugs = [portfolio.service.slug, portfolio.standard.slug]
    target = reverse("evidence:item", args=[*slugs, item.code])
    return redirect(f"{target}#{at}" if at else target)


def offer_teams(form: Form, portfolio: Portfolio, by: User) -> dict[str, Team]:
    """Let the form's field `team` offer those of the service; they are returned by their id.

    With one team alone that one is meant whatever is sent, so it stands under "" as well.
    """
    teams = teams_of(portfolio, by)
    usual = usual_team(teams)
    cast(TeamField, form.fields["team"]).offer(teams, usual)
    named = {str(team.pk): team for team in teams}
    return named | {"": usual} if usual else named


def original_of_item(
    user: User, service: str, standard: str, code: str, number: int
) -> EvidenceItem:
    """An item with one of its originals as `.chosen`; none destroyed. Raises Http404."""
    item = item_of_portfolio(user, service, standard, code)
    item.chosen = get_object_or_404(item.versions.originals().standing(), number=number)  # type: ignore[attr-defined]
    item.chosen.item = item  # type: ignore[attr-defined]
    return item


def version_of_item(
    user: User, service: str, standard: str, code: str, number: int
) -> EvidenceItem:
    """An item with one of its versions, of whatever role, as `.chosen`. Raises Http404."""
    item = item_of_portfolio(user, service, standard, code)
    item.chosen = get_object_or_404(item.versions.all(), number=number)  # type: ignore[attr-defined]
    item.chosen.item = item  # type: ignore[attr-defined]
    return item


def ticked_in(request: HttpRequest, name: str, most: int = 500) -> set[int]:
    """The numbers of what was ticked in a list; none of what is no number."""
    said = request.POST.getlist(name)[:most]
    return {int(each) for each in said if each.isdecimal() and len(each) < 18}


def element_url(portfolio: Portfolio, code: str) -> str:
    """The page of an element for those who prepare it, which lies in the app above."""
    slugs = [portfolio.service.slug, portfolio.standard.slug]
    return reverse("assessments:element", args=[*slugs, code])


def back_to_element(
    request: HttpRequest, portfolio: Portfolio, code: str, *, at: str = ""
) -> HttpResponseRedirect:
    """To the page that the form names as `next`, else to the element; `at` is a part of it."""
    wanted = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    target = wanted if allowed else element_url(portfolio, code)
    return redirect(f"{target}#{at}" if at and "#" not in target else target)


def way_to_element(portfolio: Portfolio, element: Element) -> list[dict[str, str]]:
    """The breadcrumbs of pages beneath an element."""
    sub = element.sub_criterion
    return [
        {"text": f"{sub.criterion.code} {sub.criterion.title}"},
        {"text": f"{sub.code} {sub.title}"},
        {"text": element.code, "url": element_url(portfolio, element.code)},
    ]
