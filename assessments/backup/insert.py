"""Rows into a table as the database takes many of them: COPY on PostgreSQL, batches on SQLite.

By hand, because Django's own ways would set anew when a row was made.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from io import StringIO
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import JSONField, Model

from .contents import fields_of
from .values import kind_of

AT_ONCE = 2000
# As Python has them, so both databases take them.
_AS_THEY_ARE = ("Char", "Text", "Slug", "Email", "URL", "File", "Boolean", "Float")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
Store = Callable[[Any], Any]


def insert(model: type[Model], rows: Iterator[list[Any]]) -> None:
    """Insert rows whose values stand in the order of `fields_of`."""
    fields = fields_of(model)
    stores = [_store_of(field) for field in fields]
    quote = connection.ops.quote_name
    table = f"{quote(model._meta.db_table)} ({', '.join(quote(field.column) for field in fields)})"
    put = _copy if connection.vendor == "postgresql" else _execute
    while batch := list(islice(rows, AT_ONCE)):
        put(table, (_stored(stores, row) for row in batch), len(fields))


def _stored(stores: Sequence[Store | None], row: list[Any]) -> list[Any]:
    return [store(value) if store else value for store, value in zip(stores, row, strict=True)]


def _execute(table: str, rows: Iterable[list[Any]], columns: int) -> None:
    places = ", ".join(["%s"] * columns)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} VALUES ({places})", list(rows))  # noqa: S608  # nosec B608  # names of our own tables, values apart


def _copy(table: str, rows: Iterable[list[Any]], _columns: int) -> None:
    lines = StringIO("".join("\t".join(map(_as_text, row)) + "\n" for row in rows))
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f"COPY {table} FROM STDIN", lines)


def _as_text(value: Any) -> str:
    """As COPY reads it."""
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    if isinstance(value, timedelta):
        return f"{value.days} days {value.seconds}.{value.microseconds:06d} seconds"
    return str(value).translate(_ESCAPES)


def _store_of(field: Any) -> Store | None:
    """What makes of a value one that the database takes; None where it does as it is."""
    kind = kind_of(field)
    if isinstance(field, JSONField):
        return lambda value: _json(field, value)
    if kind.endswith(("IntegerField", "AutoField")) or kind.removesuffix("Field") in _AS_THEY_ARE:
        return None
    if kind == "BinaryField" and connection.vendor == "postgresql":
        return None
    return lambda value: field.get_db_prep_save(value, connection)


def _json(field: JSONField, value: Any) -> str | None:
    if value is None and field.null:
        return None
    return json.dumps(value, cls=field.encoder)
