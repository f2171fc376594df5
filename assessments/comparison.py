"""Assessments as plain facts: one by itself, and any two side by side."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assessments.changes import Change, Cited, change_between, to_be_read
from assessments.merging import Changed, Row, merge
from assessments.models import Assessment, ElementAssessment
from assessments.outcome import Outcome, outcome_of
from assessments.queries import year_of
from assessments.reckoning import CriterionReckoning, Rated, Reckoning, reckon
from criteria.models import Rating
from evidence.models import EvidenceLink, SnapshotLink


@dataclass(frozen=True)
class Found:
    """One element at one visit."""

    code: str
    text: str
    criterion: str
    in_review: bool
    self_rating: Rating | None
    rating: Rating | None
    comment: str
    commentary: str
    carried_from: str
    evidence: tuple[Cited, ...]


@dataclass(frozen=True)
class Side:
    """One assessment: its elements in the order of the standard, and its outcome."""

    pk: int
    label: str
    year: str
    kind_name: str
    is_completed: bool
    visit_on: date | None
    signed_name: str
    statement: str
    reckoning: Reckoning
    outcome: Outcome
    elements: Mapping[str, Found]

    def criterion(self, code: str) -> CriterionReckoning | None:
        return next((c for c in self.reckoning.criteria if c.criterion.code == code), None)


@dataclass(frozen=True)
class ElementPair:
    """An element at two visits; one side is missing where the edition has no such code."""

    a: Found | None
    b: Found | None

    @property
    def either(self) -> Found:
        found = self.b or self.a
        assert found is not None  # noqa: S101  a pair has at least one side
        return found

    @cached_property
    def comments(self) -> list[Row]:
        """The assessor's comments, the words that differ marked; `a` is the first text."""
        first, second = (found.comment if found else "" for found in (self.a, self.b))
        return merge(base="", mine=first, theirs=second)

    @property
    def both_commented(self) -> bool:
        """Whether there are two comments to set against each other."""
        return bool(self.a and self.b and self.a.comment and self.b.comment)

    @cached_property
    def evidence(self) -> tuple[tuple[Cited, Change], ...]:
        """What each item is in the second visit beside the first, dropped ones last."""
        before = {each.item_id: each for each in (self.a.evidence if self.a else ())}
        now = {each.item_id: each for each in (self.b.evidence if self.b else ())}
        kept = [(each, change_between(before.get(item), each)) for item, each in now.items()]
        gone = [(each, Change.DROPPED) for item, each in before.items() if item not in now]
        return (*kept, *gone)

    @property
    def rating_moved(self) -> bool:
        return _code(self.a, "rating") != _code(self.b, "rating")

    @property
    def self_rating_moved(self) -> bool:
        return _code(self.a, "self_rating") != _code(self.b, "self_rating")

    @property
    def comment_moved(self) -> bool:
        return any(row.changed != Changed.NEITHER for row in self.comments)

    @property
    def evidence_moved(self) -> bool:
        return any(change != Change.UNCHANGED for _cited, change in self.evidence)

    @property
    def is_changed(self) -> bool:
        return (
            self.rating_moved or self.self_rating_moved or self.comment_moved or self.evidence_moved
        )


@dataclass(frozen=True)
class CriterionPair:
    """A criterion at two visits."""

    code: str
    title: str
    a: CriterionReckoning | None
    b: CriterionReckoning | None
    elements: tuple[ElementPair, ...]


@dataclass(frozen=True)
class TwoVisits:
    """The earlier and the later assessment, criterion by criterion."""

    a: Side
    b: Side
    criteria: tuple[CriterionPair, ...]

    @property
    def elements(self) -> tuple[ElementPair, ...]:
        return tuple(pair for criterion in self.criteria for pair in criterion.elements)

    @property
    def changed_count(self) -> int:
        return sum(pair.is_changed for pair in self.elements)


def _code(found: Found | None, name: str) -> str:
    rating = getattr(found, name, None)
    return rating.code if rating else ""


