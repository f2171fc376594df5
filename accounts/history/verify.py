"""Checking the history: each entry against its seal, its predecessor and its words."""

import hmac
from dataclasses import dataclass
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
    """Walk the whole chain and stop at the first fault.

    With an `anchor` (see `head_of_chain`), the entry it names must still be there and
    bear the same seal: this shows a chain that was cut off or rewritten from the start.
    """
    count, seal = 0, ""
    for entry, text in _entries_with_words():
        fault = _fault_of(entry, text, expected=count + 1, previous=seal)
        if fault is None and anchor and entry.sequence == anchor["sequence"]:
            fault = _fault_of_anchor(entry, anchor)
        if fault:
            return Verdict(count, fault)
        count, seal = entry.sequence, entry.seal
    return Verdict(count, _fault_of_end(count, seal, anchor))


def _entries_with_words():
    texts = HistoryText.objects.order_by("entry_sequence").iterator(chunk_size=2000)
    text = next(texts, None)
    for entry in HistoryEntry.objects.order_by("sequence").iterator(chunk_size=2000):
        while text is not None and text.entry_sequence < entry.sequence:
            text = next(texts, None)
        matches = text is not None and text.entry_sequence == entry.sequence
        yield entry, text if matches else None


def _fault_of(
    entry: HistoryEntry, text: HistoryText | None, *, expected: int, previous: str
) -> Fault | None:
    if entry.sequence != expected:
        return Fault(expected, "This entry is missing.")
    if entry.previous_seal != previous:
        return Fault(entry.sequence, "This entry does not follow the one before it.")
    try:
        if not hmac.compare_digest(entry.seal, seal_of(entry)):
            return Fault(entry.sequence, "This entry was changed after it was written.")
    except UnknownKey as missing:
        return Fault(entry.sequence, f"The key {missing} that sealed it is not in HISTORY_KEYS.")
    if text is None or digest_of_words(text.salt, text.words) != entry.text_digest:
        return Fault(entry.sequence, "The words of this entry were changed or removed.")
    return None


def _fault_of_anchor(entry: HistoryEntry, anchor: dict[str, Any]) -> Fault | None:
    if hmac.compare_digest(entry.seal, anchor["seal"]):
        return None
    return Fault(entry.sequence, "This entry is not the one the anchor names: it was rewritten.")


def _fault_of_end(count: int, seal: str, anchor: dict[str, Any] | None) -> Fault | None:
    if anchor and anchor["sequence"] > count:
        return Fault(count + 1, "The history was cut off: the anchor names a later entry.")
    head = HistoryHead.objects.filter(id=1).first()
    if head and (head.sequence, head.seal) != (count, seal):
        return Fault(count + 1, "The history was cut off at its end.")
    missing = missing_guards()
    if missing:
        return Fault(None, f"The guards of {', '.join(missing)} are missing: run migrate.")
    return None
