"""The lines of the list of destructions, and how they are written and read.

One line of JSON for each version that was destroyed, written through to the disk before the
destruction counts.
"""

import fcntl
import json
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

DESTROYED, CALLED_OFF = "destroyed", "called off"
logger = logging.getLogger(__name__)


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
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


def append(lines: Iterable[Line], path: Path | None = None) -> None:
    """Add lines and write them through to the disk, all or the last of them cut short."""
    _write((asdict(line) for line in lines), _place(path))


def call_off(versions: Iterable[str], path: Path | None = None) -> None:
    """Say of versions that they were not destroyed after all, where the list has them."""
    place = _place(path)
    listed = {line.version for line in read_ledger(place)}
    gone = [str(version) for version in versions if str(version) in listed]
    if gone:
        _write(({"version": version, "what": CALLED_OFF} for version in gone), place)


def read_ledger(path: Path | str | None = None) -> list[Line]:
    """What was destroyed, in that order, each version once; nothing where there is no list.

    A line cut short by a kill is passed over: what it told of had not happened yet.
    """
    found: dict[str, Line] = {}
    for data in _lines(_place(path)):
        if data.get("what") == CALLED_OFF:
            found.pop(data["version"], None)
        else:
            known = {name: data[name] for name in Line.__dataclass_fields__ if name in data}
            found[data["version"]] = Line(**known | {"storage_keys": tuple(data["storage_keys"])})
    return list(found.values())


def _lines(place: Path) -> Iterator[dict[str, Any]]:
    try:
        text = place.read_text("utf-8", errors="replace")
    except FileNotFoundError:
        return
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            data = json.loads(line) if line.strip() else {}
        except ValueError:
            logger.warning("Line %s of the list of destructions is cut short", number)
            continue
        if isinstance(data, dict) and "version" in data:
            yield data


def _write(entries: Iterable[dict[str, Any]], place: Path) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = "".join(f"{json.dumps(entry, ensure_ascii=False)}\n" for entry in entries)
    is_new = not place.exists()
    with _held(place) as file:
        file.seek(0, os.SEEK_END)
        if file.tell():
            file.seek(-1, os.SEEK_END)
            text = text if file.read(1) == b"\n" else f"\n{text}"
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        _sync_folder(place.parent)


@contextmanager
def _held(place: Path) -> Iterator[BinaryIO]:
    """The list, to add to, with other writers waiting."""
    handle = os.open(place, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "r+b", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _place(path: Path | str | None) -> Path:
    return Path(path or settings.DESTRUCTION_LEDGER)
