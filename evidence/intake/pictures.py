"""Pictures opened to see that they are what they say and not made to fill the memory."""

from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image
from pillow_heif import register_heif_opener

from accounts.drawing import BROKEN, strictly

from .marks import refuse_hidden_archive, refuse_hidden_document, refuse_hidden_script
from .refusal import Refused

MEDIA_TYPES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # what some telephones write: a JPEG with a second one behind it
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "HEIF": "image/heic",
}
OPENED = ("PNG", "JPEG", "GIF", "WEBP", "HEIF")
# Millions of dots that can be looked at in 256 MiB, by what opening such a picture costs.
MOST_MILLIONS = {"JPEG": 50, "MPO": 50, "HEIF": 50, "PNG": 35, "GIF": 35, "WEBP": 10}
MOST_MILLIONS_IN_STAGES = 20  # a JPEG that grows sharper while it loads

register_heif_opener(thumbnails=False)


def check_picture(stream: BinaryIO) -> str:
    """The media type of a picture that can be drawn to its last line."""
    refuse_hidden_archive(stream)
    refuse_hidden_document(stream)
    refuse_hidden_script(stream)
    try:
        with strictly():
            media_type = _verified(stream)
            _draw(stream)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except BROKEN as error:
        raise Refused(
            _("This picture is damaged or breaks off before its end."),
            _("Save it again as JPEG or PNG, and add that."),
        ) from error
    return media_type


def _verified(stream: BinaryIO) -> str:
    stream.seek(0)
    with Image.open(stream, formats=OPENED) as picture:
        most = MOST_MILLIONS[picture.format or ""]
        if picture.info.get("progressive"):
            most = MOST_MILLIONS_IN_STAGES
        if picture.width * picture.height > most * 1_000_000:
            raise _too_many_pixels(most)
        media_type = MEDIA_TYPES[picture.format or ""]
        picture.verify()
    return media_type


def _draw(stream: BinaryIO) -> None:
    """`verify` does not see that a picture was cut off; drawing it does.

    A JPEG is read whole and drawn at an eighth of its size. Of HEIC, which takes most memory,
    the boxes have been looked at.
    """
    stream.seek(0)
    with Image.open(stream, formats=OPENED) as picture:
        if picture.format == "HEIF":
            return
        picture.draft(None, (picture.width // 8, picture.height // 8))
        picture.load()


def _too_many_pixels(most: int = max(MOST_MILLIONS.values())) -> Refused:
    return Refused(
        _("This picture is larger than %(millions)d million dots.") % {"millions": most},
        _("Save a smaller copy, and add that."),
    )
