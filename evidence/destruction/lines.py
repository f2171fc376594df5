"""The lines of the list of destructions: a version destroyed, or what else is done for good.

A version's line is written through to the disk before its destruction counts.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from accounts.ledger import Ended
from accounts.ledger import append as write
from accounts.ledger.ended import is_ended
from accounts.ledger.file import lines_of

DESTROYED, CALLED_OFF = "destroyed", "called off"


@dataclass(frozen=True)
class Line:
    """A version that was destroyed; people stand in it by number."""

    version: str
    code: str
    number: int
    sha256: str
    size: int
    storage_keys: tuple[str, ...]
    at: str
    reason: str
    authority: str
    rule: str = ""
    asked_by: int | None = None
    agreed_by: int | None = None
    what: str = field(default=DESTROYED)

    @property
    def key(self) -> str:
        return self.version

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)

    @classmethod
    def read(cls, data: dict[str, Any]) -> "Line":
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        return cls(**known | {"storage_keys": tuple(data["storage_keys"])})


AnyLine = Line | Ended


def line_of(data: dict[str, Any]) -> AnyLine:
    """What a line tells of; raises TypeError or KeyError for one that is none of ours."""
    return Ended.read(data) if is_ended(data) else Line.read(data)


def append(lines: Iterable[AnyLine], path: Path | None = None) -> None:
    """Add lines and write them through to the disk, all or the last of them cut short."""
    write((asdict(line) for line in lines), path)


def call_off(versions: Iterable[str], path: Path | None = None) -> None:
    """Say of versions that they were not destroyed after all, where the list has them."""
    listed = {line.version for line in read_ledger(path)}
    gone = [str(version) for version in versions if str(version) in listed]
    if gone:
        write(({"version": version, "what": CALLED_OFF} for version in gone), path)


def read_ledger(path: Path | str | None = None) -> list[Line]:
    """The versions that were destroyed, in that order, each once."""
    return [line for line in read_all(path) if isinstance(line, Line)]


def read_all(path: Path | str | None = None) -> list[AnyLine]:
    """All that the list tells of, in that order, each once."""
    found: dict[str, AnyLine] = {}
    for data in lines_of(path):
        if data.get("what") == CALLED_OFF:
            found.pop(data.get("version", ""), None)
        elif "version" in data or is_ended(data):
            line = line_of(data)
            found[line.key] = line
    return list(found.values())
