"""What the assessor’s desk shows, in a fixed number of SQL statements whatever the size."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.history.sentences import Told, told
from accounts.models import HistoryEntry, User
from assessments.enums import State
from assessments.models import Assessment, ElementAssessment
from assessments.outcome import Outcome, outcome_of
from assessments.queries import year_of
from assessments.reckoning import CriterionReckoning, Rated, Reckoning, reckon
from criteria.enums import CountsAs
from criteria.models import Clause, Criterion, Element, Rating, SubCriterion
from evidence.enums import Listing
from evidence.models import ReaderGrant, SnapshotLink

PAGE = re.compile(r"\b(?:pages?|pp?\.?|slides?)\s*(\d{1,5})\b", re.IGNORECASE)


class Show(models.TextChoices):
    """Which elements the list at the side holds."""

    ALL = "all", _("All elements")
    REVIEW = "review", _("All under review")
    UNRATED = "unrated", _("Not rated")
    PARTIAL = "partial", _("Partial last time")


SHORT = {
    Show.ALL: _("All"),
    Show.REVIEW: _("Review"),
    Show.UNRATED: _("To rate"),
    Show.PARTIAL: _("Partial"),
}


@dataclass(frozen=True)
class Entry:
    """One element in the list: its row, what the visit before found, what was read of it."""

    row: ElementAssessment
    last: ElementAssessment | None
    cited: int
    opened: frozenset[int | None]

    @property
    def read(self) -> int:
        """How many items the reader has opened for it."""
        return len(self.opened)

    @property
    def element(self) -> Element:
        return self.row.element

    @property
    def code(self) -> str:
        return self.row.element.code

    @property
    def rating(self) -> Rating | None:
        return self.row.rating

    @property
    def last_rating(self) -> Rating | None:
        return self.last.rating if self.last else None

    def is_in(self, show: Show) -> bool:
        """Whether the list holds it under that filter."""
        if show == Show.ALL:
            return True
        if show == Show.UNRATED:
            return self.row.in_review and self.rating is None
        if show == Show.PARTIAL:
            rating = self.last_rating
            return rating is not None and rating.counts_as == CountsAs.PARTIAL
        return self.row.in_review


@dataclass(frozen=True)
class Group:
    """The elements of a sub-criterion that the list holds."""

    sub_criterion: SubCriterion
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class CriterionTally:
    """A criterion at the foot of the desk."""

    criterion: Criterion
    reckoning: CriterionReckoning
    entries: tuple[Entry, ...]

    @property
    def rated(self) -> int:
        return self.reckoning.elements - self.reckoning.unrated


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
            (Rated(entry.element.sub_criterion.criterion, entry.rating) for entry in self.entries),
            not_met_allowed=self.assessment.edition.non_compliant_allowed,
        )

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
    last = _rows_before(assessment)
    read = _read_by(reader, assessment) if reader else {}
    rows = list(_rows(assessment))
    for row in rows:
        row.assessment = assessment
    return Standing(
        assessment,
        tuple(
            Entry(
                row,
                last.get(row.element_id),
                row.cited,  # type: ignore[attr-defined]
                frozenset(read.get(row.element.code, ())),
            )
            for row in rows
        ),
        tuple(assessment.edition.ratings.all()),
    )


def _rows(assessment: Assessment) -> models.QuerySet[ElementAssessment]:
    cited = (
        SnapshotLink.objects.filter(
            snapshot_id=assessment.snapshot_id, element_id=OuterRef("element_id")
        )
        .order_by()
        .values("element_id")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return (
        ElementAssessment.objects.filter(assessment=assessment)
        .select_related("element__sub_criterion__criterion", "self_rating", "rating", "accepted_by")
        .annotate(cited=Coalesce(Subquery(cited, output_field=IntegerField()), 0))
        .order_by("element")
    )


def _rows_before(assessment: Assessment) -> dict[int, ElementAssessment]:
    """What the latest visit before this one found, by element id."""
    before = Assessment.objects.filter(
        portfolio_id=assessment.portfolio_id,
        edition_id=assessment.edition_id,
        state=State.COMPLETED,
        pk__lt=assessment.pk,
    )
    rows = ElementAssessment.objects.filter(
        assessment__in=before.order_by("-completed_at").values("pk")[:1]
    ).select_related("assessment", "rating")
    return {row.element_id: row for row in rows}


def _read_by(reader: User, assessment: Assessment) -> dict[str, set[int | None]]:
    """The items that the reader has opened since the submission, by the element's code."""
    entries = HistoryEntry.objects.filter(
        assessment_id=assessment.pk,
        actor_id=reader.pk,
        verb="evidence.read",
        at__gte=assessment.submitted_at,
    )
    read: dict[str, set[int | None]] = {}
    for code, item in entries.order_by().values_list("element_code", "item_id").distinct():
        read.setdefault(code, set()).add(item)
    return read


@dataclass(frozen=True)
class Exhibit:
    """A cited item at the desk, and whether the reader has opened it."""

    link: SnapshotLink
    is_read: bool

    @property
    def page(self) -> int | None:
        """The first page that "where to look" names."""
        found = PAGE.search(self.link.locator)
        return int(found[1]) if found else None


def exhibits_of(entry: Entry) -> dict[str, list[Exhibit]]:
    """What was submitted for the element, by printed list; one statement."""
    links = (
        SnapshotLink.objects.filter(
            snapshot_id=entry.row.assessment.snapshot_id, element=entry.element
        )
        .select_related("version__accompanies", "item", "clause")
        .order_by("position", "pk")
    )
    exhibits = [Exhibit(link, link.item_id in entry.opened) for link in links]
    return {
        listing.value: [each for each in exhibits if each.link.listing == listing]
        for listing in Listing
    }


def parts_of(element: Element) -> list[Clause]:
    """The parts of the element; one statement."""
    return list(element.clauses.all())


def access_until(assessment: Assessment, reader: User) -> date | None:
    """The last day of the reader's access; one statement."""
    grants = ReaderGrant.objects.live().filter(reader=reader, snapshot_id=assessment.snapshot_id)
    return grants.aggregate(last=models.Max("ends_on"))["last"]


def last_rating_of(row: ElementAssessment) -> Told | None:
    """Who saved the assessor's half of the element last, and when; two statements."""
    entries = HistoryEntry.objects.filter(
        assessment_id=row.assessment_id,
        element_code=row.element.code,
        verb__in=["assessments.rated", "assessments.accepted", "assessments.acceptance_withdrawn"],
    )
    return next(iter(told(entries.order_by("-sequence")[:1])), None)
