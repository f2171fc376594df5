"""What the element page says of the evidence: codes by part, and what is still to do."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.checklist import gaps_of
from assessments.models import ElementAssessment
from criteria.models import Clause, Edition
from evidence.queries import ElementEvidence, Row


@dataclass(frozen=True)
class Part:
    """A part of the element and the codes of the items linked to it."""

    clause: Clause
    codes: list[str]


@dataclass(frozen=True)
class Step:
    """Something to do for the element; what `blocks` comes before it is submitted."""

    url: str
    text: str
    note: str
    blocks: bool


def parts_of(clauses: Iterable[Clause], rows: Iterable[Row]) -> list[Part]:
    """The parts in their order."""
    by_clause: dict[int | None, list[str]] = {}
    for row in rows:
        by_clause.setdefault(row.link.clause_id, []).append(row.item.code)
    return [Part(clause, by_clause.get(clause.pk, [])) for clause in clauses]


def steps_of(
    row: ElementAssessment | None, evidence: ElementEvidence, *, edition: Edition
) -> list[Step]:
    """What the checklist says of the element, first what stands in the way."""
    if row is None:
        return []
    return [
        Step(gap.where, gap.action, gap.message, gap.blocks)
        for gap in gaps_of(row, evidence.cited, edition=edition)
        if gap.kind != "not-approved"  # the panel of the approval says so
    ]
