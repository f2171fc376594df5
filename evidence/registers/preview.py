"""A register before it is confirmed: row by row, and column by column."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from evidence.imports.report import ParsedWarning

from .choice import Chosen
from .columns import Column
from .differences import Difference
from .plan import Plan, PlannedItem, PlannedLink
from .read import Place


@dataclass
class PreviewRow:
    """A row that says anything: its item, its links, and what is odd about it.

    `outcome` is "created", "updated" or "unchanged" at the first row of an item, else "";
    `is_taken` where something that is here is changed for it.
    """

    sheet: str
    line: int
    code: str = ""
    title: str = ""
    outcome: str = ""
    is_taken: bool = False
    links: list[PlannedLink] = field(default_factory=list)
    warnings: list[ParsedWarning] = field(default_factory=list)

    @property
    def is_left_out(self) -> bool:
        return any(warning.code == "row-left-out" for warning in self.warnings)

    @property
    def changes(self) -> bool:
        """Whether anything is written because of it."""
        outcomes = [self.outcome, *(link.outcome for link in self.links)]
        return any(outcome in {"created", "updated"} for outcome in outcomes)


@dataclass(frozen=True)
class PreviewColumn:
    """A column with its name, what it is taken for and a value as an example."""

    field_name: str
    name: str
    example: str
    chosen: str


@dataclass(frozen=True)
class PreviewSheet:
    name: str
    is_read: bool
    columns: list[PreviewColumn]


def preview_rows(plan: Plan) -> list[PreviewRow]:
    """The rows in their order."""
    names = plan.register.sheet_names
    several = len(names) > 1
    rows: dict[Place, PreviewRow] = {}
    titles: dict[tuple[str, int], PlannedItem] = {e.read.code.key: e for e in plan.items}

    def at(place: Place) -> PreviewRow:
        name = names[place.sheet] if several else ""
        return rows.setdefault(place, PreviewRow(name, place.line))

    for item in plan.items:
        row = at(item.read.place)
        row.code, row.title = item.read.code.display, item.title
        row.outcome, row.is_taken = item.outcome, bool(item.takes)
    for link in plan.links:
        row = at(link.read.place)
        item = titles[link.read.code.key]
        row.code, row.title = row.code or item.read.code.display, row.title or item.title
        row.links.append(link)
    for place, note in plan.register.notes:
        at(place).warnings.append(note)
    return [rows[place] for place in sorted(rows)]


@dataclass(frozen=True)
class PreviewDifference:
    """A difference with the sheet that it stands on, where there are several."""

    difference: Difference
    sheet: str


def preview_differences(plan: Plan) -> list[PreviewDifference]:
    """What the register says otherwise, in the order of its rows."""
    names = plan.register.sheet_names
    several = len(names) > 1
    return [
        PreviewDifference(each, names[each.place.sheet] if several else "")
        for each in sorted(plan.differences, key=lambda each: (each.place, each.key))
    ]


def preview_sheets(chosen: Sequence[Chosen]) -> list[PreviewSheet]:
    """The sheets with their columns, as far as these have a name or hold anything."""
    return [
        PreviewSheet(each.sheet.name, each.is_read, _columns(number, each))
        for number, each in enumerate(chosen)
        if each.sheet.rows
    ]


def _columns(number: int, chosen: Chosen) -> list[PreviewColumn]:
    examples: dict[int, str] = defaultdict(str)
    for row in chosen.body:
        for place, cell in enumerate(row.cells):
            examples[place] = examples[place] or " ".join(cell.split())
    width = max([len(chosen.names), *(place + 1 for place in examples)])
    taken = {place: column.value for column, place in chosen.columns.items()}
    return [
        PreviewColumn(
            field_name=name_of_field(number, place),
            name=_name(chosen, place),
            example=examples[place][:60],
            chosen=taken.get(place, ""),
        )
        for place in range(width)
        if examples[place] or (place < len(chosen.names) and chosen.names[place])
    ]


def _name(chosen: Chosen, place: int) -> str:
    name = chosen.names[place] if place < len(chosen.names) else ""
    letters = chr(65 + place) if place < 26 else f"{chr(64 + place // 26)}{chr(65 + place % 26)}"
    return name[:100] or _("Column %(letters)s") % {"letters": letters}


def name_of_field(sheet: int, place: int) -> str:
    """The name of the choice for a column in the form."""
    return f"s{sheet}c{place}"


def columns_said(chosen: Sequence[Chosen], said: dict[str, str]) -> list[dict[Column, int]]:
    """The columns of each sheet as the form says. Raises ValueError with the one chosen twice."""
    found: list[dict[Column, int]] = []
    for number, each in enumerate(chosen):
        width = max((len(row.cells) for row in each.sheet.rows), default=0)
        columns: dict[Column, int] = {}
        for place in range(max(width, len(each.names))):
            value = said.get(name_of_field(number, place), "")
            if value in Column.values:
                if Column(value) in columns:
                    raise ValueError(str(Column(value).label))
                columns[Column(value)] = place
        found.append(columns)
    return found
