"""The old Excel stream: a row of records, read for passwords and macro sheets."""

import struct
from collections.abc import Iterator

from .words import broken_document, has_macros, has_password

_BOUND_SHEET, _FILE_PASS, _END = 0x85, 0x2F, 0x0A
_SHEET_KIND_AT = 5
_MACRO_KINDS = {1, 6}  # Excel 4 macro sheets and Visual Basic modules


def check_workbook(content: bytes) -> None:
    """Raises Refused where the workbook asks for a password or holds macro sheets."""
    for kind, body in _records(content):
        if kind == _FILE_PASS:
            raise has_password()
        if kind == _BOUND_SHEET and set(body[_SHEET_KIND_AT : _SHEET_KIND_AT + 1]) & _MACRO_KINDS:
            raise has_macros()


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The records that describe the whole workbook; those of its sheets come after them."""
    at = 0
    while at + 4 <= len(content):
        kind, length = struct.unpack_from("<HH", content, at)
        if kind == _END:
            return
        yield kind, content[at + 4 : at + 4 + length]
        at += 4 + length
    raise broken_document()
