"""The words of two paragraphs against each other."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Comparing words that come again and again takes the product of their numbers.
MOST_WORK = 300_000


class Mark(StrEnum):
    """What became of some words since the base."""

    SAME = "same"
    ADDED = "added"
    TAKEN_OUT = "taken out"


@dataclass(frozen=True)
class Piece:
    """Some words of a paragraph, or of its base where they were taken out."""

    text: str
    mark: Mark


def marked(base: str | None, text: str | None) -> tuple[Piece, ...]:
    """The paragraph with what was added to the base and taken out of it; without one, all new."""
    if text is None:
        return ()
    if base is None:
        return (Piece(text, Mark.ADDED),)
    before, after = _words(base), _words(text)
    if _work(before, after) > MOST_WORK:
        return (Piece(base, Mark.TAKEN_OUT), Piece(text, Mark.ADDED))
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("".join(after[c:d]), Mark.SAME))
            continue
        if b > a:
            pieces.append(Piece("".join(before[a:b]), Mark.TAKEN_OUT))
        if d > c:
            pieces.append(Piece("".join(after[c:d]), Mark.ADDED))
    return tuple(pieces)


def likeness(one: str, two: str) -> float:
    """How much of two paragraphs is the same words, from 0 to 1, whatever their order."""
    ours, others = Counter(one.lower().split()), Counter(two.lower().split())
    total = ours.total() + others.total()
    return 2 * (ours & others).total() / total if total else 1.0


def _words(text: str) -> list[str]:
    """Words, marks of punctuation and the spaces between, none lost."""
    return re.findall(r"\w+|[^\w\s]|\s+", text)


def _work(before: list[str], after: list[str]) -> int:
    counts = Counter(before)
    return sum(counts[word] * number for word, number in Counter(after).items())
