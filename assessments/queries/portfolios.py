"""How the portfolios of a reader stand, for the start page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Count,
    Min,
    Q,
)

from accounts.models import User
from assessments.enums import Approval, State
from assessments.improvement_queries import overdue_in_sql
from assessments.models import Assessment
from assessments.request_queries import waiting_in_sql
from evidence.models import Portfolio


@dataclass(frozen=True)
class PortfolioStanding:
    """How a portfolio's open or latest assessment stands, in numbers."""

    portfolio: Portfolio
    assessment: Assessment | None
    in_review: int = 0
    self_rated: int = 0
    rated: int = 0
    overdue: int = 0
    mine: int = 0
    mine_due: date | None = None
    waiting: int = 0


def standing_of_portfolios(
    portfolios: Iterable[Portfolio], reader: User
) -> list[PortfolioStanding]:
    """Each portfolio with its open, else its latest assessment; one statement for all.

    `mine` are the elements that the reader has still to prepare, the first by `mine_due`.
    """
    under_review = Q(elements__in_review=True)
    handed_over = Q(elements__approval__in=[Approval.SENT, Approval.APPROVED])
    mine = under_review & Q(elements__owner=reader) & ~handed_over
    rows = Assessment.objects.filter(portfolio__in=[each.pk for each in portfolios]).annotate(
        review_count=Count("elements", filter=under_review),
        self_rated_count=Count(
            "elements", filter=under_review & Q(elements__self_rating__isnull=False)
        ),
        rated_count=Count("elements", filter=under_review & Q(elements__rating__isnull=False)),
        overdue=overdue_in_sql("portfolio_id"),
        waiting=waiting_in_sql("row__assessment"),
        mine_count=Count("elements", filter=mine),
        mine_due=Min("elements__due_on", filter=mine),
    )
    latest: dict[int, PortfolioStanding] = {}
    portfolio_by_id = {each.pk: each for each in portfolios}
    for row in sorted(rows, key=lambda row: (row.state != State.COMPLETED, row.pk)):
        latest[row.portfolio_id] = PortfolioStanding(
            portfolio_by_id[row.portfolio_id],
            row,
            row.review_count,
            row.self_rated_count,
            row.rated_count,
            row.overdue,
            row.mine_count if row.is_with_service else 0,
            row.mine_due,
            row.waiting,
        )
    return [latest.get(each.pk) or PortfolioStanding(each, None) for each in portfolios]
