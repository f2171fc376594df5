"""What a report says, as plain frozen data: no database, no Django, nothing to fetch.

`SummaryContent` is the whole Assessment Summary. Whoever fills it copies words and marks out
of the models in order; every figure in the document is derived here, so that no two numbers
on paper can disagree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

MET, PARTIAL, NOT_MET, EXCLUDED = "met", "partial", "not-met", "excluded"

# An element whose text side by side would fill more lines than this is set in one column:
# two columns cannot be broken over a page. Widths below are those of wide letters.
LINES_SIDE_BY_SIDE = 36


def anchor(kind: str, code: str) -> str:
    """The name of a place in the document: one for each code, whatever is typed in it."""
    return f"{kind}-" + re.sub(r"[^A-Za-z0-9.]", lambda found: f"_{ord(found[0]):x}_", code)


def natural(code: str) -> list[tuple[int, int, str]]:
    """A sort key that puts `1.10` after `1.9` and `CSS99` before `CSS201`."""
    parts = re.findall(r"[0-9]+|[^0-9]+", code)
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def shorten(text: str, limit: int) -> str:
    """The first words of a text, cut between words."""
    words = " ".join(text.split())
    if len(words) <= limit:
        return words
    head = words[:limit]
    return (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(",;:.") + "…"


def breakable(text: str) -> str:
    """The same words; a run of hundreds of letters without a space may break every forty.

    Laying out one endless word takes minutes, and only such a run is touched: an address that
    somebody wants to copy out of the document stays as it was typed.
    """
    return re.sub(r"\S{300,}", lambda run: "\u200b".join(re.findall(".{1,40}", run[0])), text)


@dataclass(frozen=True)
class LevelName:
    """What the standard calls one of its levels."""

    one: str
    many: str


@dataclass(frozen=True)
class Levels:
    """The names of the four levels."""

    criterion: LevelName = LevelName("Criterion", "Criteria")
    sub_criterion: LevelName = LevelName("Sub-criterion", "Sub-criteria")
    element: LevelName = LevelName("Element", "Elements")
    clause: LevelName = LevelName("Part of the element", "Parts of the element")

    @classmethod
    def from_names(cls, names: Mapping[str, Mapping[str, str]]) -> Levels:
        """The levels of an edition's `level_names`; a level left out keeps its usual name."""
        return cls(**{level: LevelName(**name) for level, name in names.items()})


@dataclass(frozen=True)
class RatingMark:
    """A rating of the standard's scale. `counts_as` is met, partial, not-met or excluded."""

    code: str
    letter: str
    name: str
    counts_as: str = MET
    meaning: str = ""


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
        words = sum(_lines(clause.text, 50) for clause in self.clauses)
        rows = sum(
            max(
                _lines(line.marked_title, 36) + _lines(line.rationale, 40),
                _lines(line.locator, 16),
            )
            for line in self.evidence
        )
        return max(words + rows, _lines(self.finding, 26)) > LINES_SIDE_BY_SIDE


def _lines(text: str, width: int) -> int:
    return sum(-(-max(len(line), 1) // width) for line in text.split("\n")) if text else 0


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


@dataclass(frozen=True)
class Fact:
    """A line of the cover: what it is and what it says."""

    label: str
    value: str


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
class IndexEntry:
    """An item of the index, with every element it is cited for."""

    code: str
    title: str
    status: str
    cited_for: tuple[ElementContent, ...]

    @property
    def anchor(self) -> str:
        return anchor("i", self.code)


@dataclass(frozen=True)
class CriterionRow:
    """A criterion's line of the overview: `met` counts the ratings that count as met, in turn."""

    criterion: CriterionContent
    met: tuple[int, ...]


@dataclass(frozen=True)
class SummaryContent:
    """The Assessment Summary.

    `template_name` is the line that stands above the title. `created_at` goes into the file,
    so that the same content always makes the same bytes: it is when the content was true, not
    when the file was made. `notice` is printed on the cover and at the foot of every page.
    """

    organisation: str
    service: str
    standard_name: str
    template_name: str
    criteria: tuple[CriterionContent, ...]
    ratings: tuple[RatingMark, ...]
    created_at: datetime
    title: str = "Assessment Summary"
    kind: str = ""
    visit_days: tuple[date, ...] = ()
    reference: str = ""
    outcome: str = ""
    outcome_sentence: str = ""
    facts: tuple[Fact, ...] = ()
    marking: str = ""
    is_draft: bool = False
    notice: str = ""
    language: str = "en-GB"
    levels: Levels = field(default_factory=Levels)
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

    @property
    def file_title(self) -> str:
        """The title a reader of the file sees in its window."""
        return f"{self.title}: {self.organisation}, {self.service}"

    @property
    def visit_in_one_month(self) -> bool:
        return len({(day.year, day.month) for day in self.visit_days}) == 1

    @property
    def owner(self) -> str:
        """Whose document it is, for the head of every page."""
        return shorten(f"{self.organisation}, {self.service}", 150)

    @property
    def footer(self) -> str:
        named = f"{self.title} {self.reference}".strip()
        return shorten(", ".join(part for part in (named, self.marking) if part), 100)

    @property
    def short_notice(self) -> str:
        return shorten(self.notice, 100)

    @property
    def met_ratings(self) -> tuple[RatingMark, ...]:
        return tuple(mark for mark in self.ratings if mark.counts_as == MET)

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
    def scored_ratings(self) -> tuple[RatingMark, ...]:
        """The ratings an assessor may tick by hand: those that need no reason agreed first."""
        return tuple(mark for mark in self.ratings if mark.counts_as != EXCLUDED)

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

    @cached_property
    def service_index(self) -> tuple[IndexEntry, ...]:
        """The service's items in the order of their codes."""
        return tuple(_index(self.elements, ("new", "active")))

    @cached_property
    def corporate_index(self) -> tuple[IndexEntry, ...]:
        """The corporate items in the order of their codes."""
        return tuple(_index(self.elements, ("corporate",)))


def _index(elements: Iterable[ElementContent], listings: tuple[str, ...]) -> Iterator[IndexEntry]:
    titles: dict[str, str] = {}
    cited: dict[str, dict[str, ElementContent]] = {}
    statuses: dict[str, str] = {}
    for element in elements:
        for listing in listings:
            for line in getattr(element, listing):
                titles.setdefault(line.code, line.title)
                cited.setdefault(line.code, {})[element.code] = element
                # New for one element is new in the index: it is what the assessor has yet to see.
                statuses[line.code] = (
                    "new" if "new" in (listing, statuses.get(line.code)) else listing
                )
    for code in sorted(titles, key=natural):
        yield IndexEntry(code, titles[code], statuses[code], tuple(cited[code].values()))
