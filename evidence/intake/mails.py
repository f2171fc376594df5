"""Mails as files: recognised by their headers, with the files attached to them."""

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesFeedParser, BytesHeaderParser
from typing import BinaryIO

from django.utils.translation import gettext as _

from .refusal import Refused

MAIL = "message/rfc822"
# More would take Python's parser minutes and gigabytes; 25 MB of attachments have fewer.
MOST_LINES = 350_000
MOST_PARTS = 500
_PIECE = 1 << 20
_HEADER = re.compile(rb"[!-9;-~]+:[ \t\r\n]")
_ALWAYS = ("From",)
_ONE_OF = ("Date", "Received", "Message-ID")
_SIGNATURES = {"application/pkcs7-signature", "application/pgp-signature"}


def is_mail(head: bytes) -> bool:
    """Whether the file begins as mails do: with headers, among them sender and date."""
    if not _HEADER.match(head) or b"\x00" in head:
        return False
    message = BytesHeaderParser().parsebytes(head)
    return all(name in message for name in _ALWAYS) and any(name in message for name in _ONE_OF)


def check_mail(stream: BinaryIO) -> str:
    """The media type of a mail that can be taken apart."""
    _parsed(stream)
    return MAIL


def attachments(stream: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file in the mail, also in mails inside it; its words are none."""
    for part in _parsed(stream).walk():
        if not part.is_multipart() and _is_file(part):
            data = part.get_payload(decode=True)
            yield str(part.get_filename() or ""), data if isinstance(data, bytes) else b""


def _is_file(part: Message) -> bool:
    if part.get_content_type() in _SIGNATURES:
        return False
    return bool(part.get_filename()) or part.get_content_maintype() not in ("text", "message")


def _parsed(stream: BinaryIO) -> Message:
    stream.seek(0)
    parser = BytesFeedParser()
    lines = parts = 0
    try:
        while piece := stream.read(_PIECE):
            lines += piece.count(b"\n")
            parts += piece.count(b"\n--")
            if lines > MOST_LINES or parts > MOST_PARTS or b"\x00" in piece:
                raise _broken()
            parser.feed(piece)
        return parser.close()
    except (ValueError, LookupError, RecursionError) as error:
        raise _broken() from error


def _broken() -> Refused:
    return Refused(
        _("This mail is damaged or made of too many parts."),
        _("Print it to PDF, and add that."),
    )
