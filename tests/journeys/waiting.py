"""What becomes true a moment after a click is waited for, never asked once."""

import time
from collections.abc import Callable
from typing import TypeVar

from playwright.sync_api import Locator, Page

LONG = 60_000  # a machine may be busy with other things
Found = TypeVar("Found")


def eventually(page: Page, ask: Callable[[], Found], seconds: float = LONG / 1000) -> Found:
    """What `ask` says once it is true of the page, the database or a list that fills."""
    until = time.monotonic() + seconds
    while not (found := ask()):
        assert time.monotonic() < until, "It has not become true."
        page.wait_for_timeout(50)
    return found


def size_of(picture: Locator) -> list[int]:
    """Width and height of a picture, once it is there and can be shown."""
    size: list[int] = picture.evaluate(
        "image => image.decode().then(() => [image.naturalWidth, image.naturalHeight])"
    )
    return size
