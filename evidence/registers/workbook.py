"""Reads a register that is an Excel workbook: what its cells show, never what they compute."""

import io

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.chartsheet import Chartsheet
from openpyxl.utils.exceptions import InvalidFileException

from evidence.imports.package import BROKEN, check_xml, overlapping
from evidence.intake.archives import open_listed

from .cells import as_text, one_line, unguarded
from .csv_text import too_many_rows
from .sheets import MOST_COLUMNS, MOST_ROWS, Row, Sheet
from .words import NotARegister

MOST_PARTS = 2_000
MOST_EXPANDED = 100 * 1024 * 1024
MOST_XML = 40 * 1024 * 1024
LAST_ROW = 200_000  # rows without content cost time as well
_FAULTS = (*BROKEN, InvalidFileException, KeyError, TypeError, AttributeError, IndexError)


def read_workbook(data: bytes, name: str) -> list[Sheet]:
    """The sheets in their order. Raises NotARegister for what is damaged or made to harm."""
    check_workbook(data, name)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = []
        left = MOST_ROWS
        for sheet in book.worksheets:
            if isinstance(sheet, Chartsheet):
                continue
            rows = _rows(sheet, left + 1)
            left -= len(rows)
            if left < 0:
                raise too_many_rows(name)
            sheets.append(Sheet(one_line(sheet.title), tuple(rows), sheet.sheet_state != "visible"))
    except _FAULTS as fault:
        raise _damaged(name) from fault
    return sheets


def check_workbook(data: bytes, name: str) -> None:
    """Raises NotARegister unless it is a sound workbook of a sensible size."""
    try:
        with open_listed(io.BytesIO(data)) as package:
            parts = package.infolist()
            names = set(package.namelist())
            if overlapping(parts):
                raise _damaged(name)
            if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
                raise _other_kind(name)
            xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
            expanded = sum(part.file_size for part in parts)
            if (
                len(parts) > MOST_PARTS
                or expanded > MOST_EXPANDED
                or sum(part.file_size for part in xml) > MOST_XML
            ):
                raise _too_large(name)
            check_xml(package, xml)
    except BROKEN as fault:
        raise _damaged(name) from fault


def _rows(sheet, most: int) -> list[Row]:
    sheet.reset_dimensions()  # a workbook may lie about its size
    rows: list[Row] = []
    found = sheet.iter_rows(max_row=LAST_ROW, max_col=MOST_COLUMNS, values_only=True)
    for line, values in enumerate(found, start=1):
        cells = tuple(unguarded(as_text(value)) for value in values)
        if any(cells):
            rows.append(Row(line, cells))
        if len(rows) >= most:
            break
    return rows


def _damaged(name: str) -> NotARegister:
    return NotARegister(
        _("“%(name)s” is damaged. Open it, save it again as .xlsx, and import the new copy.")
        % {"name": name}
    )


def _other_kind(name: str) -> NotARegister:
    return NotARegister(
        _("“%(name)s” is no Excel workbook. Save the register as .xlsx or .csv.") % {"name": name}
    )


def _too_large(name: str) -> NotARegister:
    return NotARegister(
        _("“%(name)s” is far larger inside than any register. Save the one sheet as .csv.")
        % {"name": name}
    )
