"""Signs that a file is two things at once: one to be shown, another to be run."""

import os
import zipfile
from typing import BinaryIO

from django.utils.translation import gettext as _

from .refusal import Refused

_LAST = 65_557  # the end record of an archive with the longest comment
_SCRIPTS = (b"<?php", b"<script")


def two_at_once() -> Refused:
    return Refused(
        _("It is two kinds of file at once, and one of them is hidden."),
        _("Open it and save it again, or print it to PDF, and add that."),
    )


def refuse_hidden_archive(stream: BinaryIO) -> None:
    stream.seek(0)
    if zipfile.is_zipfile(stream):
        raise two_at_once()


def refuse_archive_at_end(stream: BinaryIO) -> None:
    """For files that may rightly hold an archive in their middle, such as a Word file."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - _LAST))
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    while at >= 0:
        comment = int.from_bytes(tail[at + 20 : at + 22], "little")
        if at + 22 + comment == len(tail):
            raise two_at_once()
        at = tail.rfind(b"PK\x05\x06", 0, at)


def refuse_hidden_document(stream: BinaryIO) -> None:
    """PDF readers look for its mark in the first kilobyte, so it must not stand there."""
    stream.seek(0)
    if b"%PDF-" in stream.read(1024):
        raise two_at_once()


def refuse_hidden_script(stream: BinaryIO) -> None:
    stream.seek(0)
    tail = b""
    while chunk := stream.read(1 << 20):
        window = (tail + chunk).lower()
        if any(mark in window for mark in _SCRIPTS):
            raise two_at_once()
        tail = chunk[-8:]
