"""Reads of a whole portfolio."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, Subquery

from accounts.models import Team, User
from criteria.models import Edition, Element
from evidence.models import EvidenceItem, EvidenceLink, Portfolio


@dataclass(frozen=True)
class LinkCounts:
    """How many items in use an element has."""

    service: int = 0
    corporate: int = 0


def link_counts(portfolio: Portfolio, edition: Edition) -> dict[int, LinkCounts]:
    """Links in use by the id of the element, where there are any; one statement."""
    counted = (
        EvidenceLink.objects.in_use()
        .filter(portfolio=portfolio, element__edition=edition)
        .order_by()
        .values("element_id")
        .annotate(
            service=Count("pk", filter=Q(item__service__isnull=False)),
            corporate=Count("pk", filter=Q(item__service__isnull=True)),
        )
    )
    return {row["element_id"]: LinkCounts(row["service"], row["corporate"]) for row in counted}


def current_elements(portfolio: Portfolio) -> list[Element]:
    """The elements of the current edition with their headings, in order; one statement."""
    return list(
        Element.objects.with_headings().filter(
            edition__standard=portfolio.standard_id, edition__is_current=True
        )
    )


def teams_of(portfolio: Portfolio, by: User) -> list[Team]:
    """The teams that give codes to the service's evidence; one statement.

    Each knows the `last_used` of them: from whose open block the person drew last. Items
    that came with an import lie in closed blocks and say nothing about the person.
    """
    drawn = EvidenceItem.objects.filter(
        service=portfolio.service_id,
        created_by=by,
        team__number_blocks__is_closed=False,
        team__number_blocks__first__lte=F("number"),
        team__number_blocks__last__gte=F("number"),
    ).order_by("-created_at", "-pk")
    teams = Team.objects.filter(service=portfolio.service_id)
    return list(teams.annotate(last_used=Subquery(drawn.values("team_id")[:1])))


def usual_team(teams: list[Team]) -> Team | None:
    """Of the teams that `teams_of` gave, the one the person drew from last, else the first."""
    last = [team for team in teams if team.pk == team.last_used]  # type: ignore[attr-defined]
    return next(iter([*last, *teams]), None)
