"""What is past its time by the council's own rule, and what is not yet.

An assessment is due so many full cycles after its completion, an item of evidence so many
after the last deed done with it, once nothing uses it and nothing that is kept names it.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import DateTimeField, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.history.sentences import EXPORT, READING, REFUSAL, verbs_of
from accounts.models import HistoryEntry, Organisation
from assessments.enums import State
from assessments.models import Assessment, Improvement
from criteria.models import Edition
from evidence.models import (
    EvidenceItem,
    EvidenceLink,
    EvidenceVersion,
    Hold,
    RetentionRule,
    SnapshotLink,
)

USUAL_YEARS = 3
# What is done about keeping or giving out a file is no use of it.
NO_USE = (
    *("evidence.hold_set", "evidence.hold_lifted", "evidence.destroyed"),
    *("evidence.destruction_asked", "evidence.destruction_refused"),
    "evidence.destruction_withdrawn",
)


@dataclass(frozen=True)
class Rule:
    """The council's rule, with the years that a cycle of its standards takes."""

    cycles: int
    source: str
    years: int
    request_years: int

    def words(self) -> str:
        """As it stands in the record of what was deleted."""
        said = ngettext(
            "The council’s retention rule: %(cycles)s full cycle (%(years)s years)",
            "The council’s retention rule: %(cycles)s full cycles (%(years)s years)",
            self.cycles,
        )
        words = said % {"cycles": self.cycles, "years": self.cycles * self.years}
        return f"{words}, {self.source}"[:200] if self.source else words

    def before(self, on: date, years: int | None = None) -> datetime:
        """What ended before this is due on that day."""
        back = self.cycles * (years or self.years)
        return timezone.make_aware(datetime.combine(_years_before(on, back), time.min))

    def due_on(self, since: datetime, years: int | None = None) -> date:
        return _years_before(timezone.localdate(since), -self.cycles * (years or self.years))


def rule_of(organisation: Organisation) -> Rule:
    """Two statements; the longest cycle of its standards counts for evidence."""
    rule = RetentionRule.objects.filter(organisation=organisation).first() or RetentionRule()
    editions = Edition.objects.filter(
        Q(assessments__portfolio__service__organisation=organisation)
        | Q(standard__portfolios__service__organisation=organisation, is_current=True)
    )
    years = [edition.scheme.years for edition in editions.distinct()]
    longest = max(years, default=USUAL_YEARS)
    return Rule(rule.cycles, rule.source, longest, rule.request_years)


def due_assessments(organisation: Organisation, rule: Rule, on: date | None = None) -> list[Any]:
    """Completed visits past their time, the oldest first; one statement.

    Each has `due_on`, `held` (a reason to keep it, or None) and `has_open_improvement`.
    """
    today = on or timezone.localdate()
    held = Hold.objects.standing().filter(portfolio=OuterRef("portfolio"))
    rows = (
        Assessment.objects.filter(
            portfolio__service__organisation=organisation,
            state=State.COMPLETED,
            disposed_at__isnull=True,
            completed_at__lt=rule.before(today, 1),
        )
        .select_related("portfolio__service", "portfolio__standard", "edition")
        .annotate(
            held=Subquery(held.values("reason")[:1]),
            has_open_improvement=Exists(
                Improvement.objects.open().filter(row__assessment=OuterRef("pk"))
            ),
        )
        .order_by("completed_at", "pk")
    )
    found: list[Any] = []
    visit: Any
    for visit in rows:
        visit.due_on = rule.due_on(visit.completed_at, visit.edition.scheme.years)
        if visit.due_on <= today:
            found.append(visit)
    return found


def due_items(organisation: Organisation, rule: Rule, on: date | None = None) -> QuerySet[Any]:
    """Items that nothing uses and nothing was done with for so long; by code.

    Each has `since`, the last deed, and `held`, a reason to keep it or None. An item without
    a file is not among them: there is nothing to destroy.
    """
    versions = EvidenceVersion.objects.filter(item=OuterRef("pk"))
    kept = SnapshotLink.objects.filter(
        item=OuterRef("pk"),
        snapshot__taken_at__isnull=False,
        snapshot__assessment__disposed_at__isnull=True,
    )
    linked = EvidenceLink.objects.in_use().filter(item=OuterRef("pk"))
    return (
        EvidenceItem.objects.filter(organisation=organisation)
        .filter(Exists(versions.standing()), ~Exists(linked), ~Exists(kept))
        .annotate(since=_last_deed())
        .filter(since__lt=rule.before(on or timezone.localdate()))
        .annotate(held=Subquery(_holds_on_item().values("reason")[:1]))
        .select_related("service", "organisation")
        .order_by("since", "prefix", "number")
    )


def _last_deed() -> Greatest:
    deeds = HistoryEntry.objects.filter(item_id=OuterRef("pk")).exclude(
        verb__in=[*verbs_of(READING, EXPORT, REFUSAL), *NO_USE]
    )
    added = EvidenceVersion.objects.filter(item=OuterRef("pk")).order_by().values("item")
    field = DateTimeField()
    return Greatest(
        Coalesce(Subquery(deeds.order_by("-sequence").values("at")[:1]), "created_at"),
        Coalesce(Subquery(added.annotate(last=Max("created_at")).values("last")), "created_at"),
        output_field=field,
    )


def _holds_on_item() -> QuerySet[Hold]:
    return Hold.objects.standing().filter(
        Q(item=OuterRef("pk"))
        | Q(portfolio__service=OuterRef("service"))
        | Q(portfolio__links__item=OuterRef("pk"))
    )


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year - years, day=28)
