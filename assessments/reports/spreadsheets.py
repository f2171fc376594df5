"""Tables of documents as CSV and as Excel workbooks."""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from evidence.registers.layout import (
    CSV_TYPE,
    DAY,
    XLSX_TYPE,
    csv_bytes,
    fill_sheet,
    in_sheet,
    sheet_name,
)

from .content import Paper
from .tables import Cell, Table

__all__ = ["CSV_TYPE", "XLSX_TYPE", "as_csv", "as_workbook"]
NARROWEST, WIDEST = 9, 60


def as_csv(table: Table) -> bytes:
    """The heads and the rows, for programs; no cell can run as a formula."""
    return csv_bytes([table.columns, *table.rows])


def as_workbook(tables: Sequence[Table], about: Paper | None = None) -> bytes:
    """A sheet for each table, and before them one that says what the workbook is."""
    from openpyxl import Workbook

    book = Workbook()
    names: list[str] = [_("About")]
    _tell(book.active, about, tables)
    for table in tables:
        names.append(sheet_name(table.title, names))
        widths = [_width(table, place) for place in range(len(table.columns))]
        fill_sheet(book.create_sheet(names[-1]), table.columns, table.rows, widths=widths)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _width(table: Table, place: int) -> int:
    """As wide as its longest line, or its longest word of the head, within reason."""
    lines = (line for row in table.rows for line in _lines(row[place]))
    longest = max((len(line) for line in lines), default=0)
    head = max((len(word) for word in table.columns[place].split()), default=0)
    # The button of the filter takes the width of three letters.
    return min(max(longest + 2, head + 4, NARROWEST), WIDEST)


def _lines(cell: Cell) -> Iterable[str]:
    if isinstance(cell, date):
        return ["30 September 2026"]
    return [] if cell is None else str(cell)[:2000].split("\n")


def _tell(sheet: Any, about: Paper | None, tables: Sequence[Table]) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.title = _("About")
    for name, value in [*(_facts(about) if about else ()), *_contents(tables)]:
        sheet.append([in_sheet(name), in_sheet(value)])
    for name, value in sheet.iter_rows():
        name.font = Font(bold=True)
        name.alignment = Alignment(vertical="top")
        value.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
        if isinstance(value.value, date):
            value.number_format = DAY
    if about:
        sheet["B1"].font = Font(bold=True, size=16)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 80


def _facts(about: Paper) -> Iterator[tuple[str, Cell]]:
    yield _("Document"), about.title
    yield _("Organisation"), about.organisation
    yield _("Service"), about.service
    yield _("Standard"), about.standard_name
    yield _("Assessment"), about.assessment
    if about.reference:
        yield _("Reference"), about.reference
    yield about.outcome_heading or _("Outcome"), about.outcome
    yield "", about.outcome_sentence
    if about.marking:
        yield _("Protective marking"), about.marking
    yield _("As of"), timezone.localdate()
    if about.is_draft or about.notice:
        yield _("Standing"), about.notice or _("Draft: it may still change.")


def _contents(tables: Sequence[Table]) -> Iterator[tuple[str, Cell]]:
    for table in tables:
        count = len(table.rows)
        yield table.title, _("1 row") if count == 1 else _("%(n)s rows") % {"n": f"{count:,}"}
