"""Sound (MP3) opened to see that there is something to hear."""

import struct
from typing import BinaryIO

from django.utils.translation import gettext as _
from tinytag import TinyTag, TinyTagException

from .marks import refuse_hidden_archive, refuse_hidden_document, refuse_hidden_script
from .refusal import Refused


def check_sound(stream: BinaryIO) -> str:
    """The media type of an MP3 that lasts."""
    refuse_hidden_archive(stream)
    refuse_hidden_document(stream)
    refuse_hidden_script(stream)
    if not _seconds(stream):
        raise Refused(
            _("This sound is damaged: there is nothing to hear in it."),
            _("Save it again as MP3, and add that."),
        )
    return "audio/mpeg"


def _seconds(stream: BinaryIO) -> float:
    stream.seek(0)
    try:
        tag = TinyTag.get("sound.mp3", file_obj=stream, image=False)  # type: ignore[arg-type]
    except (TinyTagException, ValueError, struct.error, IndexError, ZeroDivisionError, OSError):
        return 0
    return tag.duration or 0
