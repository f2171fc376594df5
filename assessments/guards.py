"""Triggers that keep issued documents as they were issued, on SQLite and PostgreSQL.

The row of a document that has an issue number can be neither changed nor removed; only when
whoever asked was told of it, and first saw it, may be written, once each; and once that its
file was destroyed, when and why, with which the name of the file is emptied. Reinstalled
after every migrate, because SQLite rebuilds tables and drops triggers in silence. Only the
tests' flush lifts them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "assessments_reportfile"
REFUSAL = "An issued document stays as it was issued"
SET_ONCE = ("told_at", "seen_at")
# What destruction and retention write, all of it at once and never again.
DISPOSAL = ("disposed_at", "disposed_reason", "storage_key")
_DISPOSED_NOW = (
    "OLD.disposed_at IS NULL AND NEW.disposed_at IS NOT NULL"
    " AND NEW.disposed_reason <> '' AND NEW.storage_key = ''"
)
# What no two rows may share: a REPLACE would remove the other row without a DELETE.
UNIQUE = (
    ("id",),
    ("uuid",),
    ("assessment_id", "report", "for_assessor", "content_sha256", "layout_sha256"),
    ("assessment_id", "report", "for_assessor", "issue_number"),
)

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {table} WHEN {when}
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""
_POSTGRES = """
CREATE OR REPLACE FUNCTION {table}_keep_issued() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        IF NOT EXISTS (SELECT 1 FROM {table} WHERE issue_number IS NOT NULL) THEN
            RETURN NULL;
        END IF;
    ELSIF OLD.issue_number IS NULL THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    ELSIF TG_OP = 'UPDATE' AND to_jsonb(NEW) - '{{{once}}}'::text[]
            = to_jsonb(OLD) - '{{{once}}}'::text[] AND {unset} AND ({disposal}) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '{refusal}';
END $$;
CREATE OR REPLACE TRIGGER {table}_issued_no_change BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_keep_issued();
CREATE OR REPLACE TRIGGER {table}_issued_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_keep_issued();
"""


def install_guards(using: str = "default", **_signal: Any) -> None:
    """Put the triggers in place where the table has issues; does no harm when they are there."""
    connection = connections[using]
    columns = _columns(connection)
    if not {"issue_number", *SET_ONCE, *DISPOSAL} <= set(columns):
        return
    if connection.vendor != "postgresql":  # which alone has CREATE OR REPLACE TRIGGER
        _drop(connection)
    with connection.cursor() as cursor:
        for statement in _statements(connection, columns):
            cursor.execute(statement)


def missing_guards(using: str = "default") -> bool:
    """Whether not all triggers are in place."""
    connection = connections[using]
    query = (
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled IN ('O', 'A')"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [TABLE])
        return not _names(connection) <= {name for (name,) in cursor.fetchall()}


@contextmanager
def lifted_guards(using: str = "default") -> Iterator[None]:
    """Without the triggers, for the flush after a test with real transactions. Nowhere else."""
    _drop(connections[using])
    try:
        yield
    finally:
        install_guards(using)


def _drop(connection: BaseDatabaseWrapper) -> None:
    on_table = f"ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in _names(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} {on_table}")


def _names(connection: BaseDatabaseWrapper) -> set[str]:
    postgres = connection.vendor == "postgresql"
    events = ("change", "truncate") if postgres else ("update", "delete", "replace", "overwrite")
    return {f"{TABLE}_issued_no_{event}" for event in events}


def _columns(connection: BaseDatabaseWrapper) -> list[str]:
    if TABLE not in connection.introspection.table_names():
        return []
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, TABLE)
    return [column.name for column in found]


def _statements(connection: BaseDatabaseWrapper, columns: list[str]) -> Iterator[str]:
    if connection.vendor == "postgresql":
        unset = " AND ".join(
            f"(OLD.{name} IS NULL OR NEW.{name} = OLD.{name})" for name in SET_ONCE
        )
        same = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in DISPOSAL)
        yield _POSTGRES.format(
            table=TABLE,
            refusal=REFUSAL,
            once=",".join((*SET_ONCE, *DISPOSAL)),
            unset=unset,
            disposal=f"({same}) OR ({_DISPOSED_NOW})",
        )
        return
    for name, event, when in _sqlite_events(columns):
        full = f"{TABLE}_issued_no_{name}"
        yield _SQLITE.format(name=full, event=event, table=TABLE, when=when, refusal=REFUSAL)


def _sqlite_events(columns: list[str]) -> Iterator[tuple[str, str, str]]:
    free = (*SET_ONCE, *DISPOSAL)
    changed = [f"NEW.{name} IS NOT OLD.{name}" for name in columns if name not in free]
    disposed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in DISPOSAL)
    changed.append(f"(({disposed}) AND NOT ({_DISPOSED_NOW}))")
    changed += [f"(OLD.{name} IS NOT NULL AND NEW.{name} IS NOT OLD.{name})" for name in SET_ONCE]
    yield "update", "UPDATE", f"OLD.issue_number IS NOT NULL AND ({' OR '.join(changed)})"
    yield "delete", "DELETE", "OLD.issue_number IS NOT NULL"
    same = " OR ".join(
        "(" + " AND ".join(f"{name} = NEW.{name}" for name in together) + ")" for together in UNIQUE
    )
    # Every name stands in this file.
    issued = f"SELECT 1 FROM {TABLE} WHERE issue_number IS NOT NULL AND ({same})"  # noqa: S608  # nosec B608  # names of our own tables, values apart
    yield "replace", "INSERT", f"EXISTS ({issued})"
    yield "overwrite", "UPDATE", f"EXISTS ({issued} AND id <> OLD.id)"
