"""Two texts that began as one: compared by paragraph and word, and put together."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest


@dataclass(frozen=True)
class Piece:
    """Some words of one text; `only_here` where the other text does not have them."""

    text: str
    only_here: bool


@dataclass(frozen=True)
class Pair:
    """A paragraph in each text, either of which may be missing."""

    mine: tuple[Piece, ...]
    theirs: tuple[Piece, ...]
    is_same: bool


@dataclass(frozen=True)
class Comparison:
    """`both` holds every paragraph of both texts, those in common once."""

    pairs: tuple[Pair, ...]
    both: str


def compare(*, mine: str, theirs: str) -> Comparison:
    """Set two texts side by side. Every word of either is in the result."""
    my_paragraphs, their_paragraphs = paragraphs(mine), paragraphs(theirs)
    pairs: list[Pair] = []
    both: list[str] = []
    matcher = SequenceMatcher(None, my_paragraphs, their_paragraphs, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        ours, others = my_paragraphs[a:b], their_paragraphs[c:d]
        if kind == "equal":
            pairs += [Pair((Piece(text, False),), (Piece(text, False),), True) for text in ours]
            both += ours
        else:
            pairs += _paired(ours, others)
            both += [text for two in zip_longest(ours, others) for text in two if text]
    return Comparison(tuple(pairs), "\n\n".join(both))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, which blank lines part."""
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def _paired(ours: list[str], others: list[str]) -> list[Pair]:
    together = zip_longest(ours, others, fillvalue="")
    return [Pair(*_words(one, other), False) for one, other in together]


def _words(one: str, other: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    ours, others = re.findall(r"\S+\s*", one), re.findall(r"\S+\s*", other)
    left: list[Piece] = []
    right: list[Piece] = []
    matcher = SequenceMatcher(None, ours, others, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if b > a:
            left.append(Piece("".join(ours[a:b]), kind != "equal"))
        if d > c:
            right.append(Piece("".join(others[c:d]), kind != "equal"))
    return tuple(left), tuple(right)
