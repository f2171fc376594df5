"""Checking the history: each entry against its seal, its predecessor and its words."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from accounts.models import HistoryEntry, HistoryHead, HistoryText

from .guards import missing_guards
from .seal import UnknownKey, digest_of_words, seal_of


@dataclass(frozen=True)
class Fault:
    """The first bad record: its number (None where it is not one record) and what is wrong."""

    sequence: int | None
    message: str


@dataclass(frozen=True)
class Verdict:
    entries: int
    fault: Fault | None

    @property
    def sound(self) -> bool:
        return self.fault is None


def head_of_chain() -> dict[str, Any]:
    """The anchor: number and seal of the last entry, to be kept somewhere else."""
    last = HistoryEntry.objects.order_by("-sequence").first()
    return {"sequence": last.sequence if last else 0, "seal": last.seal if last else ""}


def verify_chain(anchor: dict[str, Any] | None = None) -> Verdict:
    """Walk the whole chain and stop at the first fault; may run while others write.

    With an `anchor` (see `head_of_chain`), the entry it names must still be there and
    bear the same seal: this shows a chain that was cut off or rewritten from the start.
    """
    before, count, seal = _head(), 0, ""
    try:
        for entry, text in _entries_with_words():
            fault = (
                _fault_of(entry, text, expected=count + 1, previous=seal)
                or _fault_of_anchor(entry, anchor)
                or _fault_of_head(entry, before)
            )
            if fault:
                return Verdict(count, fault)
            count, seal = entry.sequence, entry.seal
    except (ValueError, TypeError, AttributeError):  # values that no writer of ours leaves
        return Verdict(count, Fault(count + 1, "This entry cannot be read."))
    return Verdict(count, _fault_of_end(count, before, anchor))


def _head() -> dict[str, Any]:
    head = HistoryHead.objects.filter(id=1).first() or HistoryHead()
    return {"sequence": head.sequence, "seal": head.seal}


def _entries_with_words() -> Iterator[tuple[HistoryEntry, HistoryText | None]]:
    """Each entry with its words, which are asked for last: none written meanwhile lacks them."""
    entries = HistoryEntry.objects.order_by("sequence").iterator(chunk_size=2000)
    first = next(entries, None)
    texts = HistoryText.objects.order_by("entry_sequence").iterator(chunk_size=2000)
    text = next(texts, None)
    for entry in chain([first] if first else [], entries):
        while text is not None and text.entry_sequence < entry.sequence:
            text = next(texts, None)
        matches = text is not None and text.entry_sequence == entry.sequence
        yield entry, text if matches else None


def _fault_of(
    entry: HistoryEntry, text: HistoryText | None, *, expected: int, previous: str
) -> Fault | None:
    if entry.sequence > expected:
        return Fault(expected, "This entry is missing.")
    if entry.sequence < expected:
        return Fault(entry.sequence, "This entry stands before the first.")
    if entry.previous_seal != previous:
        return Fault(entry.sequence, "This entry does not follow the one before it.")
    try:
        if not _same(entry.seal, seal_of(entry)):
            return Fault(entry.sequence, "This entry was changed after it was written.")
    except UnknownKey as missing:
        return Fault(entry.sequence, f"The key {missing} that sealed it is not in HISTORY_KEYS.")
    if text is None or digest_of_words(text.salt, text.words) != entry.text_digest:
        return Fault(entry.sequence, "The words of this entry were changed or removed.")
    return None


def _fault_of_anchor(entry: HistoryEntry, anchor: dict[str, Any] | None) -> Fault | None:
    if not anchor or entry.sequence != anchor["sequence"] or _same(entry.seal, anchor["seal"]):
        return None
    return Fault(entry.sequence, "This entry is not the one the anchor names: it was rewritten.")


def _fault_of_head(entry: HistoryEntry, head: dict[str, Any]) -> Fault | None:
    if entry.sequence != head["sequence"] or _same(entry.seal, head["seal"]):
        return None
    return Fault(entry.sequence, "This entry is not the one that was written last.")


def _same(seal: str, other: str) -> bool:
    return hmac.compare_digest(seal.encode(), other.encode())


def _fault_of_end(
    count: int, before: dict[str, Any], anchor: dict[str, Any] | None
) -> Fault | None:
    """What lies beyond the last entry: entries written during the walk, or traces of others."""
    if anchor and anchor["sequence"] > count:
        return Fault(count + 1, "The history was cut off: the anchor names a later entry.")
    if before["sequence"] > count:
        return Fault(count + 1, "The history was cut off at its end.")
    stray = HistoryText.objects.exclude(entry_sequence__range=(1, count)).first()
    end = _head()["sequence"]
    if stray and not count < stray.entry_sequence <= end:
        return Fault(stray.entry_sequence, "There are words here, but their entry is missing.")
    if end < count:
        return Fault(end + 1, "The end on record does not reach this entry.")
    missing = missing_guards()
    if missing:
        return Fault(None, f"The guards of {', '.join(missing)} are missing: run migrate.")
    return None
