"""The places of a file and their words, cleaned and cut to what one row of the index takes."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

PART = 4_000
WHOLE_PAGE = 40_000
NAME = 150
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
# Where a PDF parts a word at the end of a line.
_HYPHEN = re.compile("[\ufffe\u00ad]\\s*")
# What no database and no page can hold, and the signs that words are marked with.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"[^\S\t\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")


class Place(NamedTuple):
    """A page, a slide, a part: what it is called, and its words."""

    name: str
    words: str


def clean(text: str) -> str:
    """The text as it is kept: lines parted by line breaks, cells by tabs, nothing unprintable."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\f", "\n")
    text = _UNPRINTABLE.sub("", _HYPHEN.sub("", text)).translate(_LIGATURES)
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text))
    lines = (line.strip(" ") for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def cell(text: object) -> str:
    """What one cell says, on one line."""
    return " ".join(clean(str(text)).split())


def row(cells: Iterable[object]) -> str:
    """The cells of a row parted by tabs; nothing for a row without words."""
    texts = [cell(each) for each in cells]
    while texts and not texts[-1]:
        texts.pop()
    return "\t".join(texts)


def title(text: str) -> str:
    """A heading short enough to name a place."""
    text = cell(text)
    return text if len(text) <= NAME else f"{text[: NAME - 1]}…"


def in_parts(lines: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """The lines in parts of at most PART signs or so: numbers of first and last line, words."""
    held: list[str] = []
    first, last, length = 1, 0, 0
    for last, line in enumerate(_short(lines), start=1):
        if held and length + len(line) > PART:
            yield first, last - 1, "\n".join(held)
            first, held, length = last, [], 0
        held.append(line)
        length += len(line) + 1
    if held:
        yield first, last, "\n".join(held)


def _short(lines: Iterable[str]) -> Iterator[str]:
    """A line without end is cut, at a gap where it has one."""
    for line in lines:
        while len(line) > PART:
            at = line.rfind(" ", PART // 2, PART) + 1 or PART
            yield line[:at].rstrip()
            line = line[at:]
        yield line
