"""Reads of improvements, each with a fixed number of SQL statements."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from assessments.enums import Origin
from assessments.models import ElementAssessment, Improvement, ImprovementUpdate
from criteria.enums import CountsAs
from criteria.models import Element
from evidence.models import Portfolio


class Show(models.TextChoices):
    """Which improvements a list holds."""

    OPEN = "open", _("Open")
    OVERDUE = "overdue", _("Overdue")
    CLOSED = "closed", _("Closed")
    ALL = "all", _("All")


def origin_of(row: ElementAssessment) -> Origin | None:
    """What makes an improvement necessary in this element, if anything does."""
    effect = row.rating.counts_as if row.rating else ""
    if effect == CountsAs.NOT_MET:
        return Origin.NOT_MET
    if effect == CountsAs.PARTIAL:
        return Origin.PARTIAL
    return Origin.AREA if row.is_improvement else None


def _of(portfolio: Portfolio) -> QuerySet[Improvement]:
    return Improvement.objects.filter(row__assessment__portfolio=portfolio).select_related(
        "row__element__sub_criterion__criterion", "row__assessment", "row__rating", "owner"
    )


@dataclass(frozen=True)
class Filter:
    """What is looked for; an owner or a criterion of None is any."""

    show: Show = Show.OPEN
    owner: int | None = None
    criterion: str = ""


@dataclass(frozen=True)
class Listing:
    """The improvements found, with what there is to choose from."""

    found: list[Improvement]
    counts: dict[Show, int]
    owners: list[User]
    criteria: list[tuple[str, str]]


def improvements_of(portfolio: Portfolio, wanted: Filter) -> Listing:
    """Latest visit first, then in the order of the standard; one statement.

    A service has a handful a year, so all are read and the choices counted from them.
    """
    today = timezone.localdate()
    everything = list(_of(portfolio).order_by("-row__assessment", "row__element"))
    chosen = [each for each in everything if _has(each, wanted)]
    return Listing(
        found=[each for each in chosen if is_in(each, wanted.show, today)],
        counts={show: sum(is_in(each, show, today) for each in chosen) for show in Show},
        owners=sorted({each.owner for each in everything if each.owner}, key=str),
        criteria=sorted(
            {
                (criterion.code, criterion.title)
                for each in everything
                for criterion in [each.row.element.sub_criterion.criterion]
            }
        ),
    )


def _has(improvement: Improvement, wanted: Filter) -> bool:
    criterion = improvement.row.element.sub_criterion.criterion
    return (wanted.owner is None or improvement.owner_id == wanted.owner) and (
        not wanted.criterion or criterion.code == wanted.criterion
    )


def is_in(improvement: Improvement, show: Show, today: date) -> bool:
    """Whether a list that shows these holds it."""
    if show == Show.ALL:
        return True
    if show == Show.CLOSED:
        return improvement.is_closed
    overdue = improvement.due_on is not None and improvement.due_on < today
    return not improvement.is_closed and (show == Show.OPEN or overdue)


def overdue_in_sql(portfolio_id: str) -> Coalesce:
    """How many improvements of the portfolio that a row names are overdue."""
    overdue = Improvement.objects.open().filter(
        due_on__lt=timezone.localdate(),
        row__assessment__portfolio_id=OuterRef(portfolio_id),
    )
    counted = overdue.order_by().values("row__assessment__portfolio_id")
    counts = counted.annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counts, output_field=models.IntegerField()), 0)


def improvements_of_element(portfolio: Portfolio, element: Element) -> list[Improvement]:
    """What followed from earlier visits for the element, latest first; one statement.

    Each has `reported_at`, `reported_by` and `reported`: when somebody last reported on it,
    who, and their words.
    """
    last = ImprovementUpdate.objects.filter(improvement=OuterRef("pk")).order_by("-pk")
    return list(
        _of(portfolio)
        .filter(row__element__code=element.code)
        .annotate(
            reported_at=Subquery(last.values("at")[:1]),
            reported_by=Subquery(last.values("by__name")[:1]),
            reported=Subquery(last.values("text")[:1]),
        )
        .order_by("-row__assessment")
    )


def improvements_before(row: ElementAssessment) -> list[Improvement]:
    """Those that followed from visits before the row's own; one statement."""
    followed = improvements_of_element(row.assessment.portfolio, row.element)
    return [each for each in followed if each.row.assessment_id < row.assessment_id]


def with_updates(portfolio: Portfolio, pk: int) -> Improvement | None:
    """One improvement with what was reported on it, latest first; two statements."""
    updates = ImprovementUpdate.objects.select_related("by").order_by("-pk")
    return _of(portfolio).prefetch_related(Prefetch("updates", updates)).filter(pk=pk).first()


def possible_owners(portfolio: Portfolio) -> QuerySet[User]:
    """The officers and managers of the service."""
    return User.objects.filter(
        memberships__service=portfolio.service_id,
        memberships__role__in=[Role.OFFICER, Role.MANAGER],
        is_active=True,
    ).distinct()
