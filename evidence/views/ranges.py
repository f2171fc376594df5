"""A part of a file, as players ask for it to go to and fro in a film."""

import re
from typing import IO

_ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Unsatisfiable(Exception):
    """The part begins behind the end of the file."""


def wanted_part(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of the part, or None for the whole: several parts are not served.

    Raises Unsatisfiable.
    """
    found = _ONE_RANGE.fullmatch(header.strip())
    if not found or found[0] == "bytes=-":
        return None
    first, last = found[1], found[2]
    if not first:
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = int(first), min(int(last or size), size - 1)
    if start >= size:
        raise Unsatisfiable
    return (start, end) if start <= end else None


class Part:
    """The bytes of an open file from one to another, read as a file."""

    def __init__(self, file: IO[bytes], start: int, end: int) -> None:
        file.seek(start)
        self.file, self.left = file, end - start + 1

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; none at the end of the part."""
        chunk = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(chunk)
        return chunk

    def close(self) -> None:
        """Close the file."""
        self.file.close()
