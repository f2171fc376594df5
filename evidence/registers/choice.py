"""Which sheets of a file are read, and which of their columns as what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from .columns import Column, Columns, find_header
from .sheets import Row, Sheet
from .words import NotARegister

CODE_AND_TITLE = re.compile(
    r"(?P<code>[A-Za-z][0-9A-Za-z /&-]*?\d{1,5})\s*[:–—-]\s+(?P<title>\S.*)"
)


@dataclass(frozen=True)
class Chosen:
    """A sheet with its header and what its columns are taken for; without CODE it is not read."""

    sheet: Sheet
    header: int
    names: tuple[str, ...]
    columns: Columns

    @property
    def is_read(self) -> bool:
        return Column.CODE in self.columns

    @property
    def header_line(self) -> int:
        return self.sheet.rows[self.header].line if self.sheet.rows else 1

    @property
    def body(self) -> tuple[Row, ...]:
        return self.sheet.rows[self.header + 1 :]

    def with_columns(self, columns: Mapping[Column, int]) -> "Chosen":
        return replace(self, columns=dict(columns))


def choose(sheets: Sequence[Sheet]) -> list[Chosen]:
    """What the portal would read by itself; a hidden sheet is not read."""
    return [_chosen(sheet) for sheet in sheets]


def corrected(sheets: Sequence[Sheet], columns: Sequence[Mapping[str, int]]) -> list[Chosen]:
    """The same with the columns that somebody chose: a mapping by column a sheet."""
    return [
        each.with_columns({Column(name): place for name, place in mapping.items()})
        for each, mapping in zip(choose(sheets), columns, strict=True)
    ]


def as_data(chosen: Sequence[Chosen]) -> list[dict[str, Any]]:
    return [{c.value: place for c, place in each.columns.items()} for each in chosen]


def check_choice(chosen: Sequence[Chosen]) -> None:
    """Raises NotARegister where no sheet has a column of codes."""
    if any(each.is_read for each in chosen):
        return
    names = next((each.names for each in chosen if each.names), ())
    words = ", ".join(f"“{name}”" for name in names if name)[:300]
    raise NotARegister(
        _(
            "No column of evidence codes was found. The headers are: %(names)s. "
            "Name the column of codes “Code” and import it again."
        )
        % {"names": words or _("none")}
    )


def _chosen(sheet: Sheet) -> Chosen:
    header = find_header(sheet)
    chosen = Chosen(sheet, header.place, header.names, header.columns)
    if sheet.is_hidden:
        return chosen.with_columns({})
    title = header.columns.get(Column.TITLE)
    if Column.CODE not in header.columns and title is not None:
        cells = [cell for row in chosen.body[:20] if (cell := row.cell(title))]
        if cells and 2 * sum(bool(CODE_AND_TITLE.match(cell)) for cell in cells) > len(cells):
            columns: Columns = {**header.columns, Column.CODE: title}
            del columns[Column.TITLE]
            return chosen.with_columns(columns)
    return chosen