def compare_visits(a: Assessment, b: Assessment) -> TwoVisits:
    """Both assessments of one portfolio, element by element, by code; four statements."""
    one, other = sides_of([a, b])
    codes = [*other.elements, *(code for code in one.elements if code not in other.elements)]
    pairs = [ElementPair(one.elements.get(code), other.elements.get(code)) for code in codes]
    return TwoVisits(one, other, tuple(_by_criterion(one, other, pairs)))


def _by_criterion(one: Side, other: Side, pairs: list[ElementPair]) -> Iterator[CriterionPair]:
    for code in dict.fromkeys(pair.either.criterion for pair in pairs):
        a, b = one.criterion(code), other.criterion(code)
        known = b or a
        yield CriterionPair(
            code,
            known.criterion.title if known else "",
            a,
            b,
            tuple(pair for pair in pairs if pair.either.criterion == code),
        )


def sides_of(assessments: Sequence[Assessment]) -> list[Side]:
    """Each as plain facts; four statements however many (three where all are submitted)."""
    rows = list(
        ElementAssessment.objects.filter(assessment__in=assessments)
        .select_related("element__sub_criterion__criterion", "self_rating", "rating")
        .order_by("element")
    )
    scale = list(Rating.objects.filter(edition__in={each.edition_id for each in assessments}))
    cited = _evidence_of(assessments)
    return [
        _side(
            each,
            [row for row in rows if row.assessment_id == each.pk],
            [rating for rating in scale if rating.edition_id == each.edition_id],
            cited,
        )
        for each in assessments
    ]


Cites = dict[tuple[int, int], list[Cited]]


def _side(
    assessment: Assessment, rows: list[ElementAssessment], scale: list[Rating], cited: Cites
) -> Side:
    reckoning = reckon(
        (Rated(row.element.sub_criterion.criterion, row.rating, row.element.code) for row in rows),
        not_met_allowed=assessment.edition.non_compliant_allowed,
    )
    return Side(
        pk=assessment.pk,
        label=assessment.label,
        year=str(year_of(assessment)),
        kind_name=assessment.kind_name,
        is_completed=assessment.completed_at is not None,
        visit_on=assessment.visit_on,
        signed_name=assessment.signed_name,
        statement=assessment.statement,
        reckoning=reckoning,
        outcome=outcome_of(reckoning, scale),
        elements={row.element.code: _found(row, cited) for row in rows},
    )


def _found(row: ElementAssessment, cited: Cites) -> Found:
    return Found(
        code=row.element.code,
        text=row.element.text,
        criterion=row.element.sub_criterion.criterion.code,
        in_review=row.in_review,
        self_rating=row.self_rating,
        rating=row.rating,
        comment=row.finding,
        commentary=row.commentary,
        carried_from=row.carried_from,
        evidence=tuple(cited.get((row.assessment_id, row.element_id), ())),
    )


def _evidence_of(assessments: Iterable[Assessment]) -> Cites:
    """What each visit was shown; of one that is not submitted, what it would be shown now."""
    taken = {each.snapshot_id: each.pk for each in assessments if each.submitted_at}
    cited: Cites = {}
    for link in SnapshotLink.objects.filter(snapshot__in=taken).order_by("position", "pk"):
        key = taken[link.snapshot_id], link.element_id
        cited.setdefault(key, []).append(
            Cited(link.item_id, link.code, link.title, link.version_id)
        )
    for assessment in assessments:
        if not assessment.submitted_at:
            _add_what_is_cited_now(assessment, cited)
    return cited


def _add_what_is_cited_now(assessment: Assessment, cited: Cites) -> None:
    links = (
        EvidenceLink.objects.in_use()
        .filter(portfolio=assessment.portfolio_id, element__edition=assessment.edition_id)
        .select_related("item")
        .annotate(shown=to_be_read("item_id"))
        .order_by("position", "pk")
    )
    for link in links:
        key = assessment.pk, link.element_id
        cited.setdefault(key, []).append(
            Cited(link.item_id, link.item.code, link.item.title, link.shown)  # type: ignore[attr-defined]
        )
