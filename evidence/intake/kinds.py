"""What an upload is: told by its content, never by its name or by what the browser says.

The tables below say what is taken and how each kind is opened to see that it is whole,
and what is known and refused with a word of its own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

import puremagic
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from . import mails, ole
from .documents import check_pdf
from .films import check_boxes
from .limits import in_words
from .mails import MAIL, check_mail, is_mail
from .names import base_name, clean_name
from .office import check_office
from .ole import MESSAGE, check_ole
from .pictures import check_picture
from .refusal import Refused
from .refusals import ARCHIVE, HEAD, PROGRAM, SCRIPTS, refusal_of
from .sounds import check_sound
from .texts import check_text
from .words import unknown_kind

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
    "application/msword": (".doc",),
    "application/vnd.ms-excel": (".xls",),
    "application/vnd.ms-powerpoint": (".ppt",),
    MESSAGE: (".msg",),
    MAIL: (".eml",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "image/heic": (".heic", ".heif"),
    "video/mp4": (".mp4", ".m4v"),
    "video/quicktime": (".mov",),
    "audio/mpeg": (".mp3",),
    "text/csv": (".csv",),
    "text/markdown": (".md", ".markdown"),
    "text/plain": (".txt", ".text", ".log"),
}

# How a file begins, and what then opens it and says its media type.
Check = Callable[[BinaryIO], str]
TAKEN: tuple[tuple[int, bytes, Check], ...] = (
    (0, b"%PDF-", check_pdf),
    (0, b"PK\x03\x04", check_office),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", check_ole),
    (0, b"\x89PNG\r\n\x1a\n", check_picture),
    (0, b"\xff\xd8\xff", check_picture),
    (0, b"GIF87a", check_picture),
    (0, b"GIF89a", check_picture),
    (0, b"RIFF", check_picture),
    (4, b"ftyp", check_boxes),
    (0, b"ID3", check_sound),
    *((0, b"\xff" + second, check_sound) for second in (b"\xfb", b"\xfa", b"\xf3", b"\xf2")),
)

# What may be as large as a film.
PLAYED = (check_boxes, check_sound)
# The files that lie in a file, each of which must be one that is taken.
ATTACHMENTS: dict[str, Callable[[BinaryIO], Iterator[tuple[str, bytes]]]] = {
    MAIL: mails.attachments,
    MESSAGE: ole.attachments,
}
MOST_MAILS_IN_MAILS = 3


@dataclass(frozen=True)
class Known:
    """What an upload turned out to be, and the name it is kept under."""

    media_type: str
    file_name: str


def recognise(upload: File, *, depth: int = 0) -> Known:
    """What the upload is. Raises Refused where the portal does not take it.

    `depth` counts the mails that it is attached to.
    """
    stream = cast(BinaryIO, upload)
    upload.seek(0)
    head = upload.read(HEAD)
    check = _opener(head)
    _check_size(upload.size or 0, check)
    name = str(upload.name or "")
    media_type = check(stream) if check else _text(stream, head, name)
    if media_type in ATTACHMENTS:
        _check_attachments(ATTACHMENTS[media_type](stream), depth)
    upload.seek(0)
    return Known(media_type, clean_name(name, ENDINGS[media_type]))


def _opener(head: bytes) -> Check | None:
    for at, start, check in TAKEN:
        if head[at : at + len(start)] == start:
            return check
    words = refusal_of(head)
    if words:
        raise Refused(*words)
    return check_mail if is_mail(head) else None


def _check_size(size: int, check: Check | None) -> None:
    if not size:
        raise Refused(_("It is empty."), _("Check that the file opens on your computer."))
    limit = settings.MAX_VIDEO_BYTES if check in PLAYED else settings.MAX_DOCUMENT_BYTES
    if size > limit:
        raise Refused(
            _("It is larger than %(limit)s.") % {"limit": in_words(limit)},
            _("Save a smaller copy, for example with smaller pictures, or split it in parts."),
        )


def _check_attachments(files: Iterator[tuple[str, bytes]], depth: int) -> None:
    for name, data in files:
        try:
            if depth >= MOST_MAILS_IN_MAILS:
                raise Refused(*ARCHIVE)
            recognise(ContentFile(data, name), depth=depth + 1)
        except Refused as refused:
            raise Refused(
                _("A file in it, %(name)s, is not taken. %(reason)s")
                % {"name": base_name(name) or "?", "reason": refused.reason},
                _("Save the mail as a PDF, or its other files by themselves, and add those."),
            ) from refused


def _text(stream: BinaryIO, head: bytes, name: str) -> str:
    stream.seek(0)
    check_text(stream, unknown=lambda: _of_no_known_kind(head))
    if base_name(name).lower().endswith(SCRIPTS):
        raise Refused(*PROGRAM)
    return _kind_of_text(name)


def _kind_of_text(name: str) -> str:
    """Which kind of plain text cannot be told from it, so here the name may choose."""
    for media_type, endings in ENDINGS.items():
        if media_type.startswith("text/") and name.lower().endswith(endings):
            return media_type
    return "text/plain"


def _of_no_known_kind(head: bytes) -> Refused:
    try:
        return unknown_kind(puremagic.from_string(head).lstrip(".").upper())
    except (puremagic.PureError, ValueError):
        return unknown_kind()
