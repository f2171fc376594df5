"""Words typed in the portal and kept as a small file, so that they are kept as files are."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.core.files.base import ContentFile

from .store import store
from .stored import StoredFile

WEB_ADDRESS = "text/uri-list"


@contextmanager
def store_address(address: str) -> Iterator[StoredFile]:
    """A web address, for as long as the block succeeds. Nothing is fetched from it."""
    with store(ContentFile(f"{address}\r\n".encode(), "web-address.txt")) as stored:
        yield replace(stored, media_type=WEB_ADDRESS)


@contextmanager
def store_note(words: str) -> Iterator[StoredFile]:
    """A note as plain text, for as long as the block succeeds. Raises Refused."""
    with store(ContentFile(f"{words}\n".encode(), "observation.txt")) as stored:
        yield stored
