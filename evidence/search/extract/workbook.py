"""The words of workbooks: what their cells show, sheet by sheet."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

import xlrd
from openpyxl import load_workbook

from .places import Place, cell, row
from .plain import sheet

MOST_ROWS = 100_000
MOST_COLUMNS = 200


def read_xlsx(stream: BinaryIO) -> Iterator[Place]:
    book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    for each in book.worksheets:
        each.reset_dimensions()  # a workbook may lie about its size
        rows = each.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
        yield from sheet(cell(each.title), (row(map(_shown, values)) for values in rows))


def read_xls(stream: BinaryIO) -> Iterator[Place]:
    with xlrd.open_workbook(file_contents=stream.read(), on_demand=True) as book:
        for name in book.sheet_names():
            table = book.sheet_by_name(name)
            rows = (
                row(_old(each, book.datemode) for each in table.row(at)[:MOST_COLUMNS])
                for at in range(min(table.nrows, MOST_ROWS))
            )
            yield from sheet(cell(name), rows)
            book.unload_sheet(name)


def _shown(value: Any) -> str:
    """Whole numbers without a point, dates as 2023-03-21."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _old(found: xlrd.sheet.Cell, datemode: int) -> str:
    if found.ctype == xlrd.XL_CELL_DATE:
        try:
            return _shown(xlrd.xldate_as_datetime(found.value, datemode))
        except (ValueError, OverflowError):
            return str(found.value)
    return "" if found.ctype == xlrd.XL_CELL_ERROR else _shown(found.value)
