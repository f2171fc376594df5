"""Two visits side by side: how each ended, and element by element what is not the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .marks import RatingMark
from .paper import Paper
from .words import anchor, shorten

NEW, REFRESHED, DROPPED, UNCHANGED = "new", "refreshed", "dropped", "unchanged"
BETTER, LOWER = "better", "lower"


@dataclass(frozen=True)
class Words:
    """Some words of a comment; `is_marked` where the other comment does not have them."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class VisitFound:
    """One element at one visit; its comment by paragraphs."""

    rating: RatingMark | None = None
    self_rating: RatingMark | None = None
    comment: tuple[tuple[Words, ...], ...] = ()
    in_review: bool = True
    carried_from: str = ""

    @property
    def comment_text(self) -> str:
        return "\n".join("".join(words.text for words in line) for line in self.comment)


@dataclass(frozen=True)
class EvidenceChange:
    """An item that at least one visit was shown, and what became of it."""

    code: str
    title: str
    change: str


@dataclass(frozen=True)
class ComparedElement:
    """An element at both visits; a side is missing where its edition has no such element.

    `direction` is better or lower where both are rated on one scale and not alike.
    """

    code: str
    text: str
    before: VisitFound | None
    after: VisitFound | None
    evidence: tuple[EvidenceChange, ...] = ()
    rating_moved: bool = False
    self_rating_moved: bool = False
    comment_moved: bool = False
    evidence_moved: bool = False
    direction: str = ""

    @property
    def anchor(self) -> str:
        return anchor("e", self.code)

    @property
    def short_text(self) -> str:
        return shorten(self.text, 50)

    @property
    def is_changed(self) -> bool:
        moved = self.rating_moved, self.self_rating_moved, self.comment_moved
        return any(moved) or self.evidence_moved

    @property
    def has_comment(self) -> bool:
        return any(found and found.comment for found in (self.before, self.after))

    @property
    def moved_evidence(self) -> tuple[EvidenceChange, ...]:
        return tuple(each for each in self.evidence if each.change != UNCHANGED)

    @property
    def kept_evidence(self) -> tuple[EvidenceChange, ...]:
        return tuple(each for each in self.evidence if each.change == UNCHANGED)


@dataclass(frozen=True)
class CriterionFigures:
    """A criterion at one visit."""

    elements: int
    rated: int
    partials_used: int
    partials_allowed: int | None = None


@dataclass(frozen=True)
class ComparedCriterion:
    code: str
    title: str
    before: CriterionFigures | None
    after: CriterionFigures | None
    elements: tuple[ComparedElement, ...]

    @property
    def anchor(self) -> str:
        return anchor("k", self.code)

    @property
    def changed(self) -> tuple[ComparedElement, ...]:
        return tuple(element for element in self.elements if element.is_changed)

    @property
    def unchanged(self) -> tuple[ComparedElement, ...]:
        return tuple(element for element in self.elements if not element.is_changed)


@dataclass(frozen=True)
class VisitSide:
    """One of the two visits. `counts` are how many elements have each rating, by its code."""

    label: str
    kind: str
    outcome: str
    reason: str
    is_completed: bool
    visit_on: date | None = None
    signed_by: str = ""
    rated: int = 0
    elements: int = 0
    counts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class RatingRow:
    """How many elements have a rating at each visit."""

    mark: RatingMark
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class ComparisonContent(Paper):
    """The earlier visit and the later one; `ratings` are those of both scales."""

    before: VisitSide
    after: VisitSide
    criteria: tuple[ComparedCriterion, ...]

    @cached_property
    def compared(self) -> tuple[ComparedElement, ...]:
        return tuple(element for criterion in self.criteria for element in criterion.elements)

    @cached_property
    def changed(self) -> tuple[ComparedElement, ...]:
        return tuple(element for element in self.compared if element.is_changed)

    @property
    def better(self) -> int:
        return sum(element.direction == BETTER for element in self.compared)

    @property
    def lower(self) -> int:
        return sum(element.direction == LOWER for element in self.compared)

    @property
    def with_other_comment(self) -> int:
        return sum(element.comment_moved for element in self.compared)

    @property
    def with_other_evidence(self) -> int:
        return sum(element.evidence_moved for element in self.compared)

    @property
    def rating_rows(self) -> tuple[RatingRow, ...]:
        before, after = dict(self.before.counts), dict(self.after.counts)
        return tuple(
            RatingRow(mark, before.get(mark.code, 0), after.get(mark.code, 0))
            for mark in self.ratings
        )
