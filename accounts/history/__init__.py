"""The history of what people did: `record` writes it, `sentences` reads it aloud."""

from .erase import erase_person
from .record import About, record

__all__ = ["About", "erase_person", "record"]
