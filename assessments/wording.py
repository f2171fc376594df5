"""The words of two paragraphs against each other."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Comparing words that come again and again takes the product of their numbers.
MOST_WORK = 300_000
# Fewer words than this that stayed between two changes are shown as part of the change.
SHRED = 2


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
    for stays, out, new in _runs(before, after):
        if stays:
            pieces.append(Piece(new, Mark.SAME))
            continue
        pieces += [Piece(out, Mark.TAKEN_OUT)] if out else []
        pieces += [Piece(new, Mark.ADDED)] if new else []
    return tuple(pieces)


def _runs(before: list[str], after: list[str]) -> list[tuple[bool, str, str]]:
    """Whether it stays, what was there and what is there, run by run.

    A lone word that stayed between two changes is told with them: shreds are hard to read.
    """
    opcodes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    runs: list[tuple[bool, str, str]] = []
    for at, (kind, a, b, c, d) in enumerate(opcodes):
        is_between = 0 < at < len(opcodes) - 1
        is_shred = is_between and sum(token.isalnum() for token in before[a:b]) < SHRED
        stays = kind == "equal" and not is_shred
        out, new = "".join(before[a:b]), "".join(after[c:d])
        if runs and not stays and not runs[-1][0]:
            _stays, earlier_out, earlier_new = runs.pop()
            out, new = earlier_out + out, earlier_new + new
        runs.append((stays, out, new))
    return runs


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
