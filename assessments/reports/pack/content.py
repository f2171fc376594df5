"""What a pack holds, as plain frozen data."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from ..content import SummaryContent


class Key(NamedTuple):
    """A version: the code of its item, and its number."""

    code: str
    number: int


@dataclass(frozen=True)
class PackFile:
    """A version, and where its bytes lie in the pack.

    `role` is original, redacted or picture; `beside` the number of the version it accompanies.
    Where it could not be taken in, `path` is empty and `absent` says why.
    """

    code: str
    number: int
    role: str
    name: str
    media_type: str
    size: int
    sha256: str
    storage_key: str
    path: str = ""
    absent: str = ""
    beside: int | None = None
    address: str = ""
    seen_on: date | None = None
    note: str = ""

    @property
    def key(self) -> Key:
        return Key(self.code, self.number)


@dataclass(frozen=True)
class PackLink:
    """An item cited for an element, as it was submitted.

    `files` are what stands for it, the submitted version first; none: an item without a file.
    `pointer` is a page in the element's folder that leads there from another one.
    """

    element: str
    listing: str
    code: str
    title: str
    scope: str
    status: str
    position: int
    locator: str = ""
    clause: str = ""
    rationale: str = ""
    on_request: date | None = None
    files: tuple[Key, ...] = ()
    pointer: str = ""


@dataclass(frozen=True)
class Judged:
    """An element in the assessment, for `assessment.json`."""

    element: str
    in_review: bool
    self_rating: str | None
    commentary: str
    rating: str | None
    finding: str
    accepted: bool


@dataclass(frozen=True)
class Slugs:
    """How other programs call what the pack is about."""

    standard: str
    organisation: str
    service: str
    kind: str
    state: str


@dataclass(frozen=True, kw_only=True)
class PackContent:
    """The whole pack. `for_assessor`: with what the assessor is shown, and nothing else."""

    summary: SummaryContent
    slugs: Slugs
    links: tuple[PackLink, ...]
    files: tuple[PackFile, ...]
    judged: tuple[Judged, ...]
    for_assessor: bool
    marking: str

    @property
    def created_at(self) -> datetime:
        return self.summary.created_at

    @property
    def is_draft(self) -> bool:
        """Made of the evidence as it stands, because nothing has been submitted."""
        return self.slugs.state in ("preparing", "returned")

    @cached_property
    def behind(self) -> frozenset[Key]:
        """The originals that stand behind redacted copies."""
        redacted = (file for file in self.files if file.role == "redacted")
        return frozenset(Key(file.code, file.beside) for file in redacted if file.beside)

    @cached_property
    def _counted(self) -> Counter[str]:
        return Counter(file.code for file in self.files)

    def stands_beside_others(self, file: PackFile) -> bool:
        """Whether its item has more than this one file."""
        return self._counted[file.code] > 1

    @cached_property
    def by_key(self) -> dict[Key, PackFile]:
        return {file.key: file for file in self.files}

    @cached_property
    def included(self) -> tuple[PackFile, ...]:
        return tuple(file for file in self.files if file.path)

    def files_of(self, link: PackLink) -> tuple[PackFile, ...]:
        return tuple(self.by_key[key] for key in link.files)
