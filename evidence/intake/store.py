"""Storing the bytes of an upload under a random key, and taking them back."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from django.core.files.base import File
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile

from .kinds import recognise
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
def store(upload: UploadedFile) -> Iterator[StoredFile]:
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


def keep(upload: UploadedFile | File) -> StoredFile:
    """Store the bytes and leave them; prefer `store`. Raises Refused."""
    known = recognise(upload)
    hashed = _Hashed(upload)
    key = storages["evidence"].save(random_key(), hashed)
    return StoredFile(
        storage_key=key,
        name=known.file_name,
        media_type=known.media_type,
        size=hashed.read_bytes,
        sha256=hashed.digest.hexdigest(),
    )


def discard(stored: StoredFile) -> None:
    """Take the bytes away; only where no version names them."""
    storages["evidence"].delete(stored.storage_key)


def open_stored(storage_key: str) -> BinaryIO:
    """The bytes of a version, to read."""
    return storages["evidence"].open(storage_key, "rb")
