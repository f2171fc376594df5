"""What the text of the report is written from, as plain facts."""

from dataclasses import dataclass, field
from datetime import date

from assessments.outcome import Outcome
from assessments.reckoning import Reckoning
from criteria.cycle import Cycle

from ...content import CriterionContent, Improvement, Levels, RatingMark, Remark, Tally


@dataclass(frozen=True)
class Visit:
    """What was done at the visit. Access is from `opened_on` to `closed_on`; `read` counts
    the items that an assessor opened, and is None until the visit is completed: nobody is
    watched while they read."""

    opened_on: date | None = None
    closed_on: date | None = None
    read: int | None = None
    requests: int = 0


@dataclass(frozen=True)
class Before:
    """The completed visit before this one, and what became better and worse since, by code."""

    label: str
    kind: str
    passed: bool
    better: tuple[str, ...] = ()
    worse: tuple[str, ...] = ()


@dataclass(frozen=True)
class Basis:
    """The facts; `reasons` say in sentences what keeps the rule for passing from being met.

    `not_applicable` are the elements left out, with what the assessor says of each.
    """

    label: str
    kind: str
    organisation: str
    service: str
    standard: str
    submitted_on: date | None
    visit_on: date | None
    is_completed: bool
    levels: Levels
    ratings: tuple[RatingMark, ...]
    scheme: Cycle
    criteria: tuple[CriterionContent, ...]
    reckoning: Reckoning
    outcome: Outcome
    visit: Visit = field(default_factory=Visit)
    before: Before | None = None
    reasons: tuple[str, ...] = ()
    strengths: tuple[Remark, ...] = ()
    good_practice: tuple[Remark, ...] = ()
    improvements: tuple[Improvement, ...] = ()
    not_applicable: tuple[Remark, ...] = ()

    @property
    def tally(self) -> Tally:
        return Tally(tuple(e for criterion in self.criteria for e in criterion.elements))

    @property
    def element(self) -> str:
        """What one element is called within a sentence."""
        return self.levels.element.one.lower()

    @property
    def elements(self) -> str:
        return self.levels.element.many.lower()

    @property
    def is_first(self) -> bool:
        """Whether the visit is one that a certificate begins with, or puts such a one right."""
        kind = self.kind
        if self.scheme.is_remedial(kind) and self.before:
            kind = self.before.kind
        return kind == self.scheme.first.kind

    def names_of(self, counts_as: str) -> str:
        """What the ratings that count so are called."""
        return " / ".join(mark.name for mark in self.ratings if mark.counts_as == counts_as)
