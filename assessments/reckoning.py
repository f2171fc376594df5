"""The pass rule applied: how many of each rating, partials used, and the outcome as it stands.

The rule is data of the edition: so many partials in each criterion, so many elements not
met in all. For Customer Service Excellence 2, 2, 2, 3 and 2 partials in criteria 1 to 5
and no non-compliance. What both sides call not applicable is left out of everything.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from assessments.models import ElementAssessment
from criteria.enums import CountsAs
from criteria.models import Criterion, Rating


@dataclass(frozen=True)
class Rated:
    """One element for the reckoning: its criterion, its rating, if any, and its code."""

    criterion: Criterion
    rating: Rating | None
    code: str = ""


@dataclass(frozen=True)
class CriterionReckoning:
    """One criterion. `elements` are those that count: the ones not applicable are apart.

    `partial_codes` and `not_met_codes` name the elements that decide.
    """

    criterion: Criterion
    elements: int
    unrated: int
    not_applicable: int
    by_rating: dict[str, int]
    met: int
    partial_codes: tuple[str, ...]
    partials_allowed: int | None
    not_met_codes: tuple[str, ...]

    @property
    def partials_used(self) -> int:
        return len(self.partial_codes)

    @property
    def not_met(self) -> int:
        return len(self.not_met_codes)

    @property
    def rated(self) -> int:
        return self.elements - self.unrated

    @property
    def is_over(self) -> bool:
        return self.partials_allowed is not None and self.partials_used > self.partials_allowed

    @property
    def is_at_limit(self) -> bool:
        return self.partials_used == self.partials_allowed and self.partials_used > 0


@dataclass(frozen=True)
class Reckoning:
    """The whole assessment. `passes` is how it would end if nothing more were rated."""

    criteria: tuple[CriterionReckoning, ...]
    not_met_allowed: int

    @property
    def elements(self) -> int:
        return sum(part.elements for part in self.criteria)

    @property
    def unrated(self) -> int:
        return sum(part.unrated for part in self.criteria)

    @property
    def rated(self) -> int:
        return self.elements - self.unrated

    @property
    def not_applicable(self) -> int:
        return sum(part.not_applicable for part in self.criteria)

    @property
    def not_met(self) -> int:
        return sum(part.not_met for part in self.criteria)

    @property
    def not_met_codes(self) -> tuple[str, ...]:
        return tuple(code for part in self.criteria for code in part.not_met_codes)

    @property
    def partials(self) -> int:
        return sum(part.partials_used for part in self.criteria)

    @property
    def over(self) -> tuple[CriterionReckoning, ...]:
        """The criteria with more partials than they may have."""
        return tuple(part for part in self.criteria if part.is_over)

    @property
    def passes(self) -> bool:
        return not self.over and self.not_met <= self.not_met_allowed

    def count(self, rating_code: str) -> int:
        return sum(part.by_rating.get(rating_code, 0) for part in self.criteria)


def rating_in_force(row: ElementAssessment) -> Rating | None:
    """The assessor's rating; where there is none yet, the service's own.

    Not applicable takes the assessor's agreement: said by the service alone it is no rating.
    """
    if row.rating:
        return row.rating
    own = row.self_rating
    return None if own and own.counts_as == CountsAs.EXCLUDED else own


def reckon(rows: Iterable[Rated], *, not_met_allowed: int) -> Reckoning:
    """Apply the pass rule to the rated elements, in the order of their criteria."""
    by_criterion: dict[Criterion, list[Rated]] = {}
    for row in rows:
        by_criterion.setdefault(row.criterion, []).append(row)
    return Reckoning(
        tuple(_reckon_criterion(criterion, r) for criterion, r in by_criterion.items()),
        not_met_allowed,
    )


def _reckon_criterion(criterion: Criterion, rows: list[Rated]) -> CriterionReckoning:
    given = [row.rating for row in rows if row.rating is not None]
    effects = Counter(rating.counts_as for rating in given)
    not_applicable = effects[CountsAs.EXCLUDED]
    return CriterionReckoning(
        criterion=criterion,
        elements=len(rows) - not_applicable,
        unrated=len(rows) - len(given),
        not_applicable=not_applicable,
        by_rating=dict(Counter(rating.code for rating in given)),
        met=effects[CountsAs.MET],
        partial_codes=_codes(rows, CountsAs.PARTIAL),
        partials_allowed=criterion.partials_allowed,
        not_met_codes=_codes(rows, CountsAs.NOT_MET),
    )


def _codes(rows: Iterable[Rated], effect: CountsAs) -> tuple[str, ...]:
    return tuple(row.code for row in rows if row.rating and row.rating.counts_as == effect)
