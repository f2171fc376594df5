"""The day on which a picture was taken, as the camera wrote it."""

from datetime import date, datetime
from typing import BinaryIO

from PIL import Image

_DETAILS, _TAKEN, _CHANGED = 0x8769, 36867, 306


def day_taken(stream: BinaryIO) -> date | None:
    """None where the picture says nothing, or a day that cannot be."""
    try:
        stream.seek(0)
        with Image.open(stream) as picture:
            facts = picture.getexif()
            written = facts.get_ifd(_DETAILS).get(_TAKEN) or facts.get(_CHANGED)
        day = datetime.strptime(str(written)[:10], "%Y:%m:%d").date()
    except Exception:  # readers of pictures raise errors of many kinds
        return None
    return day if date(1990, 1, 1) <= day <= date.today() else None
