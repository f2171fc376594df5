"""The history in its order, as plain values with their texts, in constant memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import HistoryEntry, HistoryText

from .seal import LATER_FIELDS, SEALED_FIELDS

AT_ONCE = 4000
_FACTS = (*SEALED_FIELDS, *LATER_FIELDS)
_TEXT = (
    "entry_sequence",
    "salt",
    "words",
    "people_salt",
    "actor",
    "address",
    "words_erased_in",
    "people_erased_in",
)


@dataclass(slots=True)
class Text:
    """What lies beside an entry."""

    salt: str
    words: Any
    people_salt: str
    actor: str
    address: str
    words_erased_in: int | None
    people_erased_in: int | None


@dataclass(slots=True)
class Link:
    """One entry of the chain: its sealed values by name, its seal, and its text if it has one."""

    facts: dict[str, Any]
    at: datetime
    seal: str
    text: Text | None

    @property
    def sequence(self) -> int:
        return int(self.facts["sequence"])


def links_in_order() -> Iterator[Link]:
    """Every entry from the first. Texts are asked for after theirs: none written meanwhile
    lacks its own."""
    entries = HistoryEntry.objects.order_by("sequence").values_list("at", "seal", *_FACTS)
    rows = list(entries[:AT_ONCE])
    while rows:
        texts = _texts_between(rows[0][2], rows[-1][2])
        for at, seal, *facts in rows:
            yield Link(dict(zip(_FACTS, facts, strict=True)), at, seal, texts.get(facts[0]))
        rows = list(entries.filter(sequence__gt=rows[-1][2])[:AT_ONCE])


def _texts_between(first: int, last: int) -> dict[int, Text]:
    texts = HistoryText.objects.filter(entry_sequence__range=(first, last))
    return {sequence: Text(*text) for sequence, *text in texts.values_list(*_TEXT)}
