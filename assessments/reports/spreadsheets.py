"""Tables of documents as CSV and as Excel workbooks."""

import csv
import io
from collections.abc import Sequence
from datetime import date

from evidence.registers.cells import guarded

from .tables import Cell, Table

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(table: Table) -> bytes:
    """UTF-8 with its mark for Excel; no cell can run as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_text(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def as_workbook(tables: Sequence[Table]) -> bytes:
    """A sheet for each table, its heads frozen and its columns filtered."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    for table in tables:
        sheet = book.create_sheet(table.title[:31])
        sheet.append(list(table.columns))
        for row in table.rows:
            sheet.append([guarded(cell) or None if isinstance(cell, str) else cell for cell in row])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for place, _column in enumerate(table.columns, start=1):
            widest = max((len(str(row[place - 1] or "")) for row in table.rows), default=0)
            letter = get_column_letter(place)
            sheet.column_dimensions[letter].width = min(max(widest, 12), 60)
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    return guarded(cell) if isinstance(cell, str) else str(cell)
