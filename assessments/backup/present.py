"""What is there already where a backup is to be restored, and would be lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.core.files.storage import storages
from django.db import connection

from evidence.intake.keys import stored_keys

from .check import Checked
from .contents import OWN_APPS, is_kept
from .refusal import BackupRefused
from .stored import STORAGES

COUNTED = {
    "accounts.Organisation": "organisations",
    "accounts.User": "people",
    "evidence.EvidenceItem": "evidence items",
    "evidence.EvidenceVersion": "versions",
    "assessments.Assessment": "assessments",
    "accounts.HistoryEntry": "history entries",
}


@dataclass(frozen=True)
class Present:
    """What an installation holds: rows by what they are, and files no backup row names."""

    rows: dict[str, int]
    files: int

    @property
    def is_empty(self) -> bool:
        return not self.rows and not self.files

    def __str__(self) -> str:
        parts = [f"{count} {name}" for name, count in self.rows.items()]
        return ", ".join([*parts, *([f"{self.files} stored files"] if self.files else [])])


def tables_here() -> list[str]:
    """The tables of the database, in a fixed order."""
    tables = connection.introspection.table_names()
    return sorted(table for table in tables if not table.startswith("sqlite_"))


def what_is_here(checked: Checked) -> Present:
    """What would be lost. Files that the backup itself names do not count: they are what an
    interrupted restore has left. Refuses a database that others use too."""
    _must_be_the_portals_own()
    return Present(rows_here(), sum(1 for _each in strangers(checked)))


def strangers(checked: Checked) -> Iterator[tuple[str, str]]:
    """Stored files that the backup does not name, as storage and key."""
    for storage in STORAGES:
        for key in stored_keys(storages[storage]):
            if f"{storage}/{key}" not in checked.places:
                yield storage, key


def rows_here() -> dict[str, int]:
    """How many rows of people's work there are, by what they are; nothing where there is none."""
    tables = set(tables_here())
    found: dict[str, int] = {}
    for model in filter(_is_peoples_work, apps.get_models(include_auto_created=True)):
        if model._meta.db_table in tables and (count := _count(model._meta.db_table)):
            name = COUNTED.get(model._meta.label, "other rows")
            found[name] = found.get(name, 0) + count
    return dict(sorted(found.items(), key=lambda pair: pair[0] == "other rows"))


def _is_peoples_work(model: Any) -> bool:
    return is_kept(model) and model._meta.app_label in OWN_APPS


def _count(table: str) -> int:
    """By hand: the table may be that of an older version of the portal."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608  # nosec B608  # names of our own tables, values apart
        return int(cursor.fetchone()[0])


def _must_be_the_portals_own() -> None:
    if strange := [table for table in tables_here() if not _is_ours(table)]:
        names = ", ".join(islice(strange, 3))
        raise BackupRefused(
            f"The database holds tables that are not the portal’s ({names})."
            " Restore into a database of its own."
        )


def _is_ours(table: str) -> bool:
    labels = {config.label for config in apps.get_app_configs()}
    caches = {str(each.get("LOCATION")) for each in cast(Any, settings.CACHES).values()}
    known = {"django_migrations", "django_session", "django_content_type", *caches}
    return table in known or any(table.startswith(f"{label}_") for label in labels)
