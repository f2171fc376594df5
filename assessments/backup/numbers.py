"""The last number each table handed out, so that a restored one hands none out again."""

from django.db import connection
from django.db.models import AutoField, BigAutoField, Model

from .refusal import BackupRefused


def last_numbers(models: list[type[Model]]) -> dict[str, int]:
    """By table, for those that number their rows and have had one."""
    found = {}
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            known = dict(cursor.fetchall())
            tables = {model._meta.db_table for model in models}
            return {name: number for name, number in known.items() if name in tables and number}
        for model in filter(_is_numbered, models):
            cursor.execute(
                "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass)",
                [model._meta.db_table, model._meta.pk.column],
            )
            (number,) = cursor.fetchone()
            if number:
                found[model._meta.db_table] = number
    return found


def go_on_from(numbers: dict[str, int], models: list[type[Model]]) -> None:
    """Let each table number its next row after what it has and what it once had."""
    for model in filter(_is_numbered, models):
        table, column = model._meta.db_table, str(model._meta.pk.column)
        highest = _highest(table, column)
        last = max(highest, numbers.get(table, 0))
        if last > _most(model):
            raise BackupRefused(f"It is damaged: {table} would run out of numbers after {last}.")
        if last:
            _go_on(table, column, last)


def _highest(table: str, column: str) -> int:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max({quote(column)}) FROM {quote(table)}")  # noqa: S608  # nosec B608  # names of our own tables, values apart
        return cursor.fetchone()[0] or 0


def _go_on(table: str, column: str, last: int) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, column, last]
            )
            return
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])


def _most(model: type[Model]) -> int:
    """Half of the numbers that either database can hand out."""
    return 2**62 if isinstance(model._meta.pk, BigAutoField) else 2**30


def _is_numbered(model: type[Model]) -> bool:
    return isinstance(model._meta.pk, AutoField)
