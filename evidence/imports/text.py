"""The characters of a printed line made plain: spaces, escapes, emphasis, quotes."""

import re
import unicodedata
from difflib import SequenceMatcher

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
SPACES = re.compile(r"[^\S\t]+")
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
EMPHASIS = re.compile(
    r"\*{2,}|(?<!\w)[*_]+(?=\S)|(?<=\S)[*_]+(?!\w)|(?<![\w*])_+(?!\w)|\\$"  # also one left alone
)
MARKS = re.compile(r"^(?:>\s?|#+(?=\s|$)|#{2,})+|\s#+$")
SHELTER = 0xE000  # private use: where escaped marks wait while unescaped ones are removed


def plain(text: str) -> str:
    """The text without Markdown's marks; an escaped mark (`\\_`) is kept as itself."""
    text = SPACES.sub(" ", INVISIBLE.sub("", text)).strip()
    text = ESCAPE.sub(lambda found: chr(SHELTER + ord(found[1])), text)
    before = None
    while before != text:
        before = text
        text = MARKS.sub("", EMPHASIS.sub("", text)).strip()
    text = "".join(chr(ord(c) - SHELTER) if SHELTER <= ord(c) < SHELTER + 128 else c for c in text)
    return re.sub(r" *\t[ \t]*", "\t", SPACES.sub(" ", text)).strip()


def squash(text: str) -> str:
    """Letters and digits only: what is left when typography does not count."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in text if c.isalnum())


def alike(one: str, other: str) -> bool:
    """Whether two wordings are plainly meant to be the same."""
    one, other = squash(one)[:400], squash(other)[:400]
    if not one or not other:
        return False
    return other.startswith(one) or SequenceMatcher(None, one, other).ratio() >= 0.6


def shortened(text: str, length: int = 80) -> str:
    """The text as a message quotes it."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"
