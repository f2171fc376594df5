"""What is done for good with a row: a person erased, an assessment emptied, a request deleted."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from .file import append, lines_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ended:
    """`what` happened to the row of this `number`, when, by whom (a number) and by what rule.

    `since` is a moment of the row that never changes. It tells the row from one that has the
    same number in another database.
    """

    what: str
    number: int
    since: str
    at: str
    by: int | None = None
    rule: str = ""

    @property
    def key(self) -> str:
        return f"{self.what} {self.number} {self.since}"

    @property
    def storage_keys(self) -> tuple[str, ...]:
        """None: which files go with it is found in the database."""
        return ()

    @property
    def on(self) -> datetime:
        return timezone.localtime(datetime.fromisoformat(self.at))

    @classmethod
    def read(cls, data: dict[str, Any]) -> "Ended":
        return cls(**{field.name: data[field.name] for field in fields(cls) if field.name in data})


@dataclass(frozen=True)
class Kind:
    """`done` is what the database has of it; `again` does it where a restore brought it back,
    and says whether it had to."""

    what: str
    done: Callable[[], Iterable[Ended]]
    again: Callable[[Ended], bool]


_KINDS: dict[str, Kind] = {}


def keeps_ended(kind: Kind) -> None:
    """Add a kind."""
    _KINDS[kind.what] = kind


def is_ended(data: dict[str, Any]) -> bool:
    """Whether a line of the list tells of one of these."""
    return data.get("what") in _KINDS and "number" in data and "since" in data


def read_ended(path: Path | str | None = None) -> list[Ended]:
    """Each once, in the order of the list."""
    found = {each.key: each for each in map(Ended.read, filter(is_ended, lines_of(path)))}
    return list(found.values())


def note(ended: Ended) -> None:
    """Put it on the list once the transaction holds; a kill in between is made good later."""
    transaction.on_commit(partial(_note, ended))


def _note(ended: Ended) -> None:
    try:
        append([asdict(ended)])
    except OSError:
        logger.exception("The list of destructions cannot be written; the worker tries again")


def note_missing() -> int:
    """Put on the list what the database knows to be done and the list does not; how many."""
    listed = {ended.key for ended in read_ended()}
    missing = [
        ended for kind in _KINDS.values() for ended in kind.done() if ended.key not in listed
    ]
    if missing:
        append(map(asdict, missing))
    return len(missing)


def end_again(lines: Iterable[Ended]) -> dict[str, int]:
    """Do again what a restore brought back; how many of each kind. Idempotent."""
    counts = dict.fromkeys(_KINDS, 0)
    for line in lines:
        counts[line.what] += _KINDS[line.what].again(line)
    return counts


def moment_of(value: datetime | None) -> str:
    """A moment as the list has it, whichever zone it came in."""
    return value.astimezone(UTC).isoformat() if value else ""
