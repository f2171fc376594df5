"""A document that goes through the standard element by element."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .elements import CriterionContent, ElementContent, Tally
from .marks import RatingMark
from .paper import Paper
from .words import anchor


@dataclass(frozen=True)
class Remark:
    """A strength or an example of good practice, said of an element."""

    element_code: str
    text: str

    @property
    def anchor(self) -> str:
        return anchor("e", self.element_code)


@dataclass(frozen=True)
class Improvement:
    """An area for improvement: what to improve, whose it is and by when."""

    element_code: str
    text: str
    rating: RatingMark | None = None
    owner: str = ""
    due_on: date | None = None

    @property
    def anchor(self) -> str:
        return anchor("e", self.element_code)


@dataclass(frozen=True)
class CriterionRow:
    """A criterion's line of the overview: `met` counts the ratings that count as met, in turn."""

    criterion: CriterionContent
    met: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class AssessedPaper(Paper):
    """The standard with its ratings, what stood out, and the assessor's words at the end."""

    criteria: tuple[CriterionContent, ...]
    strengths: tuple[Remark, ...] = ()
    good_practice: tuple[Remark, ...] = ()
    improvements: tuple[Improvement, ...] = ()
    statement: str = ""
    signed_by: str = ""
    signed_on: date | None = None

    @cached_property
    def elements(self) -> tuple[ElementContent, ...]:
        return tuple(element for criterion in self.criteria for element in criterion.elements)

    @cached_property
    def tally(self) -> Tally:
        return Tally(self.elements)

    @cached_property
    def rows(self) -> tuple[CriterionRow, ...]:
        return tuple(
            CriterionRow(criterion, self._met(criterion.tally)) for criterion in self.criteria
        )

    @property
    def met(self) -> tuple[int, ...]:
        return self._met(self.tally)

    def _met(self, tally: Tally) -> tuple[int, ...]:
        return tuple(tally.by_rating[mark.code] for mark in self.met_ratings)

    @property
    def partials_allowed(self) -> int | None:
        """All partials allowed together, or None where a criterion has no such rule."""
        allowed = [criterion.partials_allowed for criterion in self.criteria]
        known = [number for number in allowed if number is not None]
        return sum(known) if known and len(known) == len(allowed) else None

    @property
    def over_allowance(self) -> tuple[CriterionContent, ...]:
        return tuple(
            criterion
            for criterion in self.criteria
            if criterion.partials_allowed is not None
            and criterion.partials_used > criterion.partials_allowed
        )

    @property
    def carried_years(self) -> tuple[str, ...]:
        years = {e.carried_from for e in self.elements if e.carried_from and e.rating}
        return tuple(sorted(years))
