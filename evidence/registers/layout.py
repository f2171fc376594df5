"""How a table is laid out for spreadsheets: registers and the tables of documents alike."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from .cells import guarded

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAY = "d mmmm yyyy"
# What Excel holds in a cell; openpyxl would cut the rest away without a word.
MOST_LETTERS = 32_767
LONGEST_NAME = 31
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Cell = str | int | date | None


def csv_bytes(rows: Iterable[Iterable[Cell]]) -> bytes:
    """UTF-8 with its mark for Excel; days as 2026-11-21; no cell can run as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([_in_csv(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def _in_csv(cell: Cell) -> str:
    if cell is None:
        return ""
    return guarded(cell) if isinstance(cell, str) else str(cell)


def in_sheet(cell: Cell) -> Cell:
    """The cell as a workbook holds it: an empty one where it says nothing.

    Text loses what a workbook cannot hold, and what is too long for a cell ends with a mark
    that it was cut.
    """
    if not isinstance(cell, str):
        return cell
    text = guarded(_NOT_IN_XML.sub("", cell).replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) > MOST_LETTERS:
        mark = _(" … (cut here; the CSV file has all of it)")
        text = text[: MOST_LETTERS - len(mark)] + mark
    return text or None


def sheet_name(title: str, taken: Iterable[str] = ()) -> str:
    """A name that Excel takes, unlike those that are taken."""
    # Excel keeps one name for itself.
    known = {"history", *(name.casefold() for name in taken)}
    name = " ".join(_NOT_IN_A_NAME.sub(" ", title).split()).strip("'") or _("Table")
    for number in range(1, len(known) + 2):
        end = f" {number}" if number > 1 else ""
        found = name[: LONGEST_NAME - len(end)].rstrip() + end
        if found.casefold() not in known:
            break
    return found


def fill_sheet(
    sheet: Any,
    columns: Sequence[str],
    rows: Iterable[Iterable[Cell]],
    *,
    widths: Sequence[int],
    frozen_columns: int = 1,
) -> None:
    """Heads that stay in view and on every printed page, filters, days written out, long
    text wrapped."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet.append([in_sheet(column) for column in columns])
    wrapped, top = Alignment(wrap_text=True, vertical="top"), Alignment(vertical="top")
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), wrapped
    for row in rows:
        sheet.append([in_sheet(cell) for cell in row])
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
        for (cell,) in sheet.iter_rows(min_row=2, min_col=place, max_col=place):
            long = isinstance(cell.value, str) and _is_long(cell.value, width)
            cell.alignment = wrapped if long else top
            if isinstance(cell.value, date):
                cell.number_format = DAY
    sheet.freeze_panes = f"{get_column_letter(frozen_columns + 1)}2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"


def _is_long(text: str, width: int) -> bool:
    return len(text) > width or "\n" in text
