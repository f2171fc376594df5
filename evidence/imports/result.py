"""What reading a summary yields."""

from collections.abc import Mapping
from dataclasses import dataclass

from .report import ParsedWarning


@dataclass(frozen=True, slots=True)
class ParsedItem:
    """A piece of evidence as first printed. `prefix` and `number` identify it."""

    code: str
    prefix: str
    number: int
    title: str
    scope: str  # "service" or "corporate"
    line: int


@dataclass(frozen=True, slots=True)
class ParsedLink:
    """An item cited for an element. `position` counts from 1 within `listing`."""

    element: str
    code: str
    status: str  # "new" or "active"
    listing: str  # "new", "active" or "corporate"
    position: int
    line: int


@dataclass(frozen=True, slots=True)
class TitleBlock:
    """The lines above the overview, and the names found in them ("" where not found)."""

    organisation: str = ""
    service: str = ""
    template: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class ParsedSummary:
    """Items and links in the order of the document, warnings in the order of its lines.

    `readings` says for every line that is not blank what it was taken for.
    """

    evidence: tuple[ParsedItem, ...]
    links: tuple[ParsedLink, ...]
    warnings: tuple[ParsedWarning, ...]
    title_block: TitleBlock
    readings: Mapping[int, str]
