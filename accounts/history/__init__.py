"""The history of what people did: `record` writes it, `sentences` reads it aloud."""

from .record import About, record

__all__ = ["About", "record"]
