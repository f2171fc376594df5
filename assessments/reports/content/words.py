"""How words and codes are set on paper."""

import re
from collections.abc import Iterable


def anchor(kind: str, code: str) -> str:
    """The name of a place in the document: one for each code, whatever is typed in it."""
    return f"{kind}-" + re.sub(r"[^A-Za-z0-9.]", lambda found: f"_{ord(found[0]):x}_", code)


def natural(code: str) -> list[tuple[int, int, str]]:
    """A sort key that puts `1.10` after `1.9` and `CSS99` before `CSS201`."""
    parts = re.findall(r"[0-9]+|[^0-9]+", code)
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def shorten(text: str, limit: int) -> str:
    """The first words of a text, cut between words."""
    words = " ".join(text.split())
    if len(words) <= limit:
        return words
    head = words[:limit]
    return (head.rsplit(" ", 1)[0] if " " in head else head).rstrip(",;:.") + "…"


def breakable(text: str) -> str:
    """The same words; a run of hundreds of letters without a space may break every forty.

    Laying out one endless word takes minutes, and only such a run is touched: an address that
    somebody wants to copy out of the document stays as it was typed.
    """
    return re.sub(r"\S{300,}", lambda run: "\u200b".join(re.findall(".{1,40}", run[0])), text)


def in_runs(codes: Iterable[str]) -> str:
    """Codes in their order as people list them: three or more in a row as `1.1.1 to 1.1.5`."""
    runs: list[list[str]] = []
    for code in codes:
        if runs and _follows(runs[-1][-1], code):
            runs[-1].append(code)
        else:
            runs.append([code])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)


def _follows(one: str, other: str) -> bool:
    (head, _, last), (same, _, following) = one.rpartition("."), other.rpartition(".")
    counted = last.isdecimal() and following.isdecimal()
    return head == same and counted and int(following) == int(last) + 1


def lines_of(text: str, width: int) -> int:
    """How many lines of so many letters a text takes; none where there is none."""
    return sum(-(-max(len(line), 1) // width) for line in text.split("\n")) if text else 0
