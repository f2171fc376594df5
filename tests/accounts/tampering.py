"""What somebody with the database in their hands could do to the history, for the tests."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from accounts.history import About, record
from accounts.history.guards import lifted_guards
from accounts.history.seal import digest_of_words, seal_of
from accounts.models import HistoryEntry, HistoryHead, HistoryText

ENTRIES = "accounts_historyentry"
TEXTS = "accounts_historytext"
HEAD = "accounts_historyhead"


def write_history(count: int = 5) -> None:
    """So many entries, as the portal writes them; the caller is in a transaction."""
    for number in range(1, count + 1):
        record(
            verb="evidence.added",
            by=None,
            about=About(item_id=number, element_code=f"1.1.{number}"),
            code=f"CSS{number}",
            title=f"Title {number}",
        )


def run(*statements: str, parameters: Sequence[Any] = ()) -> None:
    """Raw SQL, as the portal's own account at the database can send it."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, parameters)


def tamper(*statements: str, parameters: Sequence[Any] = ()) -> None:
    """The same with the triggers out of the way, and put back afterwards."""
    with lifted_guards():
        run(*statements, parameters=parameters)


def renumber(old: int, new: int) -> None:
    """Move an entry with its words to another number."""
    tamper(f"UPDATE {ENTRIES} SET sequence = {new} WHERE sequence = {old}")
    tamper(f"UPDATE {TEXTS} SET entry_sequence = {new} WHERE entry_sequence = {old}")


def forge(sequence: int, *, after: int, seal: str | None = None, **words: Any) -> None:
    """An entry made by hand; without a `seal` it is sealed with the key itself."""
    model = HistoryEntry.objects.get(sequence=after)
    entry = HistoryEntry(
        sequence=sequence,
        at=model.at,
        verb="evidence.added",
        text_digest=digest_of_words("salt", words),
        key_id=model.key_id,
        previous_seal=model.seal,
    )
    entry.seal = seal or seal_of(entry)
    entry.save(force_insert=True)
    HistoryText.objects.create(entry_sequence=sequence, salt="salt", words=words)


def rewrite_from(first: int, **words: Any) -> None:
    """Change one entry and seal it and all that follow anew: what only a thief of keys can."""
    before = HistoryEntry.objects.filter(sequence=first - 1).first()
    seal = before.seal if before else ""
    with lifted_guards():
        for entry in HistoryEntry.objects.filter(sequence__gte=first):
            if entry.sequence == first:
                entry.text_digest = digest_of_words("salt", words)
                HistoryText.objects.filter(entry_sequence=first).update(salt="salt", words=words)
            entry.previous_seal = seal
            seal = entry.seal = seal_of(entry)
            entry.save()
        HistoryHead.objects.update(seal=seal)


def cut_off_after(last: int, *, cover: bool) -> None:
    """Remove the end of the history; to `cover` it is to set the head back as well."""
    tamper(f"DELETE FROM {ENTRIES} WHERE sequence > {last}")
    tamper(f"DELETE FROM {TEXTS} WHERE entry_sequence > {last}")
    if cover:
        seal = HistoryEntry.objects.get(sequence=last).seal if last else ""
        tamper(f"UPDATE {HEAD} SET sequence = {last}, seal = %s", parameters=[seal])
