"""A long history: how long checking all of it takes, and its pages."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from accounts.enums import Role
from accounts.history.seal import canonical, digest_of_words, seal_of_facts
from accounts.history.verify import verify_chain
from accounts.models import HistoryEntry, HistoryHead, HistoryText
from tests.builders.people import make_organisation, make_user, sign_in

from .case import Case, Do, Doing, Figure, measure

VERIFIED, PAGE = 60_000, 300  # milliseconds
AT_ONCE = 10_000
VERBS = ("evidence.read",) * 5 + ("evidence.link_edited", "evidence.retitled", "assessments.rated")
BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
PEOPLE = 40
PAGES = {
    "the newest": "",
    "from the middle": "before={middle}",
    "readings": "kind=reading",
    "changes": "kind=change",
    "refusals, of which there are few": "kind=refusal",
    "of one item": "code=1.1.2",
    "of one day": "since=2020-01-02&until=2020-01-02",
}


def figures(database: str, entries: int, only: str, rounds: int) -> Iterator[Figure]:
    """Checking them all, then each page of the organisation whose history it is."""
    cases = [
        Case("history, all of it verified", lambda _world: [_verify], VERIFIED, rounds=1),
        Case("history, a page", _pages, PAGE, rounds=3),
    ]
    chosen = [case for case in cases if only in case.name]
    if not chosen or not entries:
        return
    world = LongHistory(entries)
    for case in chosen:
        yield measure(case, world, database=database, rounds=rounds)


class LongHistory:
    """So many entries of one organisation, as `record` would have written them."""

    def __init__(self, entries: int) -> None:
        self.items = entries
        self.organisation = make_organisation("Long History Council")
        self.reader = make_user(Role.GOVERNANCE, self.organisation)
        last = HistoryEntry.objects.order_by("-sequence").first()
        self.first = last.sequence + 1 if last else 1
        self._seal = last.seal if last else ""
        end = self.first + entries
        _with_room()
        for first in range(self.first, end, AT_ONCE):
            made = [self._entry(each) for each in range(first, min(first + AT_ONCE, end))]
            with transaction.atomic():
                _insert(HistoryEntry, [row for row, _text in made])
                _insert(HistoryText, [text for _row, text in made])
        HistoryHead.objects.get_or_create(id=1)
        HistoryHead.objects.filter(id=1).update(sequence=end - 1, seal=self._seal)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _entry(self, sequence: int) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        code = f"1.{sequence % 5 + 1}.{sequence % 4 + 1}"
        verb = "accounts.refused" if sequence % 20_000 == 7 else VERBS[sequence % len(VERBS)]
        words = {"code": f"CSS{sequence % 900}", "number": sequence % 7, "before": "as it was",
                 "after": "as it is now", "element": code}  # fmt: skip
        people = {"actor": f"Person {sequence % PEOPLE}", "address": f"10.0.0.{sequence % 250}"}
        salt, people_salt = secrets.token_hex(16), secrets.token_hex(16)
        at = BEGAN + timedelta(seconds=90 * (sequence - self.first))
        facts = {
            "sequence": sequence,
            "verb": verb,
            "actor_id": sequence % PEOPLE + 1,
            "organisation_id": self.organisation.pk,
            "portfolio_id": 1,
            "assessment_id": None,
            "item_id": sequence % 900 + 1,
            "element_code": code,
            "text_digest": digest_of_words(salt, words),
            "key_id": settings.HISTORY_KEY_ID,
            "previous_seal": self._seal,
            "person_id": None,
            "people_digest": digest_of_words(people_salt, people),
        }
        self._seal = seal_of_facts(dict(facts), at)
        known = facts | {"at": at, "seal": self._seal}
        text = {"entry_sequence": sequence, "salt": salt, "words": canonical(words).decode()}
        text |= {"people_salt": people_salt, **people}
        return _values(HistoryEntry, known), _values(HistoryText, text)


def _values(model: Any, known: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(known.get(field.attname) for field in model._meta.concrete_fields)


def _with_room() -> None:
    """SQLite's usual two megabytes of pages are read anew for every seal that is put in."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = -400000")


def _insert(model: Any, rows: list[tuple[Any, ...]]) -> None:
    """Past the models, which would take several times as long."""
    columns = ", ".join(field.column for field in model._meta.concrete_fields)
    into = f"INSERT INTO {model._meta.db_table} ({columns}) VALUES "
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            from psycopg2.extras import execute_values

            execute_values(cursor.cursor, f"{into} %s", rows, page_size=1000)
        else:
            marks = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f"{into} ({marks})", rows)


def _verify() -> None:
    verdict = verify_chain()
    assert verdict.sound, verdict.fault


def _pages(world: LongHistory) -> list[Do]:
    client = sign_in(Client(), world.reader)
    address = f"/organisations/{world.organisation.slug}/history/"
    middle = world.first + world.items // 2

    def page(query: str) -> Do:
        def ask() -> None:
            assert client.get(f"{address}?{query.format(middle=middle)}").status_code == 200

        return ask

    return [Doing(said, page(query)) for said, query in PAGES.items()]
