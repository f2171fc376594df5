"""Films (MP4 and MOV): boxes in boxes, walked along to see that none is missing."""

import os
import struct
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from .marks import refuse_hidden_archive, refuse_hidden_document
from .pictures import check_picture
from .refusal import Refused
from .words import unknown_kind

PICTURES = {b"heic", b"heix", b"heim", b"heis", b"mif1"}
FILMS = {
    b"qt  ": "video/quicktime",
    **dict.fromkeys(
        (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV"),
        "video/mp4",
    ),
}
MOST_BOXES = 10_000
MOST_BYTES_OF_CONTENTS = 20_000_000
_TO_THE_END, _LONG = 0, 1
_SHORT_HEADER, _LONG_HEADER = 8, 16


def check_boxes(stream: BinaryIO) -> str:
    """The media type of a HEIC picture or of a film whose boxes are whole."""
    brand = brand_of(stream)
    if brand not in FILMS and brand not in PICTURES:
        raise unknown_kind()
    refuse_hidden_archive(stream)
    refuse_hidden_document(stream)
    kinds = {kind: (start, length) for kind, start, length in _boxes(stream)}
    if brand in PICTURES:
        return check_picture(stream)
    _check_film(stream, kinds)
    return FILMS[brand]


def brand_of(stream: BinaryIO) -> bytes:
    """The four letters with which the file says what it is."""
    stream.seek(8)
    return stream.read(4)


def _check_film(stream: BinaryIO, kinds: dict[bytes, tuple[int, int]]) -> None:
    if b"moov" not in kinds or not {b"mdat", b"moof"} & set(kinds):
        raise _broken()
    start, length = kinds[b"moov"]
    if length > MOST_BYTES_OF_CONTENTS:
        raise _broken()
    stream.seek(start)
    if b"vide" not in stream.read(length):
        raise unknown_kind()


def _boxes(stream: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and length of each outermost box, to the last byte of the file."""
    end, at = stream.seek(0, os.SEEK_END), 0
    for _count in range(MOST_BOXES):
        stream.seek(at)
        header = stream.read(_LONG_HEADER)
        if len(header) < _SHORT_HEADER:
            raise _broken()
        length, kind = struct.unpack(">I4s", header[:_SHORT_HEADER])
        if length == _LONG and len(header) == _LONG_HEADER:
            length = struct.unpack(">Q", header[_SHORT_HEADER:])[0]
        length = length if length != _TO_THE_END else end - at
        if length < _SHORT_HEADER or at + length > end:
            raise _broken()
        yield kind, at, length
        at += length
        if at == end:
            return
    raise _broken()


def _broken() -> Refused:
    return Refused(
        _("This film or picture is damaged or breaks off before its end."),
        _("Save it again, as MP4 or JPEG, and add that."),
    )
