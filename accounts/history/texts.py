"""Checking the texts beside the entries: as they were sealed, or truly erased."""

import hmac
from dataclasses import dataclass
from typing import Any

from accounts.models import HistoryEntry

from .erase import ERASED, people_may_be_erased, words_may_be_erased
from .seal import UnknownKey, digest_of_words, seal_of
from .walk import Link, Text


@dataclass(frozen=True)
class Fault:
    """The first bad record: its number (None where it is not one record) and what is wrong."""

    sequence: int | None
    message: str


class Erasures:
    """The entries that tell of erasures, each read once and only if its seal is true."""

    def __init__(self) -> None:
        self._people: dict[int, int | None] = {}

    def person_of(self, sequence: int) -> int | None:
        """Whom the entry of this number erased; None where it tells of no erasure."""
        if sequence not in self._people:
            self._people[sequence] = _erased_by(sequence)
        return self._people[sequence]


def _erased_by(sequence: int) -> int | None:
    entry = HistoryEntry.objects.filter(sequence=sequence, verb=ERASED).first()
    try:
        true = entry is not None and hmac.compare_digest(entry.seal, seal_of(entry))
    except UnknownKey:
        true = False
    return entry.person_id if entry and true else None


def fault_of_text(link: Link, erasures: Erasures) -> Fault | None:
    """What is wrong with the words of an entry, or with who did it and from where."""
    text, facts = link.text, link.facts
    if text is None or not _words_hold(text, facts, erasures):
        return Fault(link.sequence, "The words of this entry were changed or removed.")
    if not _people_hold(text, facts, erasures):
        return Fault(link.sequence, "Who did this, or from where, was changed or removed.")
    return None


def erased_in(link: Link) -> int:
    """The last entry that the text names as its erasure; 0 where it names none."""
    text = link.text
    return max(text.words_erased_in or 0, text.people_erased_in or 0) if text else 0


def _words_hold(text: Text, facts: dict[str, Any], erasures: Erasures) -> bool:
    if text.words_erased_in is None:
        return bool(digest_of_words(text.salt, text.words) == facts["text_digest"])
    person = _whom(text.words_erased_in, facts, erasures)
    emptied = text.salt == "" and text.words == {}
    return person is not None and emptied and words_may_be_erased(facts, person)


def _people_hold(text: Text, facts: dict[str, Any], erasures: Erasures) -> bool:
    people = {"actor": text.actor, "address": text.address}
    emptied = text.people_salt == text.actor == text.address == ""
    if text.people_erased_in is not None:
        person = _whom(text.people_erased_in, facts, erasures)
        return person is not None and emptied and people_may_be_erased(facts, person)
    if not facts["people_digest"]:  # an entry of the first days, with nothing here
        return emptied
    return bool(digest_of_words(text.people_salt, people) == facts["people_digest"])


def _whom(erased_in: int, facts: dict[str, Any], erasures: Erasures) -> int | None:
    """The person of an erasure that is later than the entry."""
    return erasures.person_of(erased_in) if erased_in > facts["sequence"] else None
