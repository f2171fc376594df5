"""Taking a person out of the history's texts, and knowing a true erasure from a theft.

Only what the seals cover by salted digests is emptied, salts and all, and each emptied text
names the sealed entry that tells of the erasure.
"""

from typing import Any

from django.db import transaction

from accounts.models import HistoryEntry, HistoryText

ERASED = "accounts.person_erased"
NO_PEOPLE = {"people_salt": "", "actor": "", "address": ""}
NO_WORDS: dict[str, Any] = {"salt": "", "words": {}}


@transaction.atomic
def erase_person(*, person_id: int, entry: HistoryEntry) -> int:
    """Empty who and from where of what the person did, and the words of what was about them.

    `entry` tells of the erasure: `accounts.person_erased` about this person. What was done
    after it stays. Returns how many texts were emptied.
    """
    if entry.verb != ERASED or entry.person_id != person_id:
        raise ValueError("The entry does not tell of the erasure of this person")
    before = HistoryEntry.objects.filter(sequence__lt=entry.sequence)
    done = before.filter(actor_id=person_id)
    about = before.filter(person_id=person_id)
    people = _texts(done | about.filter(actor_id=None)).filter(people_erased_in=None)
    words = _texts(about | done.filter(people_digest="")).filter(words_erased_in=None)
    touched = (people | words).count()
    people.update(**NO_PEOPLE, people_erased_in=entry.sequence)
    words.update(**NO_WORDS, words_erased_in=entry.sequence)
    return touched


def _texts(entries: Any) -> Any:
    return HistoryText.objects.filter(entry_sequence__in=entries.order_by().values("sequence"))


def people_may_be_erased(facts: dict[str, Any], person_id: int) -> bool:
    """What the person did, and what nobody signed in did to or as them."""
    if facts["actor_id"] is None:
        return bool(facts["person_id"] == person_id)
    return bool(facts["actor_id"] == person_id)


def words_may_be_erased(facts: dict[str, Any], person_id: int) -> bool:
    """What was about the person; entries of the first days name who did it among the words."""
    named = not facts["people_digest"] and facts["actor_id"] == person_id
    return bool(named or facts["person_id"] == person_id)
