"""A part of the history as a file: CSV piece by piece whatever its size, or a workbook."""

import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from evidence.registers.layout import Cell, csv_bytes, in_sheet

from .difference import ADDED, TAKEN_OUT, Piece
from .lines import Line

MOST_ROWS = 50_000  # of a workbook, which is made as a whole; the CSV file has all
BYTE_ORDER_MARK = "\ufeff".encode()
WIDTHS = (10, 20, 26, 20, 60, 26, 12, 60, 18)


def as_csv(told: Iterable[list[Line]], *, with_addresses: bool) -> Iterator[bytes]:
    """The bytes, piece by piece as they are `told`, newest first."""
    yield csv_bytes([_heads(with_addresses)])
    for lines in told:
        rows = csv_bytes(_row(line, with_addresses) for line in lines)
        yield rows.removeprefix(BYTE_ORDER_MARK)


def as_workbook(told: Iterable[list[Line]], *, with_addresses: bool) -> IO[bytes]:
    """A workbook of the newest MOST_ROWS, in a file that goes when it is closed."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("What happened"))
    sheet.freeze_panes = "A2"
    for place, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append(_heads(with_addresses))
    for line in islice(chain.from_iterable(told), MOST_ROWS):
        sheet.append([in_sheet(cell) for cell in _row(line, with_addresses)])
    file = tempfile.TemporaryFile()  # noqa: SIM115  closed by who sends it
    book.save(file)
    file.seek(0)
    return file


def _heads(with_addresses: bool) -> list[str]:
    heads = [_("Number"), _("When"), _("Who"), _("Kind"), _("What"), _("Service")]
    heads += [_("Element"), _("Texts")]
    return [*heads, _("From where")] if with_addresses else heads


def _row(line: Line, with_addresses: bool) -> list[Cell]:
    at: Any = timezone.localtime(line.at).strftime("%Y-%m-%d %H:%M:%S")
    texts = "\n".join(
        f"{difference.name}: {_told(difference.pieces)}".removeprefix(": ")
        for difference in line.differences
    )
    row: list[Cell] = [line.sequence, at, line.who, line.kind_name, line.sentence]
    row += [line.service, line.element_code, texts]
    return [*row, line.address] if with_addresses else row


def _told(pieces: list[Piece]) -> str:
    marks = {ADDED: "[+{}+]", TAKEN_OUT: "[-{}-]"}
    return " ".join(marks.get(piece.mark, "{}").format(piece.text.strip()) for piece in pieces)
