"""The file itself: one line of JSON for each thing, written through to the disk."""

import fcntl
import json
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

logger = logging.getLogger(__name__)


def place_of(path: Path | str | None = None) -> Path:
    return Path(path or settings.DESTRUCTION_LEDGER)


def lines_of(path: Path | str | None = None) -> Iterator[dict[str, Any]]:
    """What the lines say, in their order; nothing where there is no list.

    A line cut short by a kill is passed over: what it told of had not happened yet.
    """
    try:
        text = place_of(path).read_text("utf-8", errors="replace")
    except FileNotFoundError:
        return
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            data = json.loads(line) if line.strip() else {}
        except ValueError:
            logger.warning("Line %s of the list of destructions is cut short", number)
            continue
        if isinstance(data, dict):
            yield data


def append(entries: Iterable[dict[str, Any]], path: Path | str | None = None) -> None:
    """Add lines and write them through to the disk, all or the last of them cut short."""
    place = place_of(path)
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
