"""Checking the history: each entry against its seal, its predecessor and its words."""

import hmac
from dataclasses import dataclass
from typing import Any

from accounts.models import HistoryHead, HistoryText

from .anchors import Anchor, head_of_chain, points_of
from .guards import missing_guards
from .seal import UnknownKey, seal_of_facts
from .texts import Erasures, Fault, erased_in, fault_of_text
from .walk import Link, links_in_order


@dataclass(frozen=True)
class Verdict:
    entries: int
    fault: Fault | None

    @property
    def sound(self) -> bool:
        return self.fault is None


@dataclass(frozen=True)
class Doubt:
    """A text that was emptied, but not by what it names: the entry of `until`. Where the chain
    is broken up to there, that is what was done, and the text may be as it should."""

    fault: Fault
    until: int


__all__ = ["Verdict", "head_of_chain", "verify_chain"]


def verify_chain(anchor: Anchor | None = None) -> Verdict:
    """Walk the whole chain and stop at the first fault; may run while others write.

    With an `anchor`, the entries it names must still be there and bear the same seals: this
    shows a chain that was cut off, or made anew from some entry on. Which one that was lies
    after the last point that holds; the fault is that of the first entry it may have been.
    """
    points = points_of(anchor)
    before, count, seal, erasures = _head(), 0, "", Erasures()
    doubt: Doubt | None = None
    try:
        for link in links_in_order():
            fault = _fault_of(link, expected=count + 1, previous=seal)
            if doubt and (fault.sequence or 0 if fault else link.sequence) > doubt.until:
                fault = doubt.fault
            if fault:
                return _stopped(count, fault)
            fault = fault_of_text(link, erasures)
            if fault and (until := erased_in(link)) > link.sequence:
                doubt, fault = doubt or Doubt(fault, until), None
            fault = fault or _fault_of_anchor(link, points) or _fault_of_head(link, before)
            if fault:
                return _stopped(count, doubt.fault if doubt else fault)
            count, seal = link.sequence, link.seal
    except (ValueError, TypeError, AttributeError):  # values that no writer of ours leaves
        return _stopped(count, Fault(count + 1, "This entry cannot be read."))
    end = _fault_of_end(count, before, points)
    if doubt and not (end and count < doubt.until):
        end = doubt.fault
    return _stopped(count, end)


def _stopped(count: int, fault: Fault | None) -> Verdict:
    """So many entries were walked; sound are those before the fault."""
    if fault is None or fault.sequence is None:
        return Verdict(count, fault)
    return Verdict(max(min(count, fault.sequence - 1), 0), fault)


def _head() -> dict[str, Any]:
    head = HistoryHead.objects.filter(id=1).first() or HistoryHead()
    return {"sequence": head.sequence, "seal": head.seal}


def _fault_of(link: Link, *, expected: int, previous: str) -> Fault | None:
    sequence = link.sequence
    if sequence > expected:
        return Fault(expected, "This entry is missing.")
    if sequence < expected:
        return Fault(sequence, "This entry stands before the first.")
    if link.facts["previous_seal"] != previous:
        return Fault(sequence, "This entry does not follow the one before it.")
    try:
        if not _same(link.seal, seal_of_facts(dict(link.facts), link.at)):
            return Fault(sequence, "This entry was changed after it was written.")
    except UnknownKey as missing:
        return Fault(sequence, f"The key {missing} that sealed it is not in HISTORY_KEYS.")
    return None


def _fault_of_anchor(link: Link, points: dict[int, str]) -> Fault | None:
    sealed = points.get(link.sequence)
    if sealed is None or _same(link.seal, sealed):
        return None
    held = max((each for each in points if each < link.sequence), default=0)
    if held == link.sequence - 1:
        return Fault(link.sequence, "This entry is not the one the anchor names: it was rewritten.")
    return Fault(
        held + 1,
        f"The history was rewritten from an entry between this one and {link.sequence}, which is"
        " not the one the anchor names.",
    )


def _fault_of_head(link: Link, head: dict[str, Any]) -> Fault | None:
    if link.sequence != head["sequence"] or _same(link.seal, head["seal"]):
        return None
    return Fault(link.sequence, "This entry is not the one that was written last.")


def _same(seal: str, other: str) -> bool:
    return hmac.compare_digest(seal.encode(), other.encode())


def _fault_of_end(count: int, before: dict[str, Any], points: dict[int, str]) -> Fault | None:
    """What lies beyond the last entry: entries written during the walk, or traces of others."""
    if max(points, default=0) > count:
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
