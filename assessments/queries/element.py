"""One element in the open and in every earlier assessment, with its parts and its history."""

from typing import Any

from django.db.models import (
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce, JSONObject

from accounts.history.sentences import Told, all_but_changes, told
from accounts.models import HistoryEntry
from assessments.enums import State
from assessments.models import Assessment, ClauseAssessment, ElementAssessment
from criteria.models import Clause, Element
from criteria.queries import guidance_in_sql, neighbours_in_sql
from evidence.models import Portfolio
from evidence.queries.cited import JSONList


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
