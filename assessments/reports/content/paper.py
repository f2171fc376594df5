"""What every document says of itself: whose it is, what it is about, and how it looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from .marks import EXCLUDED, MET, Levels, RatingMark
from .words import shorten

BRAND = "#0b4f5c"


@dataclass(frozen=True)
class Logo:
    """A picture of the organisation; `says` stands in for it where it is not seen."""

    data: bytes = field(repr=False)
    media_type: str
    says: str

    @property
    def name(self) -> str:
        """What the markup calls it."""
        return "logo.png" if self.media_type == "image/png" else "logo.jpg"


@dataclass(frozen=True)
class HouseStyle:
    """The organisation's own look. `accent` is a colour `#rrggbb`, dark enough to be read."""

    accent: str = BRAND
    logo: Logo | None = None


@dataclass(frozen=True)
class Fact:
    """A line of the cover: what it is and what it says."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Paper:
    """The frame of a document: cover, running heads and foot.

    `template_name` is the line that stands above the title. `created_at` goes into the file,
    so that the same content always makes the same bytes: it is when the content was true, not
    when the file was made. `notice` is printed on the cover and at the foot of every page.
    `outcome` is the answer that the cover gives, under `outcome_heading`, or under "Outcome".
    """

    organisation: str
    service: str
    standard_name: str
    template_name: str
    created_at: datetime
    title: str
    assessment: str = ""
    kind: str = ""
    visit_days: tuple[date, ...] = ()
    reference: str = ""
    outcome: str = ""
    outcome_heading: str = ""
    outcome_sentence: str = ""
    facts: tuple[Fact, ...] = ()
    marking: str = ""
    is_draft: bool = False
    notice: str = ""
    language: str = "en-GB"
    levels: Levels = field(default_factory=Levels)
    ratings: tuple[RatingMark, ...] = ()
    style: HouseStyle = field(default_factory=HouseStyle)

    @property
    def file_title(self) -> str:
        """The title a reader of the file sees in its window."""
        named = f"{self.title}: {self.organisation}, {self.service}"
        return f"{named}, {self.assessment}" if self.assessment else named

    @property
    def visit_in_one_month(self) -> bool:
        return len({(day.year, day.month) for day in self.visit_days}) == 1

    @property
    def owner(self) -> str:
        """Whose document it is, for the head of every page."""
        return shorten(f"{self.organisation}, {self.service}", 110)

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

    @property
    def scored_ratings(self) -> tuple[RatingMark, ...]:
        """The ratings an assessor may tick by hand: those that need no reason agreed first."""
        return tuple(mark for mark in self.ratings if mark.counts_as != EXCLUDED)
