"""Opens the bytes of a register: told apart by what they hold and not by their name."""

from pathlib import Path

from django.utils.translation import gettext as _

from .sheets import MOST_BYTES, Sheet
from .words import NotARegister


def read_bytes(path: Path) -> bytes:
    """The bytes of a file of a register's size; a larger one is refused unread."""
    refuse_size(path.stat().st_size)
    with path.open("rb") as source:
        return source.read(MOST_BYTES + 1)


def refuse_size(size: int) -> None:
    if size > MOST_BYTES:
        raise NotARegister(
            _("The file is larger than %(limit)s MB. Choose the register alone.")
            % {"limit": MOST_BYTES // 1024 // 1024}
        )


def read_sheets(data: bytes, name: str) -> list[Sheet]:
    """The sheets of a workbook, or the one sheet of a text. Raises NotARegister."""
    refuse_size(len(data))
    refuse_kind(data, name)
    if data.startswith(b"PK\x03\x04"):
        # Kept out of the way of every other page: opening workbooks takes a large library.
        from .workbook import read_workbook

        return read_workbook(data, name)
    from .csv_text import read_csv

    return [read_csv(data, name)]


def refuse_kind(data: bytes, name: str) -> None:
    kinds = {
        b"%PDF": _("“%(name)s” is a PDF. Save the register as .xlsx or .csv and import that."),
        b"\xd0\xcf\x11\xe0": _(
            "“%(name)s” is an old or protected Excel file. Save it as .xlsx without a password."
        ),
    }
    if not data.strip():
        raise NotARegister(_("“%(name)s” is empty.") % {"name": name})
    for magic, message in kinds.items():
        if data.startswith(magic):
            raise NotARegister(message % {"name": name})
