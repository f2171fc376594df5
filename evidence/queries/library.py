"""The list of a portfolio's evidence."""

from django.db.models import (
    Case,
    F,
    IntegerField,
    OrderBy,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact
from django.utils import timezone

from evidence.enums import Freshness
from evidence.freshness import freshness_in_sql
from evidence.models import EvidenceItem, EvidenceLink, Portfolio, Reading

from .kinds import latest_of

# What asks for a look comes first.
BY_AGE = (Freshness.STALE, Freshness.DUE, Freshness.UNDATED, Freshness.FRESH)


def library_items(portfolio: Portfolio) -> QuerySet[EvidenceItem]:
    """The service's items and the corporate ones of its council."""
    return EvidenceItem.objects.of_service(portfolio.service)


def library_page(portfolio: Portfolio, page: QuerySet[EvidenceItem]) -> QuerySet[EvidenceItem]:
    """The items of one page with what a row shows of them; two statements.

    `file_type` and `file_number` are those of the latest original, `file_reading` and
    `file_problem` tell how the reading of its words went, `portfolio_links` are the links in
    the portfolio. They are looked up for the items of this page alone.
    """
    links = (
        EvidenceLink.objects.filter(portfolio=portfolio)
        .select_related("element")
        .order_by("element")
    )
    read = Reading.objects.filter(version=OuterRef("file_pk"))
    return (
        EvidenceItem.objects.filter(pk__in=page.values("pk"))
        .order_by(*page.query.order_by)
        .annotate(
            file_type=latest_of(OuterRef("pk"), "media_type"),
            file_number=latest_of(OuterRef("pk"), "number"),
            file_destroyed=latest_of(OuterRef("pk"), "destroyed_at"),
            file_pk=latest_of(OuterRef("pk"), "pk"),
            file_reading=Subquery(read.values("state")[:1]),
            file_problem=Subquery(read.values("problem")[:1]),
        )
        .select_related("team", "owner")
        .prefetch_related(Prefetch("links", queryset=links, to_attr="portfolio_links"))
    )


def by_age(*, stale_first: bool) -> tuple[OrderBy, ...]:
    """An order in which what is stale, then due, comes first, or last."""
    freshness = freshness_in_sql(timezone.localdate())
    place = Case(
        *(When(Exact(freshness, age.value), then=Value(at)) for at, age in enumerate(BY_AGE)),
        output_field=IntegerField(),
    )
    day = Coalesce(F("covers_to"), F("review_by"), F("produced_on"), F("covers_from"))
    return tuple(
        OrderBy(order, descending=not stale_first, nulls_last=True) for order in (place, day)
    )
