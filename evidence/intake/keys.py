"""Which bytes are stored, and which of them something names."""

from collections.abc import Callable, Collection, Iterator
from itertools import islice
from typing import TypeVar

from django.core.files.storage import Storage

from evidence.models import DisclosureEntry, EvidenceVersion, IntakeFile

BATCH = 500
# Whatever holds bytes in the evidence storage by their key.
HOLDERS = (EvidenceVersion, IntakeFile, DisclosureEntry)
T = TypeVar("T")


def named(keys: Collection[str]) -> set[str]:
    """Those of the keys that a version, a dropped file or a disclosure names; one statement."""
    first, *others = (
        holder._default_manager.filter(storage_key__in=keys)
        .order_by()
        .values_list("storage_key", flat=True)
        for holder in HOLDERS
    )
    return set(map(str, first.union(*others, all=True)))


def stored_keys(
    storage: Storage,
    folder: str = "",
    *,
    unreadable: Callable[[str, Exception], None] | None = None,
) -> Iterator[str]:
    """The names of all files in the storage, a folder at a time.

    Where `unreadable` is given it hears of folders that cannot be listed; the rest follows.
    """
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    except Exception as error:  # each kind of storage raises errors of its own
        if unreadable is None:
            raise
        unreadable(folder, error)
        return
    for name in files:
        yield f"{folder}/{name}" if folder else name
    for name in folders:
        below = f"{folder}/{name}" if folder else name
        yield from stored_keys(storage, below, unreadable=unreadable)


def batches(things: Iterator[T], size: int = BATCH) -> Iterator[list[T]]:
    """The same things, so many at a time."""
    while batch := list(islice(things, size)):
        yield batch
