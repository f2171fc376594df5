"""The pass rule applied: how many of each rating, partials used, and the outcome as it stands.

The rule is data of the edition: so many partials in each criterion, so many elements not
met in all. For Customer Service Excellence 2, 2, 2, 3 and 2 partials in criteria 1 to 5
and no non-compliance.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from criteria.enums import CountsAs
from criteria.models import Criterion, Rating


@dataclass(frozen=True)
class Rated:
    """One element for the reckoning: its criterion and its rating, if any."""

    criterion: Criterion
    rating: Rating | None


@dataclass(frozen=True)
class CriterionReckoning:
    criterion: Criterion
    elements: int
    unrated: int
    by_rating: dict[str, int]
    partials_used: int
    partials_allowed: int | None
    not_met: int

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
    def not_met(self) -> int:
        return sum(part.not_met for part in self.criteria)

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


def reckon(rows: Iterable[Rated], *, not_met_allowed: int) -> Reckoning:
    """Apply the pass rule to the rated elements, in the order of their criteria."""
    by_criterion: dict[Criterion, list[Rating | None]] = {}
    for row in rows:
        by_criterion.setdefault(row.criterion, []).append(row.rating)
    return Reckoning(
        tuple(_reckon_criterion(criterion, r) for criterion, r in by_criterion.items()),
        not_met_allowed,
    )


def _reckon_criterion(criterion: Criterion, ratings: list[Rating | None]) -> CriterionReckoning:
    given = [rating for rating in ratings if rating is not None]
    effects = Counter(rating.counts_as for rating in given)
    return CriterionReckoning(
        criterion=criterion,
        elements=len(ratings),
        unrated=len(ratings) - len(given),
        by_rating=dict(Counter(rating.code for rating in given)),
        partials_used=effects[CountsAs.PARTIAL],
        partials_allowed=criterion.partials_allowed,
        not_met=effects[CountsAs.NOT_MET],
    )
