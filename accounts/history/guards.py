"""Triggers that let the history be added to only, on SQLite and PostgreSQL.

Entries never change. A text changes once for its words and once for its people: it is emptied
by an erasure that an entry tells of. The head moves on only. Nothing is deleted or replaced.
Reinstalled after every migrate, because SQLite rebuilds tables and drops triggers in silence.
Only the tests' flush lifts them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .guard_rules import ENTRY, GUARDED, HEAD, REFUSAL, TEXT, Rule, rules_of

__all__ = [
    "ENTRY",
    "GUARDED",
    "HEAD",
    "REFUSAL",
    "TEXT",
    "install_guards",
    "lifted_guards",
    "missing_guards",
]

_SQLITE = "CREATE TRIGGER {name} BEFORE {event} ON {table} {when} BEGIN {body} END"
_SQLITE_BODY = "SELECT RAISE(ABORT, '{refusal}');"
_POSTGRES = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$;
{trigger};
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name};
"""
# As pg_get_triggerdef tells it, but for OR REPLACE.
_POSTGRES_TRIGGER = (
    "CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()"
)
_POSTGRES_BODY = "BEGIN IF {refused} THEN RAISE EXCEPTION '{refusal}'; END IF; RETURN NEW; END"


def install_guards(using: str = "default", **_signal: Any) -> None:
    """Put the triggers in place as they are written here; does no harm when they are there."""
    connection = connections[using]
    if not set(GUARDED) <= set(connection.introspection.table_names()):
        return
    with connection.cursor() as cursor:
        for rule in rules_of(connection.vendor):
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {rule.name}")
            cursor.execute(_statement(connection, rule))


def _statement(connection: BaseDatabaseWrapper, rule: Rule) -> str:
    named = {"name": rule.name, "event": rule.event, "table": rule.table}
    body = _body(connection, rule)
    if connection.vendor == "postgresql":
        trigger = _trigger(rule).replace("CREATE", "CREATE OR REPLACE", 1)
        return _POSTGRES.format(**named, trigger=trigger, body=body)
    return _SQLITE.format(**named, when=f"WHEN {rule.refused}" if rule.refused else "", body=body)


def _trigger(rule: Rule) -> str:
    each = "STATEMENT" if rule.event == "TRUNCATE" else "ROW"
    return _POSTGRES_TRIGGER.format(name=rule.name, event=rule.event, table=rule.table, each=each)


def _body(connection: BaseDatabaseWrapper, rule: Rule) -> str:
    body = _POSTGRES_BODY if connection.vendor == "postgresql" else _SQLITE_BODY
    return body.format(refused=rule.refused or "true", refusal=REFUSAL)


def missing_guards(using: str = "default") -> list[str]:
    """The names of tables whose triggers are not all in place, switched on and as written here."""
    connection = connections[using]
    found = _found(connection)
    return [
        table
        for table in GUARDED
        if any(
            rule.table == table and found.get(rule.name) != _expected(connection, rule)
            for rule in rules_of(connection.vendor)
        )
    ]


def _expected(connection: BaseDatabaseWrapper, rule: Rule) -> str:
    """What the database keeps of a trigger: on PostgreSQL its function's body apart."""
    if connection.vendor == "postgresql":
        return f"{_trigger(rule)}\n{_body(connection, rule)}"
    return _statement(connection, rule)


def _found(connection: BaseDatabaseWrapper) -> dict[str, str]:
    query = (
        "SELECT tgname, pg_get_triggerdef(pg_trigger.oid, true) || chr(10) || prosrc"
        " FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
        " WHERE tgrelid IN (%s::regclass, %s::regclass, %s::regclass)"
        " AND tgenabled = 'A'"  # also where the session says that it only copies
        if connection.vendor == "postgresql"
        else "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        " AND tbl_name IN (%s, %s, %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, GUARDED)
        return dict(cursor.fetchall())


@contextmanager
def lifted_guards(using: str = "default") -> Iterator[None]:
    """Without the triggers, for the flush after a test with real transactions. Nowhere else."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for rule in rules_of(connection.vendor):
            on_table = f"ON {rule.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {rule.name} {on_table}")
    try:
        yield
    finally:
        install_guards(using)
