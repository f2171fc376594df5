"""Archives opened only when they are what they seem: no bombs, no overlaps, no way out."""

import os
import struct
import zipfile
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from django.utils.translation import gettext as _

from .marks import two_at_once
from .refusal import Refused
from .words import has_password

MOST_ENTRIES = 5_000
MOST_BYTES = 250_000_000
# Five thousand names of 350 letters. Python reads the whole list before it can be counted.
MOST_BYTES_OF_THE_LIST = 2_000_000
_LOCAL_HEADER = 30
_END_RECORD = 22
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class _UpToALongList:
    """A stream that does not hand out more at once than the longest list of contents."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def read(self, size: int = -1) -> bytes:
        if size > MOST_BYTES_OF_THE_LIST:
            raise zipfile.BadZipFile("its list of contents is too long to be read")
        return self._stream.read(size)


def open_listed(stream: BinaryIO) -> zipfile.ZipFile:
    """The archive, if its list of contents is short enough to be taken into memory.

    A list of 20 MB takes seconds and ten times its size. Raises BadZipFile. Nothing has been
    said yet of what the entries hold: see `open_safely`.
    """
    with zipfile.ZipFile(cast(BinaryIO, _UpToALongList(stream))):
        return zipfile.ZipFile(stream)


def open_safely(stream: BinaryIO) -> zipfile.ZipFile:
    """The archive, once every entry was read to its end within the limits.

    Raises Refused, or what zipfile raises for a damaged one. Python's own reading of
    archives follows entries that lie over each other, which makes bombs of small files.
    """
    archive = open_listed(stream)
    entries = archive.infolist()
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise has_password()
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise zipfile.BadZipFile("compressed in a way that has no limit when it is opened")
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise _too_much()
    _check_names(entries)
    _check_places(archive, stream, entries)
    _read_through(archive, entries)
    return archive


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names):
        raise two_at_once()
    for name in names:
        if name.startswith(("/", "\\")) or ".." in PurePosixPath(name.replace("\\", "/")).parts:
            raise zipfile.BadZipFile("a name leads out of the archive")


def _check_places(
    archive: zipfile.ZipFile, stream: BinaryIO, entries: list[zipfile.ZipInfo]
) -> None:
    """Entries begin with the file, follow each other and end before the list of contents."""
    free = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < free:
            raise _too_much()
        if free == 0 and entry.header_offset:
            raise two_at_once()
        stream.seek(entry.header_offset + 26)
        name, extra = struct.unpack("<HH", stream.read(4))
        free = entry.header_offset + _LOCAL_HEADER + name + extra + entry.compress_size
    if free > archive.start_dir:
        raise _too_much()
    stream.seek(-_END_RECORD - len(archive.comment), os.SEEK_END)
    if stream.read(4) != b"PK\x05\x06":
        raise two_at_once()


def _read_through(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """The sums at the end of each entry show what is damaged and what lied about its size."""
    for entry in entries:
        with archive.open(entry) as part:
            while part.read(1 << 20):
                pass


def _too_much() -> Refused:
    return Refused(
        _("It would grow beyond measure when opened."),
        _("Open it, save it again with fewer or smaller pictures, and add the new copy."),
    )
