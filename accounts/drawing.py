"""Opening pictures that strangers made."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from PIL import ImageFile

# What Pillow raises for a picture that is damaged or breaks off.
BROKEN = (OSError, SyntaxError, ValueError, EOFError, KeyError, MemoryError, RuntimeError)

_strict = Lock()


@contextmanager
def strictly() -> Iterator[None]:
    """WeasyPrint lets Pillow draw pictures that were cut off, in the whole process."""
    with _strict:
        lenient = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = lenient
