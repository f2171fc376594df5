"""Loading the tables: into the schema they were written from, which is then migrated on."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from evidence.search.index import remove as remove_index

from .check import Checked
from .contents import kept_models, label_of
from .insert import insert
from .numbers import go_on_from
from .present import rows_here, tables_here
from .refusal import BackupRefused

Say = Callable[[str], None]


def load(checked: Checked, say: Say) -> None:
    """Put the backup in the place of whatever tables there are. Inside one transaction, with
    the checks of foreign keys off, which are made up for at the end."""
    if is_ready_for(checked):
        remove_index()  # filled row by row it takes several times as long as all at once
        _empty_again()
    else:
        _drop_all()
        migrate_to(checked.head.migrations)
    for model in checked.models:
        say(f"Loading {label_of(model)}")
        _insert(model, checked)
    connection.check_constraints()
    migrate_to(None)
    ContentType.objects.clear_cache()
    # Brings the guards of history and documents, and the index of the search.
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    go_on_from(checked.head.last_numbers, kept_models(apps))


def _insert(model: type[Model], checked: Checked) -> None:
    try:
        insert(model, checked.rows_of(model))
    except (OverflowError, ValueError, ArithmeticError) as error:
        raise BackupRefused(f"A row of {label_of(model)} holds what no database takes.") from error


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
