"""Reads a register that was saved as text: commas, semicolons, tabs, any usual encoding."""

import csv
import io
import re
from pathlib import PurePath

from django.utils.translation import gettext as _

from .cells import lines_of_text, unguarded
from .columns import recognised
from .sheets import MOST_COLUMNS, MOST_ROWS, Row, Sheet
from .words import NotARegister

DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 20
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_csv(data: bytes, name: str) -> Sheet:
    """The one sheet of a text. Raises NotARegister."""
    text = decoded(data, name)
    told = re.match(r"sep=(.)\r?\n", text)  # how Excel is told which sign parts the cells
    if told:
        text = text[told.start(1) + 1 :]
    delimiter = told[1] if told else _delimiter(text)
    try:
        rows = _rows(text, delimiter, MOST_ROWS + 1)
    except csv.Error as error:
        raise _not_text(name) from error
    if len(rows) > MOST_ROWS:
        raise too_many_rows(name)
    return Sheet(PurePath(name).stem, tuple(rows))


def decoded(data: bytes, name: str) -> str:
    """The text in UTF-8, UTF-16 with its mark, or Windows-1252, whichever it is."""
    encodings = ("utf-16",) if data.startswith(_UTF16) else ("utf-8-sig", "cp1252")
    if b"\0" not in data or "utf-16" in encodings:
        for encoding in encodings:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise _not_text(name)


def too_many_rows(name: str) -> NotARegister:
    return NotARegister(
        _("“%(name)s” has more than %(most)s rows. Import it in several parts.")
        % {"name": name, "most": f"{MOST_ROWS:,}"}
    )


def _not_text(name: str) -> NotARegister:
    return NotARegister(
        _("“%(name)s” is no spreadsheet that can be read. Choose an .xlsx or .csv file.")
        % {"name": name}
    )


def _delimiter(text: str) -> str:
    """The sign with which most headers are known; else the one that parts most cells."""

    def worth(delimiter: str) -> tuple[int, int]:
        try:
            rows = _rows(text, delimiter, _LOOKED_AT)
        except csv.Error:
            return (-1, 0)
        known = max((len(recognised(row.cells)) for row in rows), default=0)
        return known, sum(len(row.cells) for row in rows)

    return max(DELIMITERS, key=worth)


def _rows(text: str, delimiter: str, most: int) -> list[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[Row] = []
    line = 1
    for record in reader:
        cells = tuple(_cell(cell) for cell in record[:MOST_COLUMNS])
        if any(cells):
            rows.append(Row(line, cells))
        if len(rows) >= most:
            break
        line = reader.line_num + 1
    return rows


def _cell(text: str) -> str:
    return lines_of_text(unguarded(text))
