"""The evidence index: every item, its files with their checksums, and what it is cited for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .paper import Paper
from .words import anchor, shorten

NEW, ACTIVE, CORPORATE = "new", "active", "corporate"


@dataclass(frozen=True)
class IndexedVersion:
    """A file of an item.

    `role` is original, redacted or picture; the last two stand beside version `of_number`.
    `trouble` says why nobody can read it. `is_submitted`: it is what was handed in.
    """

    number: int
    file_name: str
    size: int
    sha256: str
    added_on: date | None = None
    added_by: str = ""
    role: str = "original"
    of_number: int | None = None
    address: str = ""
    trouble: str = ""
    is_submitted: bool = False

    @property
    def halves(self) -> tuple[str, str]:
        """The checksum in the two lines it is set in."""
        return self.sha256[:32], self.sha256[32:]


@dataclass(frozen=True)
class Citation:
    """An item in one of an element's lists; `version` was handed in for it, if any was."""

    element_code: str
    listing: str
    position: int
    version: int | None = None
    on_request: date | None = None

    @property
    def anchor(self) -> str:
        return anchor("e", self.element_code)


@dataclass(frozen=True)
class IndexedItem:
    """An item of evidence. `freshness` is in words; `stale` says why it is stale."""

    code: str
    title: str
    is_corporate: bool = False
    owner: str = ""
    team: str = ""
    marking: str = ""
    freshness: str = ""
    stale: str = ""
    withdrawn_on: date | None = None
    withdrawn_reason: str = ""
    versions: tuple[IndexedVersion, ...] = ()
    cited_for: tuple[Citation, ...] = ()

    @property
    def anchor(self) -> str:
        return anchor("i", self.code)

    @property
    def status(self) -> str:
        """New where it is new for any element, else the list it stands in; empty: not cited."""
        lists = {citation.listing for citation in self.cited_for}
        return next((each for each in (NEW, ACTIVE, CORPORATE) if each in lists), "")

    @property
    def kept_by(self) -> str:
        return ", ".join(filter(None, (self.team, self.owner)))


@dataclass(frozen=True)
class IndexedElement:
    """An element, to be led to and from."""

    code: str
    text: str
    criterion_code: str
    criterion_title: str

    @property
    def anchor(self) -> str:
        return anchor("e", self.code)

    @property
    def short_text(self) -> str:
        return shorten(self.text, 48)


@dataclass(frozen=True)
class Listed:
    """An item where it stands in a list."""

    item: IndexedItem
    citation: Citation


@dataclass(frozen=True)
class ElementLists:
    """An element with what is cited for it, each list in its order."""

    element: IndexedElement
    new: tuple[Listed, ...]
    active: tuple[Listed, ...]
    corporate: tuple[Listed, ...]


@dataclass(frozen=True)
class CriterionLists:
    code: str
    title: str
    elements: tuple[ElementLists, ...]


@dataclass(frozen=True)
class ItemGroup:
    """A part of the index: service, corporate, or other, which holds what is not cited."""

    code: str
    items: tuple[IndexedItem, ...]


@dataclass(frozen=True, kw_only=True)
class EvidenceIndex(Paper):
    """Every item in the order of its code, and the elements in `outline`.

    `is_submitted`: it lists what was handed in; `by_assessor`: nothing but that.
    """

    items: tuple[IndexedItem, ...]
    outline: tuple[IndexedElement, ...]
    is_submitted: bool = False
    by_assessor: bool = False

    @cached_property
    def cited(self) -> tuple[IndexedItem, ...]:
        return tuple(item for item in self.items if item.cited_for)

    @cached_property
    def groups(self) -> tuple[ItemGroup, ...]:
        """The service's items, the corporate ones and those not cited; empty ones left out."""
        groups = (
            ItemGroup("service", tuple(item for item in self.cited if not item.is_corporate)),
            ItemGroup("corporate", tuple(item for item in self.cited if item.is_corporate)),
            ItemGroup("other", tuple(item for item in self.items if not item.cited_for)),
        )
        return tuple(group for group in groups if group.items)

    @cached_property
    def citations(self) -> int:
        return sum(len(item.cited_for) for item in self.items)

    @cached_property
    def versions(self) -> tuple[IndexedVersion, ...]:
        return tuple(version for item in self.items for version in item.versions)

    @property
    def size(self) -> int:
        return sum(version.size for version in self.versions)

    @property
    def stale(self) -> int:
        return sum(bool(item.stale) for item in self.cited)

    @property
    def without_file(self) -> int:
        return sum(not item.versions for item in self.cited)

    @cached_property
    def criteria(self) -> tuple[CriterionLists, ...]:
        """The elements with their lists, by criterion."""
        lists = self._lists()
        found: dict[tuple[str, str], list[ElementLists]] = {}
        for element in self.outline:
            key = element.criterion_code, element.criterion_title
            found.setdefault(key, []).append(
                ElementLists(
                    element,
                    *(tuple(_in(lists, element, each)) for each in (NEW, ACTIVE, CORPORATE)),
                )
            )
        return tuple(CriterionLists(*key, tuple(held)) for key, held in found.items())

    def _lists(self) -> dict[tuple[str, str], list[Listed]]:
        lists: dict[tuple[str, str], list[Listed]] = {}
        for item in self.items:
            for citation in item.cited_for:
                key = citation.element_code, citation.listing
                lists.setdefault(key, []).append(Listed(item, citation))
        return lists


def _in(
    lists: dict[tuple[str, str], list[Listed]], element: IndexedElement, listing: str
) -> Iterator[Listed]:
    held: Iterable[Listed] = lists.get((element.code, listing), ())
    # What joined on request has a line of its own, behind the one that was handed in.
    yield from sorted(
        held, key=lambda each: (each.citation.position, bool(each.citation.on_request))
    )
