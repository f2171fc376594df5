"""Writes a register as CSV or as an Excel workbook; both are read again without change."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from evidence.models import Portfolio

from .cells import guarded
from .columns import Column
from .rows import OF_ITEM, OF_LINK, Cell, Cells, RegisterRow, register_rows

ALL = (*OF_ITEM[:2], *OF_LINK, *OF_ITEM[2:])
WIDTHS = {
    Column.CODE: 11,
    Column.TITLE: 48,
    Column.DESCRIPTION: 40,
    Column.ELEMENTS: 10,
    Column.STATUS: 16,
    Column.LOCATOR: 30,
    Column.RATIONALE: 48,
    Column.TEAM: 24,
    Column.OWNER: 30,
    Column.MARKING: 22,
    Column.ARCHIVED_REASON: 30,
}
USUAL_WIDTH = 16
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def register_csv(portfolio: Portfolio) -> bytes:
    """A row for each item and element, one for an item without; UTF-8 with its mark for Excel."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    with override("en-gb"):
        writer.writerow(str(column.label) for column in ALL)
        for row in register_rows(portfolio):
            for link in row.links or ({},):
                writer.writerow(_text((row.item | link).get(column)) for column in ALL)
    return text.getvalue().encode("utf-8-sig")


def register_xlsx(portfolio: Portfolio) -> bytes:
    """A sheet of items and one of links, with frozen headers, filters and widths."""
    from openpyxl import Workbook

    with override("en-gb"):
        rows = register_rows(portfolio)
        book = Workbook(write_only=False)
        items, links = book.active, book.create_sheet(_("Links"))
        items.title = _("Items")
        _fill(items, OF_ITEM, (row.item for row in rows))
        _fill(links, (Column.CODE, *OF_LINK), _each_link(rows))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _each_link(rows: Iterable[RegisterRow]) -> Iterable[Cells]:
    for row in rows:
        for link in row.links:
            yield {Column.CODE: row.item[Column.CODE], **link}


def _fill(sheet: Any, columns: Sequence[Column], rows: Iterable[Cells]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet.append([str(column.label) for column in columns])
    for row in rows:
        cells = (row.get(column) for column in columns)
        sheet.append([(guarded(cell) or None) if isinstance(cell, str) else cell for cell in cells])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    wrapped = Alignment(wrap_text=True, vertical="top")
    for place, column in enumerate(columns, start=1):
        width = WIDTHS.get(column, USUAL_WIDTH)
        sheet.column_dimensions[get_column_letter(place)].width = width
        for (cell,) in sheet.iter_rows(min_row=2, min_col=place, max_col=place):
            if isinstance(cell.value, date):
                cell.number_format = "d mmmm yyyy"
            elif isinstance(cell.value, str) and len(cell.value) > width:
                cell.alignment = wrapped
    sheet.freeze_panes = "C2" if Column.TITLE in columns else "B2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return guarded(cell) if isinstance(cell, str) else str(cell)
