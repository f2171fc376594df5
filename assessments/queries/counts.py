"""The evidence of a portfolio in numbers, by its age."""

from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Count,
    DateField,
    Exists,
    OuterRef,
    Q,
    Value,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual, In, LessThan
from django.utils import timezone

from evidence.enums import Freshness
from evidence.freshness import freshness_in_sql, years_before
from evidence.models import EvidenceItem, EvidenceLink, EvidenceVersion, Portfolio


@dataclass(frozen=True)
class Ages:
    """Items by how long ago what they speak of ended; stale and undated ones apart."""

    under_1: int
    under_2: int
    under_3: int
    checked: int
    stale: int
    undated: int


@dataclass(frozen=True)
class EvidenceCounts:
    """The items a portfolio has or cites."""

    service: int
    corporate: int
    without_file: int
    ages: Ages

    @property
    def items(self) -> int:
        return self.service + self.corporate


def count_evidence(portfolio: Portfolio) -> EvidenceCounts:
    """The service's own items and the corporate ones it cites; one statement."""
    cited = EvidenceLink.objects.in_use().filter(portfolio=portfolio).order_by().values("item")
    versions = EvidenceVersion.objects.filter(item=OuterRef("pk"))
    counts = (
        EvidenceItem.objects.of_service(portfolio.service)
        .filter(Q(service__isnull=False) | Q(pk__in=cited))
        .aggregate(
            own=Count("pk", filter=Q(service__isnull=False)),
            shared=Count("pk", filter=Q(service__isnull=True)),
            bare=Count("pk", filter=~Exists(versions)),
            **_by_age(timezone.localdate()),
        )
    )
    ages = Ages(**{name: counts[name] for name in Ages.__annotations__})
    return EvidenceCounts(counts["own"], counts["shared"], counts["bare"], ages)


def _by_age(on: date) -> dict[str, Count]:
    """An item without a period or a day of its own is as old as it is for the portal: new."""
    ended = Coalesce("covers_to", "produced_on", Value(on), output_field=DateField())
    kept = Q(In(freshness_in_sql(on), [Freshness.FRESH.value, Freshness.DUE.value]))
    one, two, three = (years_before(on, years) for years in (1, 2, 3))
    return {
        "under_1": Count("pk", filter=kept & Q(GreaterThanOrEqual(ended, one))),
        "under_2": Count(
            "pk", filter=kept & Q(LessThan(ended, one)) & Q(GreaterThanOrEqual(ended, two))
        ),
        "under_3": Count(
            "pk", filter=kept & Q(LessThan(ended, two)) & Q(GreaterThanOrEqual(ended, three))
        ),
        "checked": Count("pk", filter=kept & Q(LessThan(ended, three))),
        "stale": Count("pk", filter=Q(In(freshness_in_sql(on), [Freshness.STALE.value]))),
        "undated": Count("pk", filter=Q(In(freshness_in_sql(on), [Freshness.UNDATED.value]))),
    }
