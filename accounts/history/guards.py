"""Triggers that let the history be added to only, on SQLite and PostgreSQL.

Reinstalled after every migrate, because SQLite rebuilds tables and drops triggers in
silence. Only the tests' flush lifts them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

GUARDED = ("accounts_historyentry",)
REFUSAL = "The history can be added to only"

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{name} BEFORE {event} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""
_SQLITE_EVENTS = (
    ("update", "UPDATE", ""),
    ("delete", "DELETE", ""),
    # INSERT OR REPLACE deletes without a DELETE trigger, so an insert over a row is refused.
    (
        "replace",
        "INSERT",
        "WHEN EXISTS (SELECT 1 FROM {table} WHERE sequence = NEW.sequence OR seal = NEW.seal)",
    ),
)
_POSTGRES = """
CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{refusal}'; END $$;
CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_refuse();
CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse();
"""


def _statements(connection: BaseDatabaseWrapper) -> Iterator[str]:
    for table in GUARDED:
        if connection.vendor == "postgresql":
            yield _POSTGRES.format(table=table, refusal=REFUSAL)
            continue
        for name, event, when in _SQLITE_EVENTS:
            yield _SQLITE.format(
                table=table, name=name, event=event, when=when.format(table=table), refusal=REFUSAL
            )


def install_guards(using: str = "default", **_signal: Any) -> None:
    """Put the triggers in place where the tables exist; does no harm when they are there."""
    connection = connections[using]
    if not set(GUARDED) <= set(connection.introspection.table_names()):
        return
    with connection.cursor() as cursor:
        for statement in _statements(connection):
            cursor.execute(statement)


def _names(connection: BaseDatabaseWrapper, table: str) -> set[str]:
    postgres = connection.vendor == "postgresql"
    names = ("change", "truncate") if postgres else [name for name, _event, _when in _SQLITE_EVENTS]
    return {f"{table}_no_{name}" for name in names}


def missing_guards(using: str = "default") -> list[str]:
    """The names of tables whose triggers are not all in place."""
    connection = connections[using]
    query = (
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled IN ('O', 'A')"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    )
    missing = []
    with connection.cursor() as cursor:
        for table in GUARDED:
            cursor.execute(query, [table])
            if not _names(connection, table) <= {name for (name,) in cursor.fetchall()}:
                missing.append(table)
    return missing


@contextmanager
def lifted_guards(using: str = "default") -> Iterator[None]:
    """Without the triggers, for the flush after a test with real transactions. Nowhere else."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in GUARDED:
            on_table = f"ON {table}" if connection.vendor == "postgresql" else ""
            for name in _names(connection, table):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} {on_table}")
    try:
        yield
    finally:
        install_guards(using)
