"""Plain text, Markdown and tables as text."""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from .places import Place, clean, in_parts, row

_DELIMITERS = ",;\t|"
ROWS = 200


def read_text(stream: BinaryIO) -> Iterator[Place]:
    """A short text is one place, a long one several, named by their lines."""
    yield from parts_of(clean(decoded(stream.read())).split("\n"))


def parts_of(lines: list[str]) -> Iterator[Place]:
    parts = list(in_parts(lines))
    for first, last, words in parts:
        yield Place("Text" if len(parts) == 1 else f"Lines {first} to {last}", words)


def read_csv(stream: BinaryIO) -> Iterator[Place]:
    """The rows of a table, in parts."""
    text = decoded(stream.read())
    first = text[:4_000].partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    csv.field_size_limit(1_000_000)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    yield from sheet("", (row(cells) for cells in rows))


def sheet(name: str, rows: Iterator[str]) -> Iterator[Place]:
    """A sheet of rows: one place, or several named by the rows that they hold."""
    called = f"Sheet {name}" if name else "Table"
    parts = _rows_in_parts(rows)
    held = next(parts, None)
    is_first = True
    while held:
        following = next(parts, None)
        start, end, words = held
        alone = is_first and following is None
        yield Place(called if alone else f"{called}, rows {start} to {end}", words)
        held, is_first = following, False


def _rows_in_parts(rows: Iterator[str]) -> Iterator[tuple[int, int, str]]:
    """As `in_parts`, without rows that say nothing, at most ROWS together."""
    held: list[str] = []
    first = last = length = 0
    for number, words in enumerate(rows, start=1):
        if not words:
            continue
        if held and (len(held) >= ROWS or length + len(words) > 2 * 4_000):
            yield first, last, "\n".join(held)
            held, length = [], 0
        if not held:
            first = number
        held.append(words[:40_000])
        length += len(words)
        last = number
    if held:
        yield first, last, "\n".join(held)


def decoded(data: bytes) -> str:
    """UTF-8 or Windows-1252, whichever it is."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
