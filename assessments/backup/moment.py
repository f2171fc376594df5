"""Reading the database as it stood at one moment, without keeping a writer waiting."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read inside is of the moment at which this began; nothing can be written.

    On SQLite the portal's transactions take the write lock at their start; this one does not,
    and the write-ahead log keeps for it what others change meanwhile.
    """
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with _reads_only(), transaction.atomic(durable=True):
            with connection.cursor() as cursor:  # the first reading fixes the moment
                cursor.execute("SELECT count(*) FROM sqlite_master")
            yield


@contextmanager
def _reads_only() -> Iterator[None]:
    mode = connection.transaction_mode  # type: ignore[attr-defined]
    connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = ON")
        yield
    finally:
        connection.transaction_mode = mode  # type: ignore[attr-defined]
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = OFF")
