"""The Assessment Summary: every element with its evidence, and the index of the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from .assessed import AssessedPaper
from .elements import ElementContent
from .words import anchor, natural


@dataclass(frozen=True)
class IndexEntry:
    """An item of the index, with every element it is cited for, and why it is stale."""

    code: str
    title: str
    status: str
    cited_for: tuple[ElementContent, ...]
    stale: str = ""

    @property
    def anchor(self) -> str:
        return anchor("i", self.code)


@dataclass(frozen=True, kw_only=True)
class SummaryContent(AssessedPaper):
    """The Assessment Summary."""

    title: str = "Assessment Summary"

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
    stale: dict[str, str] = {}
    for element in elements:
        for listing in listings:
            for line in getattr(element, listing):
                titles.setdefault(line.code, line.title)
                stale[line.code] = stale.get(line.code) or line.stale
                cited.setdefault(line.code, {})[element.code] = element
                # New for one element is new in the index: it is what the assessor has yet to see.
                statuses[line.code] = (
                    "new" if "new" in (listing, statuses.get(line.code)) else listing
                )
    for code in sorted(titles, key=natural):
        cited_for = tuple(cited[code].values())
        yield IndexEntry(code, titles[code], statuses[code], cited_for, stale[code])
