"""What a text said before and what it says after, as pieces that a page can mark."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from accounts.words_of_fields import name_of

SAME, ADDED, TAKEN_OUT = "same", "added", "taken out"
MOST_WORDS = 1500  # beyond which both are shown whole: finding the likeness would take long
_WORD = re.compile(r"\S+\s*")


@dataclass(frozen=True)
class Piece:
    mark: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One text that changed; `name` says which, or nothing where there is only one."""

    name: str
    pieces: list[Piece]


def differences_in(words: Mapping[str, Any]) -> list[Difference]:
    """The texts that an entry has before and after; none where it tells of no change of text."""
    before, after = words.get("before"), words.get("after", words.get("title"))
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return list(_between(before, after))
    if isinstance(before, str) and isinstance(after, str) and before != after:
        return [Difference("", pieces_of(before, after))]
    return []


def _between(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    for name in after.keys() | before.keys():
        old, new = before.get(name), after.get(name)
        if isinstance(old, Mapping) or isinstance(new, Mapping):
            yield from _between(old or {}, new or {})
        elif _said(old) != _said(new):
            yield Difference(name_of(name), pieces_of(_said(old), _said(new)))


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else str(value)


def pieces_of(before: str, after: str) -> list[Piece]:
    """The two texts word by word, what is the same in both said once."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return [Piece(mark, text) for mark, text in ((TAKEN_OUT, before), (ADDED, after)) if text]
    pieces = []
    plain_old, plain_new = [w.strip() for w in old], [w.strip() for w in new]
    for kind, a, b, c, d in SequenceMatcher(None, plain_old, plain_new, False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(SAME, "".join(new[c:d])))
            continue
        for mark, text in ((TAKEN_OUT, "".join(old[a:b])), (ADDED, "".join(new[c:d]))):
            if text:
                pieces.append(Piece(mark, text))
    return pieces
