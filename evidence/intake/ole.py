"""Old Office files and Outlook messages: streams in one file, opened to see what they hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import olefile

from .marks import refuse_archive_at_end, refuse_hidden_document, two_at_once
from .sheets import check_workbook
from .words import broken_document, has_macros, has_password, holds_a_file, unknown_kind

MESSAGE = "application/vnd.ms-outlook"
# The stream or storage that only this kind has.
KINDS = {
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
    "Book": "application/vnd.ms-excel",
    "PowerPoint Document": "application/vnd.ms-powerpoint",
    "__properties_version1.0": MESSAGE,
}
MOST_STREAMS = 5_000
MOST_BYTES = 30_000_000
_MACROS = {"vba", "macros", "_vba_project", "_vba_project_cur"}
_PACKAGE = "\x01ole10native"
_ATTACHED = "__substg1.0_37010102"
_ATTACHED_NAMES = ("__substg1.0_3707001F", "__substg1.0_3704001F")
_WORD_ENCRYPTED = 0x01
# The record with which a presentation says that it holds macros, and where it says so.
_SLIDES_WITH_MACROS = b"\x02\x00\x00\x04\x0c\x00\x00\x00"
_SLIDES_ENCRYPTED = b"\xdf\xc4\xd1\xf3"


def check_ole(stream: BinaryIO) -> str:
    """The media type of an old Word, Excel or PowerPoint file without macros, or a message."""
    refuse_archive_at_end(stream)
    refuse_hidden_document(stream)
    with opened(stream) as ole:
        entries = ole.listdir()
        if ole.exists("EncryptedPackage"):
            raise has_password()
        kinds = {KINDS[entry[0]] for entry in entries if entry[0] in KINDS and len(entry) == 1}
        if len(kinds) > 1:
            raise two_at_once()
        if not kinds:
            raise unknown_kind()
        check_parts(entries)
        _read_through(ole, entries)
        _check_streams(ole)
        return kinds.pop()


def attachments(stream: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file in an Outlook message, also in messages inside it."""
    with opened(stream) as ole:
        for entry in ole.listdir():
            if entry[-1] == _ATTACHED:
                yield _name(ole, entry[:-1]), ole.openstream(entry).read()


def check_parts(entries: list[list[str]]) -> None:
    """Raises Refused where the streams of these names are macros or a hidden file."""
    parts = {part.lower() for entry in entries for part in entry}
    if parts & _MACROS:
        raise has_macros()
    if _PACKAGE in parts:
        raise holds_a_file()


@contextmanager
def opened(stream: BinaryIO) -> Iterator[olefile.OleFileIO]:
    """The compound file. Raises Refused, also in the block that uses it, where it is damaged."""
    stream.seek(0)
    try:
        with olefile.OleFileIO(stream, raise_defects=olefile.DEFECT_INCORRECT) as ole:
            yield ole
    except (OSError, ValueError, IndexError, KeyError, RecursionError, MemoryError) as error:
        raise broken_document() from error


def _read_through(ole: olefile.OleFileIO, entries: list[list[str]]) -> None:
    """Streams may share their bytes, so that a small file seems large: a limit for all."""
    if len(entries) > MOST_STREAMS or sum(map(ole.get_size, entries)) > MOST_BYTES:
        raise broken_document()
    for entry in entries:
        ole.openstream(entry).read()


def _check_streams(ole: olefile.OleFileIO) -> None:
    if ole.exists("WordDocument"):
        flags = ole.openstream("WordDocument").read(12)[11:]
        if flags and flags[0] & _WORD_ENCRYPTED:
            raise has_password()
    for name in ("Workbook", "Book"):
        if ole.exists(name):
            check_workbook(ole.openstream(name).read())
    if ole.exists("PowerPoint Document"):
        _check_slides(ole)


def _check_slides(ole: olefile.OleFileIO) -> None:
    if ole.exists("Current User") and _SLIDES_ENCRYPTED in ole.openstream("Current User").read(24):
        raise has_password()
    content = ole.openstream("PowerPoint Document").read()
    at = content.find(_SLIDES_WITH_MACROS)
    if at >= 0 and any(content[at + 12 : at + 16]):
        raise has_macros()


def _name(ole: olefile.OleFileIO, storage: list[str]) -> str:
    for name in _ATTACHED_NAMES:
        if ole.exists([*storage, name]):
            return ole.openstream([*storage, name]).read().decode("utf-16-le", "replace")
    return ""
