"""The start page: what this person works on."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import serves
from accounts.enums import Role
from accounts.models import Service, User
from accounts.queries import memberships_of
from accounts.templatetags.portal import british_date
from assessments.enums import State
from assessments.queries import PortfolioStanding, standing_of_portfolios
from assessments.retention_due import retention_due_for
from evidence.models import Portfolio, ReaderGrant
from evidence.views.common import SignedIn

from .common import address
from .mine import mine_in_words

OVERSEERS = (Role.ADMINISTRATOR, Role.GOVERNANCE)


@dataclass(frozen=True)
class Card:
    """A portfolio with how it stands and the one next thing."""

    standing: PortfolioStanding
    url: str
    sentence: str
    mine: str


@serves("accounts.open_home")
@require_safe
def home(request: SignedIn) -> HttpResponse:
    reach, grants = _reach(request.user), _grants(request.user)
    only_here = len(reach.own) == 1 and not (reach.seen or reach.seen_without or grants)
    due = retention_due_for(request.user)
    if only_here and not (reach.own_without or due):
        return redirect(address("overview", reach.own[0]))
    cards = {
        card.standing.portfolio.pk: card for card in _cards([*reach.own, *reach.seen], request.user)
    }
    context = {
        "nav": "home",
        "own": [cards[each.pk] for each in reach.own],
        "own_without": reach.own_without,
        "seen": [cards[each.pk] for each in reach.seen],
        "seen_without": reach.seen_without,
        "grants": grants,
        "retention_due": due,
        "is_assessor": any(m.role == Role.ASSESSOR for m in memberships_of(request.user)),
    }
    return render(request, "assessments/home.html", context)


@dataclass(frozen=True)
class Reach:
    """Portfolios and services, those the person works in and those they only oversee."""

    own: list[Portfolio]
    seen: list[Portfolio]
    own_without: list[Service]
    seen_without: list[Service]


def _reach(user: User) -> Reach:
    """Two statements; services without a portfolio are told apart."""
    memberships = memberships_of(user)
    mine = {m.service_id: m.service for m in memberships if m.service}
    overseen = [m.organisation_id for m in memberships if m.role in OVERSEERS]
    portfolios = list(
        Portfolio.objects.select_related("service__organisation", "standard").filter(
            Q(service__in=mine) | Q(service__organisation__in=overseen)
        )
    )
    there = {portfolio.service_id for portfolio in portfolios}
    others = Service.objects.filter(organisation__in=overseen).exclude(pk__in=[*mine, *there])
    return Reach(
        own=[each for each in portfolios if each.service_id in mine],
        seen=[each for each in portfolios if each.service_id not in mine],
        own_without=[service for pk, service in mine.items() if pk not in there],
        seen_without=list(others),
    )


def _cards(portfolios: list[Portfolio], user: User) -> list[Card]:
    return [
        Card(
            standing,
            address("overview", standing.portfolio),
            sentence_of(standing),
            mine_in_words(standing.mine, standing.mine_due),
        )
        for standing in (standing_of_portfolios(portfolios, user) if portfolios else [])
    ]


def sentence_of(standing: PortfolioStanding) -> str:
    """How the portfolio stands and what is next, in one sentence."""
    assessment = standing.assessment
    if assessment is None:
        return _("No assessment yet: a manager opens the first one.")
    words: dict[str, Any] = {
        "self_rated": standing.self_rated,
        "rated": standing.rated,
        "total": standing.in_review,
        "day": british_date(assessment.submitted_at or assessment.completed_at),
    }
    if assessment.state == State.COMPLETED:
        return _("Completed on %(day)s.") % {"day": british_date(assessment.completed_at)}
    if assessment.state == State.RETURNED:
        return _("Returned by the assessor: to be submitted again.")
    if not assessment.is_with_service:
        return _("Submitted on %(day)s, %(rated)s of %(total)s rated by the assessor.") % words
    if standing.self_rated == standing.in_review:
        return _("All %(total)s self-rated: ready to submit.") % words
    return _("%(self_rated)s of %(total)s self-rated.") % words


@dataclass(frozen=True)
class GrantedAssessment:
    """An assessment that somebody from outside may read, or was allowed to."""

    grant: ReaderGrant
    is_live: bool
    is_over: bool
    is_suspended: bool
    days_left: int


def _grants(user: User) -> list[GrantedAssessment]:
    """Each assessment once, with the access that reaches furthest; one statement."""
    today = timezone.localdate()
    rows = ReaderGrant.objects.filter(reader=user, snapshot__assessment__isnull=False)
    best: dict[int, GrantedAssessment] = {}
    for grant in rows.select_related(
        "snapshot__assessment", "snapshot__portfolio__service__organisation"
    ).order_by("ends_on"):
        granted = _granted(grant, today)
        known = best.get(grant.snapshot_id)
        if known is None or known.is_over or granted.is_live:
            best[grant.snapshot_id] = granted
    return sorted(best.values(), key=lambda each: (each.is_over, each.grant.ends_on))


def _granted(grant: ReaderGrant, today: date) -> GrantedAssessment:
    is_over = grant.withdrawn_at is not None or grant.ends_on < today
    return GrantedAssessment(
        grant,
        is_live=not is_over and not grant.suspended_at and grant.starts_on <= today,
        is_over=is_over,
        is_suspended=not is_over and grant.suspended_at is not None,
        days_left=(grant.ends_on - today).days,
    )
