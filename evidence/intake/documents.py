"""PDFs opened to see that they are whole and that everybody can read them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import pikepdf
from django.utils.translation import gettext as _

from . import pdf_apart
from .marks import refuse_hidden_archive
from .refusal import Refused
from .words import has_password

_TAIL = 2048
_PLAIN_BYTES = 1_000_000
_PLAIN_OBJECTS = 2_000
_PACKED = (b"/ObjStm", b"/XRef")
_SECONDS = 4


def check_pdf(stream: BinaryIO) -> str:
    """The media type of a PDF that opens without a password and ends as it should.

    A small file can hold millions of objects. Where that could be, it is opened in a process
    of its own that is stopped when it takes too much.
    """
    refuse_hidden_archive(stream)
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - _TAIL))
    if b"%%EOF" not in stream.read():
        raise _broken()
    stream.seek(0)
    if size <= _PLAIN_BYTES and _is_plain(stream.read()):
        _open_here(stream)
    else:
        _open_apart(stream)
    return "application/pdf"


def _is_plain(content: bytes) -> bool:
    return content.count(b" obj") <= _PLAIN_OBJECTS and not any(mark in content for mark in _PACKED)


def _open_here(stream: BinaryIO) -> None:
    stream.seek(0)
    try:
        with pikepdf.open(stream) as document:
            pages = len(document.pages)
    except pikepdf.PasswordError as error:
        raise has_password() from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise _broken() from error
    if not pages:
        raise _broken()


def _open_apart(stream: BinaryIO) -> None:
    stream.seek(0)
    with TemporaryFile() as copy:
        shutil.copyfileobj(stream, copy)
        copy.seek(0)
        try:
            ended = subprocess.run(  # noqa: S603 our own program, and nothing sent is an argument
                [sys.executable, "-I", str(Path(pdf_apart.__file__))],
                stdin=copy,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
            ).returncode
        except subprocess.TimeoutExpired as error:
            raise _too_slow() from error
    if ended < 0:
        raise _too_slow()
    if ended == pdf_apart.PASSWORD:
        raise has_password()
    if ended:
        raise _broken()


def _too_slow() -> Refused:
    return Refused(
        _("It takes too long to open, as damaged PDFs do."),
        _("Print it to PDF again, in several parts if it is long, and add those."),
    )


def _broken() -> Refused:
    return Refused(
        _("This PDF is damaged or breaks off before its end."),
        _("Save or scan it again, or ask the sender for another copy."),
    )
