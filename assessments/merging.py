"""Two texts that began as one: set side by side paragraph by paragraph, and put together.

Nothing here knows of requests or rows: `merge` lines up what two people made of a base,
and `assembled` makes one text from what was chosen.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessments.wording import Mark, Piece, likeness, marked

# Below this two paragraphs are two paragraphs, not one that somebody changed.
ALIKE = 0.35
EXACT = 3.0
# Beyond this many pairs of paragraphs lining them up would keep the reader waiting.
MOST_PAIRS = 40_000


class Changed(StrEnum):
    """Who changed something since both began."""

    NEITHER = "neither"
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


class Choice(StrEnum):
    """What becomes of something that is not the same in both."""

    MINE = "mine"
    THEIRS = "theirs"
    TOGETHER = "together"
    WRITTEN = "written"


@dataclass(frozen=True)
class Row:
    """A paragraph as each text has it, None where it does not."""

    base: str | None
    mine: str | None
    theirs: str | None

    @property
    def changed(self) -> Changed:
        """What is alike in both is nobody's change any more."""
        return who_changed(self.base, self.mine, self.theirs)

    @property
    def my_words(self) -> tuple[Piece, ...]:
        """My paragraph against the base; without one, what theirs does not have is marked."""
        return self._words(self.mine, self.theirs)

    @property
    def their_words(self) -> tuple[Piece, ...]:
        return self._words(self.theirs, self.mine)

    def _words(self, text: str | None, other: str | None) -> tuple[Piece, ...]:
        if self.base is not None:
            return marked(self.base, text)
        return tuple(piece for piece in marked(other, text) if piece.mark != Mark.TAKEN_OUT)

    @property
    def together(self) -> str:
        """Both, mine first."""
        return joined(text for text in (self.mine, self.theirs) if text is not None)


def who_changed(base: object, mine: object, theirs: object) -> Changed:
    """Who of the two moved away from the base; neither where they agree."""
    if mine == theirs:
        return Changed.NEITHER
    if mine == base:
        return Changed.THEIRS
    return Changed.MINE if theirs == base else Changed.BOTH


def merge(*, base: str, mine: str, theirs: str) -> list[Row]:
    """Every paragraph of both texts in its order, each in one row.

    An empty base means that nothing is known of where they began.
    """
    texts = paragraphs(base), paragraphs(mine), paragraphs(theirs)
    started, ours, others = texts if _is_small(texts) else tuple(map(_as_one, texts))
    my_gaps, my_own = _placed(started, ours)
    their_gaps, their_own = _placed(started, others)
    rows: list[Row] = []
    for at in range(len(started) + 1):
        rows += _added(my_gaps[at], their_gaps[at])
        if at < len(started):
            rows.append(Row(started[at], my_own[at], their_own[at]))
    return [row for row in rows if row.mine is not None or row.theirs is not None]


def preselected(changed: Changed) -> Choice | None:
    """What is chosen already: the side that changed it; nothing where both did."""
    return {Changed.MINE: Choice.MINE, Changed.THEIRS: Choice.THEIRS}.get(changed)


def assembled(
    rows: Sequence[Row], choices: Mapping[int, Choice], written: Mapping[int, str] | None = None
) -> str:
    """One text from the rows and what was chosen for each by its number.

    A row without a choice stands as `preselected` has it, and where both changed it as both
    have it, so that no word goes without somebody's decision.
    """
    parts = [
        _chosen(row, choices.get(number), (written or {}).get(number, ""))
        for number, row in enumerate(rows)
    ]
    return joined(part for part in parts if part)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, which blank lines part."""
    plain = text.replace("\r\n", "\n")
    return [part.strip() for part in re.split(r"\n\s*\n", plain) if part.strip()]


def joined(parts: Iterable[str]) -> str:
    """Paragraphs as one text."""
    return "\n\n".join(parts)


def _chosen(row: Row, choice: Choice | None, written: str) -> str:
    if row.changed == Changed.NEITHER:
        return row.mine or ""
    choice = choice or preselected(row.changed) or Choice.TOGETHER
    texts = {
        Choice.MINE: row.mine,
        Choice.THEIRS: row.theirs,
        Choice.TOGETHER: row.together,
        Choice.WRITTEN: joined(paragraphs(written)),
    }
    return texts[choice] or ""


def _is_small(texts: Sequence[list[str]]) -> bool:
    base, mine, theirs = (len(text) + 1 for text in texts)
    return max(base * mine, base * theirs, mine * theirs) <= MOST_PAIRS


def _as_one(text: list[str]) -> list[str]:
    return [joined(text)] if text else []


def _placed(base: list[str], text: list[str]) -> tuple[list[list[str]], list[str | None]]:
    """What was added before each paragraph of the base and at its end, and what became of each."""
    gaps: list[list[str]] = [[] for _each in range(len(base) + 1)]
    own: list[str | None] = [None] * len(base)
    at = 0
    for mate, paragraph in zip(_mates(text, base), text, strict=True):
        if mate is None:
            gaps[at].append(paragraph)
        else:
            own[mate] = paragraph
            at = mate + 1
    return gaps, own


def _added(ours: list[str], others: list[str]) -> list[Row]:
    """What both added in one place: like to like, mine first."""
    rows: list[Row] = []
    at = 0
    for mate, paragraph in zip(_mates(ours, others), ours, strict=True):
        if mate is not None:
            rows += [Row(None, None, other) for other in others[at:mate]]
            at = mate + 1
        rows.append(Row(None, paragraph, others[mate] if mate is not None else None))
    return [*rows, *(Row(None, None, other) for other in others[at:])]


def _mates(text: list[str], other: list[str]) -> list[int | None]:
    """For each paragraph its place in the other text, in order, so that most is alike."""
    scores = [[_score(one, two) for two in other] for one in text]
    best = [[0.0] * (len(other) + 1) for _each in range(len(text) + 1)]
    for i in range(len(text) - 1, -1, -1):
        for j in range(len(other) - 1, -1, -1):
            paired = scores[i][j] + best[i + 1][j + 1] if scores[i][j] else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    mates: list[int | None] = []
    j = 0
    for i in range(len(text)):
        while j < len(other) and best[i][j] == best[i][j + 1] and best[i][j] > best[i + 1][j]:
            j += 1
        if j < len(other) and best[i][j] > best[i + 1][j]:
            mates.append(j)
            j += 1
        else:
            mates.append(None)
    return mates


def _score(one: str, two: str) -> float:
    if one == two:
        return EXACT
    alike = likeness(one, two)
    return alike if alike >= ALIKE else 0.0
