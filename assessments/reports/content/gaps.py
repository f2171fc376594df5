"""The gap report: what is missing today, whose it is, and what to do first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .paper import Paper
from .words import anchor, shorten


@dataclass(frozen=True)
class GapLine:
    """Something that an element lacks; one that `blocks` stands in the way of submission."""

    kind: str
    message: str
    action: str
    blocks: bool
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class GapElement:
    """An element under review. `days_late` counts from its due day while it is not ready."""

    code: str
    text: str
    owner: str = ""
    due_on: date | None = None
    days_late: int = 0
    gaps: tuple[GapLine, ...] = ()

    @property
    def anchor(self) -> str:
        return anchor("e", self.code)

    @property
    def short_text(self) -> str:
        return shorten(self.text, 48)

    @property
    def missing(self) -> tuple[GapLine, ...]:
        return tuple(gap for gap in self.gaps if gap.blocks)

    @property
    def worth_a_look(self) -> tuple[GapLine, ...]:
        return tuple(gap for gap in self.gaps if not gap.blocks)

    @property
    def is_ready(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class GapKind:
    """A kind of gap as the checklist names it."""

    code: str
    heading: str
    remedy: str
    blocks: bool


@dataclass(frozen=True)
class KindPart:
    """A kind of gap with the elements that have it."""

    kind: GapKind
    elements: tuple[GapElement, ...]


@dataclass(frozen=True)
class OwnerPart:
    """The elements of one person, the most urgent first; no name: nobody's."""

    name: str
    elements: tuple[GapElement, ...]

    @property
    def open(self) -> tuple[GapElement, ...]:
        """What the checklist says something about."""
        return tuple(element for element in self.elements if element.gaps)

    @property
    def done(self) -> tuple[GapElement, ...]:
        """What it says nothing about."""
        return tuple(element for element in self.elements if not element.gaps)

    @property
    def ready(self) -> int:
        return sum(element.is_ready for element in self.elements)

    @property
    def late(self) -> int:
        return sum(element.days_late > 0 for element in self.elements)


@dataclass(frozen=True)
class ItemNote:
    """An item of evidence that something speaks against, with the elements it is cited for."""

    code: str
    title: str
    why: str = ""
    owner: str = ""
    elements: tuple[str, ...] = ()


@dataclass(frozen=True)
class LateImprovement:
    """An improvement whose day has passed."""

    element_code: str
    text: str
    visit: str
    owner: str
    due_on: date
    days_late: int
    progress: str = ""


@dataclass(frozen=True)
class WaitingRequest:
    """What the assessor asked for and nobody has answered."""

    element_code: str
    question: str
    asked_by: str
    asked_on: date
    days: int
    owner: str = ""


@dataclass(frozen=True, kw_only=True)
class GapReport(Paper):
    """What is missing `as_of` a day in the order of the standard.

    `first` are sentences, the most urgent first. `most_elements` is for how many elements an
    item is usually cited at most, None where the standard does not say.
    """

    as_of: date
    looks_at: str
    under_review: tuple[GapElement, ...]
    kinds: tuple[GapKind, ...] = ()
    most_elements: int | None = None
    over_cited: tuple[ItemNote, ...] = ()
    stale: tuple[ItemNote, ...] = ()
    uncited: tuple[ItemNote, ...] = ()
    improvements: tuple[LateImprovement, ...] = ()
    requests: tuple[WaitingRequest, ...] = ()
    first: tuple[str, ...] = ()
    visit_on: date | None = None

    @property
    def ready(self) -> int:
        return sum(element.is_ready for element in self.under_review)

    @property
    def not_ready(self) -> int:
        return len(self.under_review) - self.ready

    @cached_property
    def late(self) -> tuple[GapElement, ...]:
        """Past their due day, the latest first."""
        late = (element for element in self.under_review if element.days_late)
        return tuple(sorted(late, key=lambda each: -each.days_late))

    @property
    def without_owner(self) -> tuple[GapElement, ...]:
        """Not ready, and nobody's."""
        return tuple(each for each in self.under_review if not each.owner and not each.is_ready)

    @property
    def days_to_visit(self) -> int | None:
        return (self.visit_on - self.as_of).days if self.visit_on else None

    @property
    def days_since_visit(self) -> int:
        return -(self.days_to_visit or 0)

    @cached_property
    def owners(self) -> tuple[OwnerPart, ...]:
        """Nobody's elements first, then each person's, by name."""
        found: dict[str, list[GapElement]] = {}
        for element in self.under_review:
            found.setdefault(element.owner, []).append(element)
        return tuple(
            OwnerPart(name, tuple(sorted(held, key=_urgency)))
            for name, held in sorted(found.items(), key=lambda each: each[0].casefold())
        )

    @cached_property
    def by_kind(self) -> tuple[KindPart, ...]:
        """Each kind that any element has, what stands in the way first."""
        parts = (KindPart(kind, self.having(kind.code)) for kind in self.kinds)
        return tuple(part for part in parts if part.elements)

    def having(self, kind: str) -> tuple[GapElement, ...]:
        """The elements with a gap of that kind."""
        return tuple(
            element
            for element in self.under_review
            if any(gap.kind == kind for gap in element.gaps)
        )


def _urgency(element: GapElement) -> tuple[bool, date]:
    # Sorting keeps the order of the standard among those that are due on one day.
    return element.is_ready, element.due_on or date.max
