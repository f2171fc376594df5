"""What the element page says of the evidence: codes by part, and what is still to do."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.checklist import gaps_of
from assessments.models import ElementAssessment
from criteria.models import Clause, Element
from evidence.queries import ElementEvidence, Row

WHERE = {
    "no-self-rating": ("#self", gettext_lazy("Choose a self-rating")),
    "no-evidence": ("#add-evidence", gettext_lazy("Add evidence")),
    "no-commentary": ("#self", gettext_lazy("Write the commentary")),
}


@dataclass(frozen=True)
class Part:
    """A part of the element and the codes of the items linked to it."""

    clause: Clause
    codes: list[str]


@dataclass(frozen=True)
class Step:
    """Something to do before the element is whole."""

    url: str
    text: str
    note: str


def parts_of(element: Element, rows: Iterable[Row]) -> list[Part]:
    """The parts in their order; one statement for the clauses."""
    by_clause: dict[int | None, list[str]] = {}
    for row in rows:
        by_clause.setdefault(row.link.clause_id, []).append(row.item.code)
    return [Part(clause, by_clause.get(clause.pk, [])) for clause in element.clauses.all()]


def steps_of(row: ElementAssessment | None, evidence: ElementEvidence) -> list[Step]:
    """What is missing, first what the checklist says, then what the items lack."""
    if row is None or not row.in_review:
        return []
    gaps = gaps_of(row, has_evidence=bool(evidence.in_use))
    steps = [
        Step(url, str(text), str(gap.message)) for gap in gaps for url, text in [WHERE[gap.kind]]
    ]
    return [*steps, *_nowhere_to_look(evidence), *_without_file(evidence)]


def _nowhere_to_look(evidence: ElementEvidence) -> list[Step]:
    codes = [row.item.code for row in evidence.in_use if not row.link.locator]
    if not codes:
        return []
    text = ngettext(
        "Say where to look in %(code)s", "Say where to look in %(count)s items", len(codes)
    ) % {"code": codes[0], "count": len(codes)}
    return [Step(f"#{codes[0]}", text, _("The assessor finds the place at once."))]


def _without_file(evidence: ElementEvidence) -> list[Step]:
    codes = [row.item.code for row in evidence.in_use if row.version is None]
    if not codes:
        return []
    text = ngettext("Add the file of %(code)s", "Add the files of %(count)s items", len(codes)) % {
        "code": codes[0],
        "count": len(codes),
    }
    return [Step(f"#{codes[0]}", text, _("Without a file there is nothing to read."))]
