"""PDFs opened to see that they are whole and that everybody can read them."""

import os
from typing import BinaryIO

import pikepdf
from django.utils.translation import gettext as _

from .marks import refuse_hidden_archive
from .refusal import Refused
from .words import has_password

_TAIL = 2048


def check_pdf(stream: BinaryIO) -> str:
    """The media type of a PDF that opens without a password and ends as it should."""
    refuse_hidden_archive(stream)
    stream.seek(0, os.SEEK_END)
    stream.seek(max(0, stream.tell() - _TAIL))
    if b"%%EOF" not in stream.read():
        raise _broken()
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
    return "application/pdf"


def _broken() -> Refused:
    return Refused(
        _("This PDF is damaged or breaks off before its end."),
        _("Save or scan it again, or ask the sender for another copy."),
    )
