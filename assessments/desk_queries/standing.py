"""The whole assessment at the desk: its elements, the way through them, and how it would end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from accounts.models import User
from assessments.models import Assessment
from assessments.outcome import Outcome, outcome_of, why
from assessments.queries import year_of
from assessments.reckoning import CriterionReckoning, Rated, Reckoning, reckon
from criteria.models import Criterion, Rating

from .entries import Entry, Group, Show
from .rows import read_by, rows_before, rows_of


@dataclass(frozen=True)
class CriterionTally:
    """A criterion at the foot of the desk."""

    criterion: Criterion
    reckoning: CriterionReckoning
    entries: tuple[Entry, ...]

    @property
    def rated(self) -> int:
        return self.reckoning.rated


@dataclass(frozen=True)
class Standing:
    """The whole assessment: every element, the scale, and how it would end."""

    assessment: Assessment
    entries: tuple[Entry, ...]
    ratings: tuple[Rating, ...]

    @property
    def in_review(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.row.in_review)

    @property
    def unrated(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.is_in(Show.UNRATED))

    @property
    def rated_count(self) -> int:
        return len(self.in_review) - len(self.unrated)

    @cached_property
    def reckoning(self) -> Reckoning:
        """The pass rule on every rating there is, those carried forward included."""
        return reckon(
            (
                Rated(entry.element.sub_criterion.criterion, entry.rating, entry.code)
                for entry in self.entries
            ),
            not_met_allowed=self.assessment.edition.non_compliant_allowed,
        )

    @property
    def why(self) -> list[str]:
        """What decides the outcome, in sentences that name the elements."""
        return why(self.reckoning, self.assessment.edition)

    @cached_property
    def outcome(self) -> Outcome:
        return outcome_of(self.reckoning, self.ratings)

    @property
    def tally(self) -> list[CriterionTally]:
        return [
            CriterionTally(
                part.criterion,
                part,
                tuple(
                    entry
                    for entry in self.entries
                    if entry.element.sub_criterion.criterion_id == part.criterion.pk
                ),
            )
            for part in self.reckoning.criteria
        ]

    @property
    def last_year(self) -> str:
        """The year of the visit before, or nothing."""
        last = next((entry.last for entry in self.entries if entry.last), None)
        return str(year_of(last.assessment)) if last else ""

    def counts(self) -> dict[Show, int]:
        """How many elements each filter holds."""
        return {show: sum(entry.is_in(show) for entry in self.entries) for show in Show}

    def groups(self, show: Show) -> list[Group]:
        held = (entry for entry in self.entries if entry.is_in(show))
        grouped = groupby(held, key=lambda entry: entry.element.sub_criterion)
        return [Group(sub_criterion, tuple(entries)) for sub_criterion, entries in grouped]

    def find(self, code: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.code == code), None)

    def after(self, code: str, show: Show) -> Entry | None:
        """The next element of the list; the one in hand need not be in it."""
        return next(iter(self._beyond(self.entries, code, show)), None)

    def before(self, code: str, show: Show) -> Entry | None:
        return next(iter(self._beyond(self.entries[::-1], code, show)), None)

    @staticmethod
    def _beyond(entries: Sequence[Entry], code: str, show: Show) -> Iterator[Entry]:
        passed = False
        for entry in entries:
            if passed and entry.is_in(show):
                yield entry
            passed = passed or entry.code == code


def standing_of(assessment: Assessment, reader: User | None = None) -> Standing:
    """The assessment with last year's ratings, and what `reader` has read; four statements."""
    last = rows_before(assessment)
    read = read_by(reader, assessment) if reader else {}
    rows = list(rows_of(assessment, reader))
    for row in rows:
        row.assessment = assessment
    return Standing(
        assessment,
        tuple(
            Entry(
                row,
                last.get(row.element.code),
                read.get(row.element.code, {}),
                row.cited,  # type: ignore[attr-defined]
                row.open_requests,  # type: ignore[attr-defined]
                row.waiting_requests,  # type: ignore[attr-defined]
            )
            for row in rows
        ),
        tuple(assessment.edition.ratings.all()),
    )
