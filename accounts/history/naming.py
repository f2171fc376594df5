"""Entries whose words name somebody in passing, which an erasure leaves as they were sealed."""

import json
from collections.abc import Iterator

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from accounts.models import HistoryEntry, HistoryText, User

from .sentences import Told, told

SHORTEST = 4  # letters of a name that can be looked for


def entries_naming(person: User, organisation_id: int, *, most: int) -> list[Told]:
    """The newest entries of the organisation that still name the person once they are erased.

    Looked for are the whole name and the email address, as they are now. It reads every text
    of the history: a second or two for a million.
    """
    names = [name for name in (person.name, person.email) if len(name) >= SHORTEST]
    if not names:
        return []
    said = Q()
    for name in names:
        for written in _ways_to_write(name):
            said |= Q(said__icontains=written)
    texts = HistoryText.objects.annotate(said=Cast("words", TextField())).filter(said)
    about_others = Q(person_id=None) | ~Q(person_id=person.pk)
    first_days = Q(actor_id=person.pk, people_digest="")
    entries = HistoryEntry.objects.filter(
        about_others, organisation_id=organisation_id, sequence__in=texts.values("entry_sequence")
    ).exclude(first_days)
    return told(entries.order_by("-sequence")[:most])


def _ways_to_write(name: str) -> Iterator[str]:
    """SQLite keeps JSON with letters beyond ASCII written out as numbers."""
    yield name
    if (escaped := json.dumps(name)[1:-1]) != name:
        yield escaped
