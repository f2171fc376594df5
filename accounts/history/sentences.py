"""The history as people read it: one sentence for each verb, registered by the app that has it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import HistoryEntry, HistoryText

_SENTENCES: dict[str, Any] = {}


def say(**sentences: Any) -> None:
    """Register sentences by verb; `{name}` in them is filled from the entry's words.

    Verbs are written with `__` for the dot: `evidence__linked=_("Linked {code}")`.
    """
    _SENTENCES.update({verb.replace("__", "."): text for verb, text in sentences.items()})


@dataclass(frozen=True)
class Told:
    """One entry as a line of a history list."""

    at: datetime
    who: str
    sentence: str


class _Blank(dict):
    def __missing__(self, key: str) -> str:
        return "…"


def sentence_of(verb: str, words: dict[str, Any]) -> str:
    """The entry in words; a verb without a sentence is shown as it is, never hidden."""
    text = _SENTENCES.get(verb)
    return str(text).format_map(_Blank(words)) if text else verb


def known_verbs() -> frozenset[str]:
    """Every verb that has a sentence."""
    return frozenset(_SENTENCES)


def told(entries: QuerySet[HistoryEntry] | Iterable[HistoryEntry]) -> list[Told]:
    """Entries as lines to show, in the order given; one SQL statement.

    Entries that were read already take one for their words.
    """
    if isinstance(entries, QuerySet):
        text = HistoryText.objects.filter(entry_sequence=OuterRef("sequence"))
        rows = entries.annotate(words=Subquery(text.values("words")[:1]))
        return [_told(row, row.words or {}) for row in rows]
    rows = list(entries)
    texts = HistoryText.objects.in_bulk([row.sequence for row in rows])
    return [_told(row, texts[row.sequence].words if row.sequence in texts else {}) for row in rows]


def _told(row: HistoryEntry, words: dict[str, Any]) -> Told:
    return Told(row.at, words.get("actor", ""), sentence_of(row.verb, words))
