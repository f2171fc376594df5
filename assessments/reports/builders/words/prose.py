"""Sentences, paragraphs and lists put together."""

from collections.abc import Iterable
from datetime import date

from django.utils import dateformat
from django.utils.translation import gettext as _

from ...content import Remark, shorten

# Of a long comment its beginning: it stands in full with its element.
LONG = 300


def paragraph(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def text_of(*paragraphs: str) -> str:
    return "\n\n".join(filter(None, paragraphs))


def listed(heading: str, points: Iterable[str]) -> str:
    """A list under the sentence that leads to it; nothing where there is nothing to list."""
    lines = [f"- {point}" for point in points]
    return "\n".join([heading, *lines]) if lines else ""


def said(remarks: Iterable[Remark]) -> Iterable[str]:
    """Each remark in a line, with the code of its element."""
    for remark in remarks:
        yield f"{remark.element_code}: {shorten(remark.text, LONG)}"


def both(parts: Iterable[str]) -> str:
    """The parts as one says them: a, b and c."""
    *most, last = parts
    return _("%(most)s and %(last)s") % {"most": ", ".join(most), "last": last} if most else last


def british(day: date) -> str:
    return dateformat.format(day, "j F Y")
