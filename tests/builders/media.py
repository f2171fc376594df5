"""Films, sound and telephone pictures, as small as they can be."""

import struct
from io import BytesIO

from PIL import Image
from pillow_heif import register_heif_opener


def box(kind: bytes, content: bytes = b"") -> bytes:
    """One box of an ISO media file."""
    return struct.pack(">I4s", 8 + len(content), kind) + content


def film(brand: bytes = b"isom", *, handler: bytes = b"vide", content: int = 500) -> bytes:
    """An MP4, or with the brand `qt  ` a MOV, of boxes without a picture in them."""
    track = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(12))))
    return (
        box(b"ftyp", brand + bytes(4) + brand)
        + box(b"moov", box(b"mvhd", bytes(100)) + track)
        + box(b"mdat", bytes(content))
    )


def sound(frames: int = 40) -> bytes:
    """An MP3 of silence: frames of 128 kbit/s, 417 bytes each, behind an empty tag."""
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    return b"ID3\x03\x00\x00\x00\x00\x00\x00" + frame * frames


def telephone_picture(size: tuple[int, int] = (48, 32)) -> bytes:
    """A small HEIC picture."""
    register_heif_opener()
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, "HEIF")
    return out.getvalue()
