"""Where the bytes lie: random names, written through to the disk before anybody is told."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from threading import local

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

_many = local()


@contextmanager
def many_at_once() -> Iterator[None]:
    """Saving does not wait for the disk file by file: all of it is there when the block ends."""
    _many.wait_at_the_end = True
    try:
        yield
    finally:
        _many.wait_at_the_end = False
        os.sync()


class DurableFileStorage(FileSystemStorage):
    """Files on this machine that survive a power cut once saved: Django's own never syncs."""

    def _save(self, name: str, content: File) -> str:
        name = super()._save(name, content)  # type: ignore[misc]
        if getattr(_many, "wait_at_the_end", False):
            return name
        path = self.path(name)
        for place in (path, os.path.dirname(path)):
            handle = os.open(place, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        return name


def random_key() -> str:
    """A name that tells nothing, in one of 256 folders."""
    key = secrets.token_hex(20)
    return f"{key[:2]}/{key}"
