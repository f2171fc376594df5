"""Signs that a file is two things at once: one to be shown, another to be run."""

import zipfile
from typing import BinaryIO

from django.utils.translation import gettext as _

from .refusal import Refused

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
