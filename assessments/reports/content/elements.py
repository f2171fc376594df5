"""The standard with what is said of each element, and the figures that follow from it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .marks import EXCLUDED, MET, NOT_MET, PARTIAL, RatingMark
from .words import anchor, breakable, lines_of, shorten

# An element whose text side by side would fill more lines than this is set in one column:
# two columns cannot be broken over a page. Widths below are those of wide letters.
LINES_SIDE_BY_SIDE = 36


@dataclass(frozen=True)
class EvidenceLine:
    """An item cited for an element, in its place in the list.

    `clause_code` names the part of the element it is cited for; `on_request` is the day on
    which it was added during the visit. `stale` says in a few words why the item can no
    longer be relied on.
    """

    code: str
    title: str
    locator: str = ""
    clause_code: str = ""
    rationale: str = ""
    on_request: date | None = None
    stale: str = ""

    @property
    def anchor(self) -> str:
        return anchor("i", self.code)

    @property
    def marked_title(self) -> str:
        """The title with what is set after it, for reckoning how long it is."""
        asked = " (added on request on 30 September 2026)" if self.on_request else ""
        return f"{self.title}{asked} Stale: {self.stale}" if self.stale else self.title + asked

    @property
    def where_to_look(self) -> bool:
        return bool(self.locator or self.clause_code)


@dataclass(frozen=True)
class Clause:
    """A part of an element's sentence."""

    code: str
    text: str


@dataclass(frozen=True)
class ElementContent:
    """An element: its words, its evidence as printed under three headings, and its marks.

    `carried_from` is the year (or label) a rating comes from that was not given at this visit.
    `accepted_by` and `accepted_on` are both set once the assessor has accepted the element.
    """

    code: str
    text: str
    clauses: tuple[Clause, ...] = ()
    new: tuple[EvidenceLine, ...] = ()
    active: tuple[EvidenceLine, ...] = ()
    corporate: tuple[EvidenceLine, ...] = ()
    self_rating: RatingMark | None = None
    rating: RatingMark | None = None
    finding: str = ""
    accepted_by: str = ""
    accepted_on: date | None = None
    in_review: bool = True
    carried_from: str = ""

    @property
    def anchor(self) -> str:
        return anchor("e", self.code)

    @property
    def short_text(self) -> str:
        return shorten(self.text, 42)

    @property
    def comment(self) -> str:
        """The assessor's finding as it is set."""
        return breakable(self.finding)

    @property
    def evidence(self) -> tuple[EvidenceLine, ...]:
        return self.new + self.active + self.corporate

    @property
    def is_accepted(self) -> bool:
        return self.accepted_on is not None

    @property
    def says_where(self) -> bool:
        """Whether any item says where to look: without one that column is not printed."""
        return any(line.where_to_look for line in self.evidence)

    @property
    def is_long(self) -> bool:
        """Whether it is too tall to set the assessor's side beside the evidence."""
        words = sum(lines_of(clause.text, 50) for clause in self.clauses)
        rows = sum(
            max(
                lines_of(line.marked_title, 36) + lines_of(line.rationale, 40),
                lines_of(line.locator, 16),
            )
            for line in self.evidence
        )
        return max(words + rows, lines_of(self.finding, 26)) > LINES_SIDE_BY_SIDE


@dataclass(frozen=True)
class Tally:
    """The figures of some elements, counted once."""

    elements: tuple[ElementContent, ...]

    @property
    def total(self) -> int:
        return len(self.elements)

    @cached_property
    def by_rating(self) -> Counter[str]:
        """How many elements have each rating, by its code."""
        return Counter(element.rating.code for element in self.elements if element.rating)

    @property
    def rated(self) -> int:
        return self.by_rating.total()

    @property
    def to_rate(self) -> int:
        return self.total - self.rated

    @property
    def self_rated(self) -> int:
        return sum(element.self_rating is not None for element in self.elements)

    @property
    def self_rated_met(self) -> int:
        marks = (element.self_rating for element in self.elements)
        return sum(mark is not None and mark.counts_as == MET for mark in marks)

    @property
    def partials(self) -> int:
        return self._counted_as(PARTIAL)

    @property
    def not_met(self) -> int:
        return self._counted_as(NOT_MET)

    @property
    def excluded(self) -> int:
        return self._counted_as(EXCLUDED)

    def _counted_as(self, what: str) -> int:
        marks = (element.rating for element in self.elements)
        return sum(mark is not None and mark.counts_as == what for mark in marks)

    @property
    def accepted(self) -> int:
        return sum(element.is_accepted for element in self.elements)

    @property
    def carried(self) -> int:
        return sum(bool(element.carried_from and element.rating) for element in self.elements)

    @property
    def with_evidence(self) -> int:
        return sum(bool(element.evidence) for element in self.elements)

    @property
    def citations(self) -> int:
        return sum(len(element.evidence) for element in self.elements)

    @property
    def new(self) -> int:
        return sum(len(element.new) for element in self.elements)

    @cached_property
    def items(self) -> int:
        return len({line.code for element in self.elements for line in element.evidence})

    @cached_property
    def stale(self) -> int:
        """How many items are marked as stale."""
        return len({x.code for element in self.elements for x in element.evidence if x.stale})


@dataclass(frozen=True)
class SubCriterionContent:
    """A sub-criterion and its elements."""

    code: str
    title: str
    elements: tuple[ElementContent, ...] = ()

    @property
    def anchor(self) -> str:
        return anchor("s", self.code)


@dataclass(frozen=True)
class CriterionContent:
    """A criterion. `verdict` is its outcome in words; no allowance means no such rule."""

    code: str
    title: str
    sub_criteria: tuple[SubCriterionContent, ...] = ()
    partials_allowed: int | None = None
    verdict: str = ""

    @property
    def anchor(self) -> str:
        return anchor("k", self.code)

    @cached_property
    def elements(self) -> tuple[ElementContent, ...]:
        return tuple(element for sub in self.sub_criteria for element in sub.elements)

    @cached_property
    def tally(self) -> Tally:
        return Tally(self.elements)

    @property
    def partials_used(self) -> int:
        return self.tally.partials

    @property
    def partial_boxes(self) -> tuple[bool, ...]:
        """A box for each partial allowed, true when used; none when there are too many."""
        allowed = self.partials_allowed or 0
        if max(allowed, self.partials_used) > 5:
            return ()
        return tuple(n < self.partials_used for n in range(max(allowed, self.partials_used)))
