"""How a visit would end with other ratings; nothing of it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from assessments.models import Assessment, ElementAssessment
from assessments.outcome import Outcome, outcome_of, why
from assessments.reckoning import Rated, Reckoning, rating_in_force, reckon
from criteria.enums import CountsAs
from criteria.models import Criterion, Element, Rating

# What stands for "no rating" in an address, where nothing at all means "as it is".
UNRATED = "none"


@dataclass(frozen=True)
class Supposed:
    """One element under review: its rating now and the one it is supposed to have."""

    row: ElementAssessment
    now: Rating | None
    rating: Rating | None

    @property
    def element(self) -> Element:
        return self.row.element

    @property
    def is_changed(self) -> bool:
        return self.now != self.rating

    @property
    def is_short_of_it(self) -> bool:
        """Whether it is or is supposed to be less than met."""
        short = (CountsAs.PARTIAL, CountsAs.NOT_MET)
        return any(each and each.counts_as in short for each in (self.now, self.rating))


@dataclass(frozen=True)
class WhatIf:
    """The whole supposition: each element under review, and how the visit would end."""

    lines: tuple[Supposed, ...]
    ratings: tuple[Rating, ...]
    reckoning: Reckoning
    outcome: Outcome
    why: list[str]

    @property
    def changed(self) -> tuple[Supposed, ...]:
        return tuple(line for line in self.lines if line.is_changed)

    def groups(self, *, only_short: bool) -> list[tuple[Criterion, list[Supposed]]]:
        """The lines by criterion; those that are met left out where `only_short`."""
        shown = [line for line in self.lines if line.is_short_of_it or not only_short]
        grouped = groupby(shown, key=lambda line: line.element.sub_criterion.criterion)
        return [(criterion, list(lines)) for criterion, lines in grouped]


def suppose(assessment: Assessment, asked: Mapping[str, str]) -> WhatIf:
    """Reckon with the ratings `asked` by element code, and else as it is; two statements.

    A rating that the standard does not have changes nothing, and elements that are not under
    review keep what they carry.
    """
    ratings = {rating.code: rating for rating in assessment.edition.ratings.all()}
    rows = list(
        assessment.elements.select_related(
            "element__sub_criterion__criterion", "rating", "self_rating"
        ).order_by("element")
    )
    supposed = [_supposed(row, asked.get(row.element.code, ""), ratings) for row in rows]
    reckoning = reckon(
        (
            Rated(line.element.sub_criterion.criterion, line.rating, line.element.code)
            for line in supposed
        ),
        not_met_allowed=assessment.edition.non_compliant_allowed,
    )
    return WhatIf(
        tuple(line for line in supposed if line.row.in_review),
        tuple(ratings.values()),
        reckoning,
        outcome_of(reckoning, ratings.values()),
        why(reckoning, assessment.edition),
    )


def _supposed(row: ElementAssessment, asked: str, ratings: Mapping[str, Rating]) -> Supposed:
    now = rating_in_force(row)
    if not row.in_review or asked not in {*ratings, UNRATED}:
        return Supposed(row, now, now)
    return Supposed(row, now, ratings.get(asked))
