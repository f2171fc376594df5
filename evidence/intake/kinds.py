"""What an upload is: told by its content, never by its name or by what the browser says.

The tables below say what is taken and how each kind is opened to see that it is whole,
and what is known and refused with a word of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

import puremagic
from django.conf import settings
from django.core.files.base import File
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .documents import check_pdf
from .limits import largest
from .names import clean_name
from .office import check_office
from .pictures import check_picture
from .refusal import Refused
from .texts import check_text

OFFICE = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."

# Media type: the endings that a file of this kind may bear, the usual one first.
ENDINGS: dict[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    OFFICE + "wordprocessingml.document": (".docx",),
    OFFICE + "spreadsheetml.sheet": (".xlsx",),
    OFFICE + "presentationml.presentation": (".pptx",),
    ODF + "text": (".odt",),
    ODF + "spreadsheet": (".ods",),
    ODF + "presentation": (".odp",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "text/csv": (".csv",),
    "text/markdown": (".md", ".markdown"),
    "text/plain": (".txt", ".text", ".log"),
}

# How a file begins, and what then opens it and says its media type.
Check = Callable[[BinaryIO], str]
TAKEN: tuple[tuple[bytes, Check], ...] = (
    (b"%PDF-", check_pdf),
    (b"PK\x03\x04", check_office),
    (b"\x89PNG\r\n\x1a\n", check_picture),
    (b"\xff\xd8\xff", check_picture),
    (b"GIF87a", check_picture),
    (b"GIF89a", check_picture),
    (b"RIFF", check_picture),
)

_SAVE_AS_PDF = gettext_lazy("Save it as a PDF, then add that.")
_PROGRAM = (
    gettext_lazy("It is a program, and programs are never kept."),
    gettext_lazy("Add a document or a picture that shows what you do."),
)
_ARCHIVE = (
    gettext_lazy("It is an archive: a file with other files in it."),
    gettext_lazy("Open the archive and add the files themselves."),
)
_OLD_OFFICE = (
    gettext_lazy("It is of an old Office kind, or it asks for a password."),
    gettext_lazy(
        "Open it, save it as .docx, .xlsx, .pptx or PDF without a password, and add that."
    ),
)
_RICH_TEXT = (gettext_lazy("Rich text files can carry programs."), _SAVE_AS_PDF)

Words = tuple[str | Promise, str | Promise]
REFUSED: tuple[tuple[int, bytes, Words], ...] = (
    (0, b"MZ", _PROGRAM),
    (0, b"\x7fELF", _PROGRAM),
    (0, b"\xca\xfe\xba\xbe", _PROGRAM),
    (0, b"\xfe\xed\xfa", _PROGRAM),
    (0, b"\xcf\xfa\xed\xfe", _PROGRAM),
    (0, b"\xce\xfa\xed\xfe", _PROGRAM),
    (0, b"\x00asm", _PROGRAM),
    (0, b"dex\n", _PROGRAM),
    (0, b"#!", _PROGRAM),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", _PROGRAM),
    (0, b"Rar!", _ARCHIVE),
    (0, b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (0, b"\x1f\x8b", _ARCHIVE),
    (0, b"BZh", _ARCHIVE),
    (0, b"\xfd7zXZ\x00", _ARCHIVE),
    (0, b"\x28\xb5\x2f\xfd", _ARCHIVE),
    (0, b"MSCF", _ARCHIVE),
    (0, b"PK\x05\x06", _ARCHIVE),
    (257, b"ustar", _ARCHIVE),
    (32769, b"CD001", _ARCHIVE),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLD_OFFICE),
    (0, b"{\\rtf", _RICH_TEXT),
)
_HEAD = 33_000


@dataclass(frozen=True)
class Known:
    """What an upload turned out to be, and the name it is kept under."""

    media_type: str
    file_name: str


def recognise(upload: File) -> Known:
    """What the upload is. Raises Refused where the portal does not take it."""
    size = upload.size or 0
    if not size:
        raise Refused(_("It is empty."), _("Check that the file opens on your computer."))
    if size > settings.MAX_DOCUMENT_BYTES:
        raise Refused(
            _("It is larger than %(limit)s.") % {"limit": largest()},
            _("Save a smaller copy, for example with smaller pictures, or split it in parts."),
        )
    name = str(upload.name or "")
    media_type = _media_type(upload, name)
    upload.seek(0)
    return Known(media_type, clean_name(name, ENDINGS[media_type]))


def _media_type(upload: File, name: str) -> str:
    upload.seek(0)
    head = upload.read(_HEAD)
    for start, check in TAKEN:
        if head.startswith(start):
            return check(upload)  # type: ignore[arg-type]
    for offset, mark, words in REFUSED:
        if head[offset : offset + len(mark)] == mark:
            raise Refused(*words)
    upload.seek(0)
    check_text(upload, unknown=lambda: _of_no_known_kind(head))  # type: ignore[arg-type]
    return _kind_of_text(name)


def _kind_of_text(name: str) -> str:
    """Which kind of plain text cannot be told from it, so here the name may choose."""
    for media_type, endings in ENDINGS.items():
        if media_type.startswith("text/") and name.lower().endswith(endings):
            return media_type
    return "text/plain"


def _of_no_known_kind(head: bytes) -> Refused:
    try:
        ending = puremagic.from_string(head).lstrip(".").upper()
    except (puremagic.PureError, ValueError):
        ending = ""
    reason = (
        _("The portal does not take %(ending)s files.") % {"ending": ending}
        if ending
        else _("The portal does not know this kind of file.")
    )
    return Refused(
        reason, _("Save it as a PDF, an Office document, a picture or plain text, and add that.")
    )
