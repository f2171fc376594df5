"""Loading the tables: into the schema they were written from, which is then migrated on."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import JSONField, Model

from .check import Checked
from .contents import fields_of, kept_models, label_of
from .numbers import go_on_from
from .present import rows_here, tables_here

Say = Callable[[str], None]
MOST_VALUES, MOST_ROWS = 900, 500


def load(checked: Checked, say: Say) -> None:
    """Put the backup in the place of whatever tables there are. Inside one transaction, with
    the checks of foreign keys off, which are made up for at the end."""
    if is_ready_for(checked):
        _empty_again()
    else:
        _drop_all()
        migrate_to(checked.head.migrations)
    for model in checked.models:
        say(f"Loading {label_of(model)}")
        _insert(model, checked.rows_of(model))
    connection.check_constraints()
    migrate_to(None)
    ContentType.objects.clear_cache()
    # Brings the guards of history and documents, and the index of the search.
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    go_on_from(checked.head.last_numbers, kept_models(apps))


def is_ready_for(checked: Checked) -> bool:
    """Whether the tables are there as the backup wants them and nobody has worked in them."""
    applied = MigrationRecorder(connection).applied_migrations()
    wanted = {(app, name) for app, names in checked.head.migrations.items() for name in names}
    return set(applied) == wanted and not rows_here()


def _empty_again() -> None:
    """Take out what migrating alone puts in, and whatever a backup leaves out."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy:
                cursor.execute(f"DELETE FROM {quote(model._meta.db_table)}")  # noqa: S608  # nosec B608  # names of our own tables, values apart


def migrate_to(applied: dict[str, list[str]] | None) -> None:
    """Bring the schema to where these migrations had brought it, or to that of this version."""
    executor = MigrationExecutor(connection, progress_callback=_settle)
    graph = executor.loader.graph
    if applied is None:
        executor.migrate(graph.leaf_nodes())
        return
    nodes = {(app, name) for app, names in applied.items() for name in names}
    # One that another of the same app follows would be taken for a way back.
    followed = {
        node
        for node in nodes
        for child in graph.node_map[node].children
        if child.key in nodes and child.key[0] == node[0]
    }
    executor.migrate(sorted(nodes - followed))


def _settle(action: str, *_about: Any) -> None:
    """PostgreSQL alters no table while rows of it wait for their check."""
    if action == "apply_start" and connection.vendor == "postgresql":
        connection.check_constraints()


def _drop_all() -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in tables_here():
                cursor.execute(f"DROP TABLE {quote(table)} CASCADE")
            return
        # A virtual table takes the ones behind it along.
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"DROP TABLE {quote(table)}")
        for table in tables_here():
            cursor.execute(f"DROP TABLE {quote(table)}")


def _insert(model: type[Model], rows: Iterator[list[Any]]) -> None:
    fields = fields_of(model)
    at_once = min(MOST_ROWS, MOST_VALUES // len(fields))
    while batch := list(islice(rows, at_once)):
        _insert_batch(model, fields, batch)


def _insert_batch(model: type[Model], fields: Sequence[Any], batch: list[list[Any]]) -> None:
    """By hand: Django's own ways would set anew when a row was made."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["(" + ", ".join(["%s"] * len(fields)) + ")"] * len(batch))
    table = quote(model._meta.db_table)
    values = [
        _stored(field, value) for row in batch for field, value in zip(fields, row, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) VALUES {places}", values)  # noqa: S608  # nosec B608  # names of our own tables, values apart


def _stored(field: Any, value: Any) -> Any:
    if value is None and isinstance(field, JSONField) and not field.null:
        return connection.ops.adapt_json_value(None, field.encoder)
    return field.get_db_prep_save(value, connection)
