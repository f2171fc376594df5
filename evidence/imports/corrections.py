"""What a person put right after a summary was read, applied to the reading."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from evidence.enums import LinkStatus

from .report import ParsedWarning, warning
from .result import ParsedItem, ParsedLink, ParsedSummary


@dataclass(frozen=True, slots=True)
class Row:
    """An item where the document lists it; without an element it is listed in none."""

    number: int
    element: str
    code: str
    line: int
    status: str

    @property
    def key(self) -> str:
        """What the row is known by: the same bytes give the same keys."""
        return f"{self.element} {self.code}"

    @property
    def place(self) -> str:
        """Element and list as people say them."""
        if not self.element:
            return _("no element")
        return f"{self.element}, {LinkStatus(self.status).label}"


@dataclass(frozen=True, slots=True)
class Correction:
    """Another place for a row, or none."""

    left_out: bool = False
    element: str = ""
    status: str = LinkStatus.ACTIVE.value


@dataclass(frozen=True)
class Corrections:
    """Corrections of rows by their key, and of titles by the code of the item."""

    rows: Mapping[str, Correction] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Corrections":
        rows = {key: Correction(**row) for key, row in data.get("rows", {}).items()}
        return cls(rows, data.get("titles", {}))

    def of(self, row: Row) -> Correction:
        """Where the row goes, corrected or as it was read."""
        return self.rows.get(row.key) or Correction(element=row.element, status=row.status)


def rows_of(parsed: ParsedSummary) -> list[Row]:
    """Every link, and then every item that is in no list, numbered from 1."""
    linked = {link.code for link in parsed.links}
    places = [(link.element, link.code, link.line, link.status) for link in parsed.links]
    places += [
        ("", item.code, item.line, LinkStatus.ACTIVE.value)
        for item in parsed.evidence
        if item.code not in linked
    ]
    return [Row(number, *place) for number, place in enumerate(places, start=1)]


def corrected(parsed: ParsedSummary, corrections: Corrections) -> ParsedSummary:
    """The reading as it was put right, with a warning for each correction.

    What is moved stands at the end of its new list; an item left out of every list is
    left out altogether.
    """
    rows = [row for row in rows_of(parsed) if not corrections.of(row).left_out]
    rows.sort(key=lambda row: row.key in corrections.rows)
    kept = {row.code for row in rows}
    items = [item for item in parsed.evidence if item.code in kept]
    told = [*_told_of_rows(parsed, corrections), *_told_of_titles(items, corrections)]
    return replace(
        parsed,
        evidence=tuple(
            replace(item, title=corrections.titles.get(item.code, item.title)) for item in items
        ),
        links=tuple(_links(rows, corrections, {item.code: item for item in items})),
        warnings=tuple(sorted([*parsed.warnings, *told])),
    )


def _links(
    rows: list[Row], corrections: Corrections, items: Mapping[str, ParsedItem]
) -> list[ParsedLink]:
    lengths: dict[tuple[str, str], int] = {}
    links: dict[tuple[str, str], ParsedLink] = {}
    for row in rows:
        place = corrections.of(row)
        if not place.element or (place.element, row.code) in links:
            continue
        corporate = items[row.code].scope == "corporate"
        listing = "corporate" if corporate else place.status
        position = lengths[place.element, listing] = lengths.get((place.element, listing), 0) + 1
        links[place.element, row.code] = ParsedLink(
            place.element, row.code, place.status, listing, position, row.line
        )
    return list(links.values())


def _told_of_rows(parsed: ParsedSummary, corrections: Corrections) -> list[ParsedWarning]:
    told = []
    for row in rows_of(parsed):
        to = corrections.rows.get(row.key)
        if to is None:
            continue
        if to.left_out:
            other = row.element or _("no element")
            told.append(warning(row.line, "left-out", code=row.code, other=other))
        else:
            other = replace(row, element=to.element, status=to.status).place
            values = {"code": row.code, "text": row.place, "other": other}
            told.append(warning(row.line, "place-corrected", **values))
    return told


def _told_of_titles(items: list[ParsedItem], corrections: Corrections) -> list[ParsedWarning]:
    return [
        warning(item.line, "title-corrected", code=item.code, text=item.title, other=title)
        for item in items
        if (title := corrections.titles.get(item.code, item.title)) != item.title
    ]
