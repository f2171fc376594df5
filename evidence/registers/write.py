"""Writes a register as CSV or as an Excel workbook; both are read again without change."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from evidence.models import Portfolio

from .columns import Column
from .layout import csv_bytes, fill_sheet
from .rows import OF_ITEM, OF_LINK, Cells, RegisterRow, register_rows

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


def register_csv(portfolio: Portfolio) -> bytes:
    """A row for each item and element, one for an item without; UTF-8 with its mark for Excel."""
    with override("en-gb"):
        heads = [str(column.label) for column in ALL]
        rows = [
            [(row.item | link).get(column) for column in ALL]
            for row in register_rows(portfolio)
            for link in row.links or ({},)
        ]
    return csv_bytes([heads, *rows])


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
    fill_sheet(
        sheet,
        [str(column.label) for column in columns],
        ([row.get(column) for column in columns] for row in rows),
        widths=[WIDTHS.get(column, USUAL_WIDTH) for column in columns],
        frozen_columns=2 if Column.TITLE in columns else 1,
    )
