"""What the pages show of a summary before it is confirmed."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter

from criteria.models import Element
from evidence.enums import Listing

from .corrections import Corrections, Row, rows_of
from .lines import Line
from .misread import OF_CODES
from .pending import Reading
from .plan import Plan
from .report import ParsedWarning, UnreadableEvidence
from .result import ParsedLink

REACH = 2  # lines with words before and after the one that a warning is about
LISTS = [*Listing.values, ""]


@dataclass(frozen=True)
class PreviewRow:
    """An item where it would be listed, and what would happen to it."""

    row: Row
    element: Element | None
    title: str
    listing: str
    position: int
    item_is_new: bool
    is_there: bool
    is_left_out: bool
    moved_from: str
    is_retitled: bool

    @property
    def kind(self) -> str:
        """What would happen, in one word."""
        if self.is_left_out:
            return "left-out"
        if self.is_there:
            return "there"
        return "added" if self.item_is_new else "linked"


@dataclass(frozen=True)
class PlacedWarning:
    """A warning with the lines of the document around it."""

    warning: ParsedWarning
    lines: list[Line]

    @property
    def is_of_codes(self) -> bool:
        """Whether a misread code may be the cause of it."""
        return self.warning.code in OF_CODES


def preview_rows(reading: Reading, plan: Plan) -> list[PreviewRow]:
    """Every row by element and list in the order of the document; what is in no element last."""
    order = {code: at for at, code in enumerate(plan.elements)}
    titles = {item.code: item.title for item in reading.parsed.evidence}
    titles |= reading.corrections.titles
    links = {(link.element, link.code): link for link in reading.corrected.links}
    rows = [
        _preview_row(row, reading.corrections, plan, titles[row.code], links)
        for row in rows_of(reading.parsed)
    ]
    return sorted(
        rows,
        key=lambda each: (
            order[each.element.code] if each.element else len(order),
            LISTS.index(each.listing),
            each.position or len(rows),
            each.row.number,
        ),
    )


def _preview_row(
    row: Row,
    corrections: Corrections,
    plan: Plan,
    title: str,
    links: Mapping[tuple[str, str], ParsedLink],
) -> PreviewRow:
    to = corrections.of(row)
    code = row.element if to.left_out else to.element
    link = None if to.left_out else links.get((code, row.code))
    item_is_new = row.code not in plan.items
    is_linked = (code, row.code) in plan.known_links
    return PreviewRow(
        row=row,
        element=plan.elements.get(code),
        title=title,
        listing=link.listing if link else "",
        position=link.position if link else 0,
        item_is_new=item_is_new,
        is_there=is_linked if code else not item_is_new,
        is_left_out=to.left_out,
        moved_from=row.place if row.key in corrections.rows and not to.left_out else "",
        is_retitled=row.code in corrections.titles,
    )


def placed_warnings(reading: Reading, kind: str = "") -> list[PlacedWarning]:
    """The warnings of the reading by their kind, or those of one kind, each at its line."""
    found = [each for each in reading.parsed.warnings if kind in ("", each.code)]
    found.sort(key=attrgetter("code", "line"))
    around = surroundings(reading.lines)
    return [PlacedWarning(each, around(each.line)) for each in found]


def placed_problems(refused: UnreadableEvidence, lines: list[Line]) -> list[PlacedWarning]:
    """What keeps the summary from being read, each at its first line."""
    around = surroundings(lines)
    return [PlacedWarning(each, around(each.line)) for each in refused.problems]


def surroundings(lines: list[Line]) -> Callable[[int], list[Line]]:
    """Gives for the number of a line that line and the nearest ones with words around it."""
    printed = [line for line in lines if line.text.strip()]
    numbers = [line.number for line in printed]

    def around(number: int) -> list[Line]:
        first, last = bisect_left(numbers, number), bisect_right(numbers, number)
        return printed[max(0, first - REACH) : last + REACH]

    return around
