"""A line of the place where words were found, with the words marked."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# No stored words have these signs, so that an index can set them around what it found.
START, END = "\x02", "\x03"
LENGTH = 120
_BEFORE = 40
_MARKED = re.compile(f"{START}([^{START}{END}]*){END}")


class Found(NamedTuple):
    """A page with the words looked for, its text with START and END around them."""

    page: int
    place: str
    number: int
    media_type: str
    marked: str
    version: int = 0


@dataclass(frozen=True)
class Snippet:
    """The best place of a file: its name, some words of it as safe HTML, and where it is.

    `further` counts the other places of the file, `page` is the number of the page,
    `version` that of the version.
    """

    place: str
    words: SafeString
    further: int
    page: int
    media_type: str
    version: int = 0

    @property
    def opens_at(self) -> int:
        """The page of a PDF, which the item's page opens at; 0 for all other kinds."""
        return self.page if self.media_type == "application/pdf" else 0


def snippet(found: Found, *, places: int) -> Snippet:
    """The snippet of the page that was found first in a file, one of so many places."""
    return Snippet(
        place=found.place,
        words=as_html(cut(found.marked)),
        further=max(0, places - 1),
        page=found.number,
        media_type=found.media_type,
        version=found.version,
    )


def cut(marked: str) -> str:
    """The part of the text with the most different words marked, and dots where it is cut."""
    text = " ".join(marked.split())
    marks = [(found.start(), found.end(), found[1].lower()) for found in _MARKED.finditer(text)]
    if not marks:
        return _between(text, 0, LENGTH)

    def worth(start: int) -> int:
        return len({said for at, end, said in marks if start <= at and end <= start + LENGTH})

    best = max((start for start, _end, _said in marks), key=worth)
    return _between(text, max(0, best - _BEFORE), best + LENGTH)


def _between(text: str, start: int, end: int) -> str:
    """That part, from and to the nearest gap between words, with no mark cut in two."""
    start = text.rfind(" ", 0, start + 1) + 1 if start else 0
    gap = text.find(" ", end)
    end = len(text) if gap < 0 else gap
    part = text[start:end]
    if part.count(START) > part.count(END):
        part += END
    return f"{'… ' if start else ''}{part}{' …' if end < len(text) else ''}"


def as_html(marked: str) -> SafeString:
    """Escaped, with <mark> around what was found."""
    parts = _MARKED.split(marked)
    html = "".join(
        f"<mark>{escape(part)}</mark>" if at % 2 else escape(part) for at, part in enumerate(parts)
    )
    return mark_safe(html.replace(START, "").replace(END, ""))  # noqa: S308 all of it is escaped  # nosec B308 B703  # all else is escaped
