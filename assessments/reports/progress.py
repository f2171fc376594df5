"""How far a document is."""

from typing import Protocol


class Progress(Protocol):
    """Told while a document is made; `done` of `total`, both 0 where nothing can be counted."""

    def __call__(self, stage: str, done: int = 0, total: int = 0) -> None: ...


def nobody(stage: str, done: int = 0, total: int = 0) -> None:
    """For when nobody waits."""
