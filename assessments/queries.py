"""Reads of assessments, each with a fixed number of SQL statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Count,
    DateField,
    Exists,
    JSONField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce, JSONObject
from django.db.models.lookups import GreaterThanOrEqual, In, LessThan
from django.utils import timezone

from accounts.history.sentences import Told, all_but_changes, told
from accounts.models import HistoryEntry, User
from assessments.enums import Approval, State
from assessments.improvement_queries import overdue_in_sql
from assessments.models import Assessment, ClauseAssessment, ElementAssessment, GapReason
from assessments.request_queries import waiting_in_sql
from criteria.models import Clause, Edition, Element
from criteria.queries import guidance_in_sql, neighbours_in_sql
from evidence.enums import Freshness
from evidence.freshness import freshness_in_sql, years_before
from evidence.models import EvidenceItem, EvidenceLink, EvidenceVersion, Portfolio
from evidence.queries.cited import Cited, JSONList, cited_from, cited_in_sql


def year_of(assessment: Assessment) -> int:
    """The year an assessment is known by: of its visit, else of its completion, else this one."""
    moment = assessment.visit_on or assessment.completed_at or timezone.localdate()
    return moment.year


def open_or_latest(portfolio: Portfolio) -> Assessment | None:
    """The open assessment, else the latest one, with edition and snapshot; one statement.

    It has the number of improvements that are `overdue` in the whole portfolio.
    """
    rows = portfolio.assessments.select_related("edition", "snapshot").annotate(
        overdue=overdue_in_sql("portfolio_id"), waiting=waiting_in_sql("row__assessment")
    )
    return min(rows, key=lambda row: (row.state == State.COMPLETED, -row.pk), default=None)


def visit_before(assessment: Assessment) -> Assessment | None:
    """The assessment of the portfolio that was opened before this one; one statement."""
    rows = Assessment.objects.filter(portfolio=assessment.portfolio_id, pk__lt=assessment.pk)
    return rows.select_related("edition", "snapshot").order_by("-pk").first()


def gap_reasons_of(assessment: Assessment) -> dict[str, list[str]]:
    """Why it was submitted with gaps: the codes of the elements by reason; one statement."""
    reasons = GapReason.objects.filter(row__assessment=assessment).order_by("row__element", "kind")
    codes: dict[str, list[str]] = {}
    for reason, code in reasons.values_list("reason", "row__element__code"):
        if code not in codes.setdefault(reason, []):
            codes[reason].append(code)
    return codes


def last_found(portfolio: Portfolio) -> dict[str, ElementAssessment]:
    """What the latest completed assessment found, by the element's code; one statement.

    By code, so that a new edition goes on where the old one was.
    """
    last = Assessment.objects.filter(portfolio=portfolio, state=State.COMPLETED)
    rows = ElementAssessment.objects.filter(
        assessment__in=last.order_by("-completed_at", "-pk").values("pk")[:1]
    ).select_related("assessment", "element", "rating", "self_rating", "owner")
    return {row.element.code: row for row in rows}


@dataclass(frozen=True)
class Standing:
    """An element with its links in use, and its row where there is an assessment.

    `requests` counts those that wait for an answer of the service.
    """

    element: Element
    row: ElementAssessment | None
    evidence: tuple[Cited, ...]
    requests: int = 0

    @property
    def service_count(self) -> int:
        return sum(not item.is_corporate for item in self.evidence)

    @property
    def corporate_count(self) -> int:
        return sum(item.is_corporate for item in self.evidence)

    @property
    def stale_count(self) -> int:
        return sum(bool(item.stale) for item in self.evidence)

    @property
    def has_evidence(self) -> bool:
        return bool(self.evidence)


def standing_of(assessment: Assessment) -> list[Standing]:
    """Every element of the assessment in the order of the standard; one statement."""
    rows = assessment.elements.select_related(
        "element__sub_criterion__criterion", "self_rating", "rating", "owner", "approval_by"
    ).annotate(
        cited=cited_in_sql(assessment.portfolio_id, "element_id"), waiting=waiting_in_sql("row")
    )
    return [Standing(row.element, row, cited_from(row.cited), row.waiting) for row in rows]


def standing_without_assessment(portfolio: Portfolio, edition: Edition) -> list[Standing]:
    """The same before any assessment was opened: the evidence alone; one statement."""
    elements = (
        Element.objects.of_edition(edition)
        .with_headings()
        .annotate(cited=cited_in_sql(portfolio.pk, "pk"))
    )
    return [Standing(each, None, cited_from(each.cited)) for each in elements]


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


def rows_of_element(portfolio: Portfolio, code: str) -> list[ElementAssessment]:
    """The element in the open, else the latest assessment, then in each completed before it.

    With headings, ratings, people, the elements beside it, its parts and the organisation's
    `own_guidance`, latest first; empty where there is no assessment or its edition has no
    such code. One statement.
    """
    of_portfolio = Assessment.objects.filter(portfolio=portfolio)
    current = of_portfolio.alias(is_closed=Q(state=State.COMPLETED)).order_by("is_closed", "-pk")
    rows = (
        ElementAssessment.objects.filter(assessment__portfolio=portfolio, element__code=code)
        .annotate(
            current_id=Subquery(current.values("pk")[:1]),
            own_guidance=guidance_in_sql(portfolio.service.organisation_id, "element_id"),
            **neighbours_in_sql(),
            parts=_parts_in_sql(),
        )
        .select_related(
            "assessment__edition",
            "assessment__completed_by",
            "element__sub_criterion__criterion",
            "self_rating",
            "rating",
            "accepted_by",
            "owner",
            "approval_by",
        )
    )
    ordered: list[Any] = sorted(
        rows, key=lambda row: (row.assessment_id != row.current_id, -row.assessment_id)
    )
    if not ordered or ordered[0].assessment_id != ordered[0].current_id:
        return []
    return ordered


def _parts_in_sql() -> Subquery:
    """The parts of each row's element with the service's notes, to be read by `parts_from`."""
    notes = ClauseAssessment.objects.filter(row=OuterRef(OuterRef("pk")), clause=OuterRef("pk"))
    facts = JSONObject(
        pk="pk",
        code="code",
        text="text",
        position="position",
        note=Subquery(notes.values("note")[:1]),
    )
    clauses = Clause.objects.filter(element=OuterRef("element_id")).order_by()
    parts = clauses.values("element_id").annotate(all=JSONList(facts))
    return Subquery(parts.values("all"), output_field=JSONField())


def parts_from(row: ElementAssessment) -> list[Clause]:
    """Off a row of `rows_of_element`: the parts in their order, each with its `note`."""
    found = []
    parts: list[dict[str, Any]] = row.parts or []  # type: ignore[attr-defined]
    for facts in sorted(parts, key=lambda each: each["position"]):
        note = facts.pop("note") or ""
        clause = Clause(element=row.element, **facts)
        clause.note = note  # type: ignore[attr-defined]
        found.append(clause)
    return found


def clauses_with_notes(element: Element, row: ElementAssessment | None) -> list[Clause]:
    """The parts of the element in their order, each with the service's `note`; one statement."""
    notes = ClauseAssessment.objects.filter(row=row, clause=OuterRef("pk"))
    noted = Coalesce(Subquery(notes.values("note")[:1]), Value(""), output_field=TextField())
    return list(Clause.objects.filter(element=element).annotate(note=noted))


def history_of_element(portfolio: Portfolio, code: str, *, most: int = 10) -> list[Told]:
    """What was done to the element here, latest first, readings left out; one statement."""
    return told(_entries(portfolio, code).exclude(verb__in=all_but_changes())[:most])


def _entries(portfolio: Portfolio, code: str) -> QuerySet[HistoryEntry]:
    entries = HistoryEntry.objects.filter(portfolio_id=portfolio.pk, element_code=code)
    return entries.order_by("-sequence")


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
