"""Reads the rows of a register: items, links and what is odd about them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from evidence.enums import LinkStatus, Marking
from evidence.imports.codes import Code, normalise_code, prefix_key
from evidence.imports.report import ParsedWarning, refuse

from .cells import lines_of_text, one_line
from .choice import CODE_AND_TITLE, Chosen
from .columns import Column
from .sheets import Row
from .values import Elements, read_date, read_marking, read_status
from .words import in_sheet, problem, warning

DATES = (
    *(Column.PRODUCED_ON, Column.COVERS_FROM, Column.COVERS_TO),
    *(Column.RECEIVED_ON, Column.REVIEW_BY, Column.CHECKED_ON),
)
LENGTHS = {
    Column.TITLE: 300,
    Column.LOCATOR: 300,
    Column.RATIONALE: 2000,
    Column.ARCHIVED_REASON: 500,
}
MANY_LINES = {Column.DESCRIPTION, Column.RATIONALE, Column.ARCHIVED_REASON}
Value = str | date | Marking


class Place(NamedTuple):
    """A row: the number of its sheet and its line there."""

    sheet: int
    line: int


@dataclass
class ReadItem:
    """An item with what its rows say of it, the first word counting."""

    code: Code
    scope: str
    place: Place
    values: dict[Column, Value] = field(default_factory=dict)


@dataclass
class ReadLink:
    code: Code
    element: str
    clause: str
    place: Place
    status: LinkStatus | None
    position: int | None
    words: dict[Column, str]


@dataclass
class Register:
    """Items by key in the order of their rows, links, and what is to be said of each row."""

    items: dict[tuple[str, int], ReadItem] = field(default_factory=dict)
    links: list[ReadLink] = field(default_factory=list)
    notes: list[tuple[Place, ParsedWarning]] = field(default_factory=list)
    problems: list[ParsedWarning] = field(default_factory=list)
    sheet_names: list[str] = field(default_factory=list)
    has_teams: bool = False

    def note(self, place: Place, code: str, /, **values: object) -> None:
        self.notes.append((place, warning(place.line, code, **values)))

    def warnings(self) -> list[ParsedWarning]:
        """In the order of the lines, with the names of sheets where there are several."""
        if len(self.sheet_names) == 1:
            return [note for _place, note in sorted(self.notes)]
        return [in_sheet(note, self.sheet_names[place.sheet]) for place, note in sorted(self.notes)]


def read_register(
    chosen: Sequence[Chosen], elements: Elements, *, service_prefix: str, corporate_prefix: str
) -> Register:
    """The register as its columns were chosen. Raises UnreadableEvidence with all problems."""
    register = Register(sheet_names=[each.sheet.name for each in chosen])
    prefixes = {prefix_key(corporate_prefix): "corporate", prefix_key(service_prefix): "service"}
    reader = _Reader(register, elements, prefixes, (service_prefix, corporate_prefix))
    for number, each in enumerate(chosen):
        if each.is_read:
            reader.read_sheet(number, each)
        elif each.sheet.rows:
            name = "sheet-hidden" if each.sheet.is_hidden else "sheet-left-out"
            register.note(Place(number, each.header_line), name, text=each.sheet.name)
    refuse(register.problems)
    _name_the_untitled(register)
    return register


def _name_the_untitled(register: Register) -> None:
    for item in register.items.values():
        _check_period(register, item)


def _check_period(register: Register, item: ReadItem) -> None:
    start, end = item.values.get(Column.COVERS_FROM), item.values.get(Column.COVERS_TO)
    if isinstance(start, date) and isinstance(end, date) and end < start:
        values = {"text": start, "other": end}
        register.note(item.place, "period-backwards", code=item.code.display, **values)
        del item.values[Column.COVERS_FROM], item.values[Column.COVERS_TO]


@dataclass
class _Reader:
    register: Register
    elements: Elements
    scopes: dict[str, str]
    prefixes: tuple[str, str]
    seen: set[tuple[tuple[str, int], str]] = field(default_factory=set)

    def read_sheet(self, number: int, chosen: Chosen) -> None:
        self._tell_columns(number, chosen)
        self.register.has_teams |= Column.TEAM in chosen.columns
        header = chosen.sheet.rows[chosen.header].cells
        item = None
        for row in chosen.body:
            if row.cells == header:
                continue  # printed again at the head of a page
            place = Place(number, row.line)
            texts = {column: row.cell(at) for column, at in chosen.columns.items()}
            item = self._item(place, texts, item, row)
            if item:
                self._values(place, texts, item)
                self._links(place, texts, item)

    def _tell_columns(self, number: int, chosen: Chosen) -> None:
        place = Place(number, chosen.header_line)
        used = set(chosen.columns.values())
        for at, name in enumerate(chosen.names):
            if name and at not in used:
                self.register.note(place, "column-left-out", text=name)

    def _item(
        self, place: Place, texts: dict[Column, str], last: ReadItem | None, row: Row
    ) -> ReadItem | None:
        """The item of the row; a row with elements alone goes on with the item above."""
        text = one_line(texts[Column.CODE])
        if not text and texts.get(Column.ELEMENTS) and not texts.get(Column.TITLE):
            return last
        code = self._code(place, text, texts)
        if code is None:
            words = " · ".join(cell for cell in row.cells if cell)
            self.register.note(place, "row-left-out", text=words)
            return None
        scope = self.scopes.get(code.prefix)
        if scope is None or code.number == 0:
            self._refuse_code(place, code, scope)
            return None
        known = self.register.items.get(code.key)
        if known is None:
            known = self.register.items[code.key] = ReadItem(code, scope, place)
        elif known.code.display != code.display:
            values = {"code": code.display, "other": known.code.display}
            self.register.note(place, "code-spelled-two-ways", **values)
        return known

    def _code(self, place: Place, text: str, texts: dict[Column, str]) -> Code | None:
        both = CODE_AND_TITLE.fullmatch(text)
        if both and not texts.get(Column.TITLE) and normalise_code(both["code"]):
            texts[Column.TITLE] = both["title"]
            text = both["code"]
        if re.fullmatch(r"\d{1,5}", text):
            code = normalise_code(f"{self.prefixes[0]}{int(text):03}")
            self.register.note(place, "prefix-missing", text=text, code=code and code.display)
            return code
        return normalise_code(text)

    def _refuse_code(self, place: Place, code: Code, scope: str | None) -> None:
        service, corporate = self.prefixes
        values = {"prefix": code.prefix, "service": service, "corporate": corporate}
        name = "code-out-of-range" if scope else "unknown-prefix"
        self.register.problems.append(problem(place.line, name, code=code.display, **values))

    def _values(self, place: Place, texts: dict[Column, str], item: ReadItem) -> None:
        for column, value in self._of_item(place, texts, item):
            before = item.values.setdefault(column, value)
            if before != value:
                values = {"text": _shown(value), "other": _shown(before), "name": column.label}
                self.register.note(place, "two-values", code=item.code.display, **values)

    def _of_item(
        self, place: Place, texts: dict[Column, str], item: ReadItem
    ) -> Iterator[tuple[Column, Value]]:
        for column in (Column.TITLE, Column.DESCRIPTION, Column.TEAM, Column.OWNER):
            if text := self._text(place, texts, column, item):
                yield column, text
        if text := one_line(texts.get(Column.MARKING, "")):
            marking, is_plain = read_marking(text)
            if not is_plain:
                values = {"text": text, "other": marking.label}
                self.register.note(place, "marking-unknown", code=item.code.display, **values)
            yield Column.MARKING, marking
        for column in DATES:
            day = self._told(place, item, texts.get(column, ""), column)
            if day:
                yield column, day

    def _told(self, place: Place, item: ReadItem, text: str, column: Column) -> date | None:
        try:
            return read_date(text, at_end=column in {Column.COVERS_TO, Column.REVIEW_BY})
        except (ValueError, OverflowError):
            values = {"text": text, "name": column.label}
            self.register.note(place, "date-unreadable", code=item.code.display, **values)
            return None

    def _text(self, place: Place, texts: dict[Column, str], column: Column, item: ReadItem) -> str:
        clean: Callable[[str], str] = lines_of_text if column in MANY_LINES else one_line
        text = clean(texts.get(column, ""))
        if len(text) > LENGTHS.get(column, len(text)):
            values = {"name": column.label, "count": LENGTHS[column]}
            self.register.problems.append(
                problem(place.line, "too-long", code=item.code.display, **values)
            )
        return text

    def _links(self, place: Place, texts: dict[Column, str], item: ReadItem) -> None:
        text = f"{texts.get(Column.ELEMENTS, '')}".strip()
        if not text:
            return
        code = item.code.display
        found, unknown, spread = self.elements.read(text)
        for word in unknown:
            self.register.note(place, "element-unknown", code=code, text=word)
        for word, other in spread:
            self.register.note(place, "elements-between", code=code, text=word, other=other)
        if not found and not unknown:
            self.register.note(place, "element-unreadable", code=code, text=text)
        status = self._status(place, texts, item)
        clause = self.elements.clauses.get(one_line(texts.get(Column.CLAUSE, "")).casefold(), "")
        for element, part in found:
            self._link(place, texts, item, element, part or clause, status)

    def _link(
        self, place: Place, texts: dict[Column, str], item: ReadItem,
        element: str, clause: str, status: LinkStatus | None,
    ) -> None:  # fmt: skip
        if (item.code.key, element) in self.seen:
            self.register.note(place, "repeated-link", code=item.code.display, other=element)
            return
        self.seen.add((item.code.key, element))
        of_link = (Column.LOCATOR, Column.RATIONALE, Column.ARCHIVED_REASON)
        position = texts.get(Column.POSITION, "")
        self.register.links.append(
            ReadLink(
                code=item.code,
                element=element,
                clause=clause if self.elements.of_code.get(clause.casefold()) == element else "",
                place=place,
                status=status,
                position=int(position) if re.fullmatch(r"\d{1,4}", position) else None,
                words={column: self._text(place, texts, column, item) for column in of_link},
            )
        )

    def _status(self, place: Place, texts: dict[Column, str], item: ReadItem) -> LinkStatus | None:
        text = texts.get(Column.STATUS, "")
        try:
            return read_status(text)
        except ValueError:
            self.register.note(place, "status-unknown", code=item.code.display, text=text)
            return None


def _shown(value: Value) -> str:
    return str(value.label) if isinstance(value, Marking) else str(value)
