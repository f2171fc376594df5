"""Writing the history: one entry for each thing done, in the transaction that does it."""

import secrets
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.client import address_in_hand
from accounts.models import HistoryEntry, HistoryHead, HistoryText, Membership, User

from .seal import digest_of_words, seal_of


@dataclass(frozen=True)
class About:
    """What an entry is about, as plain numbers and codes by which it is found again."""

    organisation_id: int | None = None
    portfolio_id: int | None = None
    assessment_id: int | None = None
    item_id: int | None = None
    person_id: int | None = None
    element_code: str = ""


def record(*, verb: str, by: User | None, about: About | None = None, **words: Any) -> HistoryEntry:
    """Add an entry to the end of the history and return it.

    `verb` names the sentence that tells it (see `sentences`); `words` are the plain values
    that fill it: names, codes, and `before` and `after` for text that matters. `by` is None
    for what the portal does by itself. Where the request in hand came from is noted. Must be
    called inside the transaction of the deed.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("History is written in the transaction of what it tells")
    head = _held_head()
    salt, people_salt = secrets.token_hex(16), secrets.token_hex(16)
    people = {"actor": str(by) if by else "", "address": address_in_hand()}
    about = about or About()
    if about.organisation_id is None:
        about = replace(about, organisation_id=_organisation_of(by, about))
    entry = HistoryEntry(
        sequence=head.sequence + 1,
        at=timezone.now(),
        verb=verb,
        actor_id=by.pk if by else None,
        text_digest=digest_of_words(salt, words),
        people_digest=digest_of_words(people_salt, people),
        key_id=settings.HISTORY_KEY_ID,
        previous_seal=head.seal,
        **asdict(about),
    )
    entry.seal = seal_of(entry)
    entry.save(force_insert=True)
    HistoryText.objects.create(
        entry_sequence=entry.sequence, salt=salt, words=words, people_salt=people_salt, **people
    )
    HistoryHead.objects.filter(id=1).update(sequence=entry.sequence, seal=entry.seal)
    return entry


def _organisation_of(by: User | None, about: About) -> int | None:
    """Where nothing else says it: the organisation of who did it, else of whom it is about."""
    if by is not None:
        from accounts.queries import home_of  # which itself says what entries are about

        return home_of(by)
    if about.person_id is None:
        return None
    here = Membership.objects.filter(user_id=about.person_id).order_by("pk")
    return here.values_list("organisation_id", flat=True).first()


def _held_head() -> HistoryHead:
    """The end of the history, which nobody else moves before this transaction ends."""
    heads = HistoryHead.objects.select_for_update(no_key=True).filter(id=1)
    head = heads.first()
    if head is None:  # nothing was ever written
        HistoryHead.objects.get_or_create(id=1)
        head = heads.get()
    return head
