"""How far a long command is, on the line for errors, so that its outcome stays alone."""

import sys
import time
from collections.abc import Callable
from typing import Any

EVERY = 2.0


def progress(stream: Any = None) -> Callable[[str], None]:
    """A function that says a word on its way, no more often than every two seconds."""
    out, last = stream or sys.stderr, time.monotonic()

    def say(words: str) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            out.write(f"… {words}\n")
            out.flush()

    return say
