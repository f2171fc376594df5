"""A logo as documents hold it: drawn again by us, from the picture that was handed in."""

from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from .drawing import BROKEN, strictly

FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg"}
LARGEST_UPLOAD = 5_000_000  # bytes
MOST_DOTS = 20_000_000
LONGEST_SIDE = 1_200  # dots: 10 cm at 300 to the inch
LARGEST = 300_000  # bytes, as every document carries them
SMALLEST_SIDE = 16


@dataclass(frozen=True)
class Drawn:
    """A picture in our own bytes."""

    data: bytes
    media_type: str


def draw_logo(stream: BinaryIO, size: int) -> Drawn:
    """The picture without anything but its dots: no more than 1,200 a side and 300 kB.

    What it is, its content decides, not its name. Raises ValidationError.
    """
    if size > LARGEST_UPLOAD:
        raise ValidationError(_("The picture must be smaller than 5 MB. Save a smaller copy"))
    try:
        with strictly():
            return _drawn(stream)
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except BROKEN as error:
        raise ValidationError(
            _("The file must be a PNG or JPEG picture that is whole. Save the logo again as PNG")
        ) from error


def _drawn(stream: BinaryIO) -> Drawn:
    stream.seek(0)
    with Image.open(stream, formats=tuple(FORMATS)) as picture:
        if picture.width * picture.height > MOST_DOTS:
            raise _too_large()
        if min(picture.size) < SMALLEST_SIDE:
            raise ValidationError(
                _("The picture is too small to be printed: %(dots)s dots a side is the least")
                % {"dots": SMALLEST_SIDE}
            )
        kind = "PNG" if picture.format == "PNG" else "JPEG"
        turned = ImageOps.exif_transpose(picture)
        return _fitted(turned.convert(_mode(turned, kind)), kind)


def _mode(picture: Image.Image, kind: str) -> str:
    return "RGBA" if kind == "PNG" and picture.has_transparency_data else "RGB"


def _fitted(picture: Image.Image, kind: str) -> Drawn:
    """Smaller until it is small enough."""
    side = LONGEST_SIDE
    while True:
        picture.thumbnail((side, side))
        data = _saved(picture, kind)
        if len(data) <= LARGEST:
            return Drawn(data, FORMATS[kind])
        side = max(picture.size) * 4 // 5


def _saved(picture: Image.Image, kind: str) -> bytes:
    plain = Image.new(picture.mode, picture.size)
    plain.paste(picture)
    file = BytesIO()
    plain.save(file, kind, **({"quality": 88} if kind == "JPEG" else {"optimize": True}))
    return file.getvalue()


def _too_large() -> ValidationError:
    return ValidationError(
        _("The picture has more than %(millions)d million dots. Save a smaller copy")
        % {"millions": MOST_DOTS // 1_000_000}
    )
