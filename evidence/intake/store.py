"""Storing the bytes of an upload under a random key, and taking them back."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any, BinaryIO, cast

from django.core.files.base import File
from django.core.files.storage import storages
from django.db import DatabaseError
from django.db.transaction import TransactionManagementError

from evidence.enums import Scan

from .keys import named
from .kinds import recognise
from .scan import scan, virus_found
from .storage import random_key
from .stored import StoredFile


class _Hashed(File):
    """A file whose bytes are hashed and counted as the storage reads them."""

    def __init__(self, file: File) -> None:
        super().__init__(file, name=file.name)
        self.digest = hashlib.sha256()
        self.read_bytes = 0

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        for chunk in super().chunks(chunk_size):
            self.digest.update(chunk)
            self.read_bytes += len(chunk)
            yield chunk


@contextmanager
def store(upload: File) -> Iterator[StoredFile]:
    """The upload stored, for as long as the block that uses it succeeds.

    Whatever is raised inside the block takes the bytes away again, so put the transaction
    inside it. Raises Refused where the portal does not take such a file.
    """
    stored = keep(upload)
    try:
        yield stored
    except BaseException:
        discard(stored)
        raise


def keep(upload: File) -> StoredFile:
    """Store the bytes and leave them; prefer `store`. Raises Refused."""
    known = recognise(upload)
    scanned = scan(cast(BinaryIO, upload))
    if scanned == Scan.INFECTED:
        raise virus_found()
    upload.seek(0)
    hashed = _Hashed(upload)
    key = random_key()
    try:
        storages["evidence"].save(key, hashed)
    except BaseException:
        storages["evidence"].delete(key)
        raise
    return StoredFile(
        storage_key=key,
        name=known.file_name,
        media_type=known.media_type,
        size=hashed.read_bytes,
        sha256=hashed.digest.hexdigest(),
        scan=scanned,
    )


def discard(stored: StoredFile) -> None:
    """Take the bytes away, unless a version or a dropped file names them."""
    discard_key(stored.storage_key)


def discard_key(storage_key: str) -> None:
    """The same for bytes of which only the name is known."""
    if not _is_named(storage_key):
        storages["evidence"].delete(storage_key)


@contextmanager
def copied(stored: StoredFile) -> Iterator[StoredFile]:
    """Another copy of stored bytes, under a name of its own, kept as `store` keeps an upload."""
    key = random_key()
    try:
        with open_stored(stored.storage_key) as file:
            storages["evidence"].save(key, file)
        yield replace(stored, storage_key=key)
    except BaseException:
        discard_key(key)
        raise


def _is_named(storage_key: str) -> bool:
    try:
        return bool(named([storage_key]))
    except TransactionManagementError:
        return False  # the transaction that would have named them is lost as a whole
    except DatabaseError:
        return True  # nobody can say: bytes too many are found later, lost ones never


def open_stored(storage_key: str) -> File:
    """The bytes of a version, to read. Raises FileNotFoundError."""
    return storages["evidence"].open(storage_key, "rb")


def link_to_stored(storage_key: str, *, place: str = "evidence") -> Callable[..., str] | None:
    """What makes a link to stored bytes that lives for seconds; None where the store gives none."""
    storage: Any = storages[place]
    return partial(storage.link_to, storage_key) if getattr(storage, "links", 0) else None
