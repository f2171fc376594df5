"""Bytes that a killed process left behind: found, and removed once nobody can be at them."""

import logging
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.files.storage import Storage, storages

from evidence.intake.keys import batches, named, stored_keys

# An upload names its bytes within seconds; what nothing names after this long never will be.
GRACE = timedelta(hours=1)
# As Django calls the bodies of requests that it keeps on disk while they come in.
HALF_SENT = "tmp*.upload*"
# More than this many, and more than the database names: it is not the one of these files.
FEW = 50
Named = Callable[[Collection[str]], set[str]]
logger = logging.getLogger(__name__)


class NotItsDatabase(Exception):
    """Nothing was removed: the database knows less than half of the files in the storage."""


@dataclass(frozen=True)
class Leftover:
    """What was left: `place` is the storage or "uploads", `problem` why it is still there."""

    place: str
    name: str
    size: int
    since: datetime
    problem: str = ""


def clear_leftovers(*, before: datetime, remove: bool = True) -> list[Leftover]:
    """Remove stored bytes that nothing names and half-sent uploads, last touched `before`.

    Returns them; with `remove=False` they stay. What cannot be removed is kept and said.
    Raises NotItsDatabase.
    """
    found = clear_unnamed("evidence", named, before=before, remove=remove)
    return [*found, *clear_half_sent(before=before, remove=remove)]


def clear_unnamed(
    place: str, named: Named, *, before: datetime, remove: bool = True
) -> list[Leftover]:
    """The files of one storage last touched `before` that `named` does not know any more.

    Raises NotItsDatabase, before the first is removed.
    """
    storage = storages[place]
    kept, left = _unnamed(storage, place, named, before)
    if len(left) > max(FEW, kept):
        raise NotItsDatabase(
            f"The database names {kept} files in the {place} storage and does not know"
            f" {len(left)}: it is hardly the one that belongs to them. Nothing was removed."
        )
    if not remove:
        return left
    # Asked again right before: something may have named it since the batch was read.
    return [
        _gone(found, partial(storage.delete, found.name))
        for found in left
        if not named([found.name])
    ]


def _unnamed(
    storage: Storage, place: str, named: Named, before: datetime
) -> tuple[int, list[Leftover]]:
    """How many files are named, and those that are not."""
    kept, left = 0, []
    for keys in batches(stored_keys(storage, unreadable=_cannot_list)):
        known = named(keys)
        kept += len(known)
        facts = [_facts(storage, place, key) for key in keys if key not in known]
        left += [found for found in facts if found and found.since < before]
    return kept, left


def clear_half_sent(*, before: datetime, remove: bool = True) -> list[Leftover]:
    """Bodies of requests whose process was killed while they came in.

    One that is still coming in was touched a moment ago; were it removed, the process that
    holds it open would go on reading it.
    """
    left = []
    for path in _half_sent():
        try:
            facts = path.lstat()
        except FileNotFoundError:
            continue
        since = datetime.fromtimestamp(facts.st_mtime, UTC)
        if since < before:
            found = Leftover("uploads", path.name, facts.st_size, since)
            left.append(_gone(found, partial(path.unlink, missing_ok=True)) if remove else found)
    return left


def _half_sent() -> Iterator[Path]:
    folder = settings.FILE_UPLOAD_TEMP_DIR
    return iter(sorted(Path(folder).glob(HALF_SENT)) if folder else ())


def _facts(storage: Storage, place: str, key: str) -> Leftover | None:
    try:
        return Leftover(place, key, storage.size(key), storage.get_modified_time(key))
    except FileNotFoundError:
        return None


def _gone(found: Leftover, delete: Callable[[], None]) -> Leftover:
    try:
        delete()
    except Exception as error:  # each kind of storage raises errors of its own
        logger.warning("%s in %s could not be removed: %s", found.name, found.place, error)
        return replace(found, problem=str(error))
    return found


def _cannot_list(folder: str, error: Exception) -> None:
    logger.warning("The folder %s could not be listed: %s", folder or "of the storage", error)
