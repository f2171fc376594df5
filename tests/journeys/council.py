"""The whole demonstration council: loaded once, then put back before each journey."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import storages
from django.db import connection

from assessments.demonstration.load import load_demonstration
from tests.evidence.imports.independent import Lists, evidence_by_element

SUMMARY = Path(__file__).resolve().parents[2] / "fixtures/demonstration/assessment_summary.txt"
STORAGES = ("evidence", "reports")
CSS = "/services/customer-support-services/cse"
BUILDING = "/services/building-standards/cse"
OFFICER, MANAGER, OFFICER2 = "officer@example.org", "manager@example.org", "officer2@example.org"
ADMIN, GOVERNANCE = "admin@example.org", "governance@example.org"
ASSESSOR, OUTSIDER = "assessor@example.org", "outsider@example.org"
NOBODY, ENDED, NEWCOMER = "nobody@example.org", "ended@example.org", "newcomer@example.org"


@dataclass(frozen=True)
class Copy:
    """The database and the files of the evidence, as they were when the copy was made."""

    folder: Path

    def put_back(self) -> None:
        """Whatever is there now is replaced."""
        connection.ensure_connection()
        with closing(sqlite3.connect(self.folder / "database")) as kept:
            kept.backup(connection.connection)
        ContentType.objects.clear_cache()
        for name in STORAGES:
            shutil.rmtree(_folder_of(name), ignore_errors=True)
            if (self.folder / name).exists():
                shutil.copytree(self.folder / name, _folder_of(name))


def copy_of_the_council(folder: Path) -> Copy:
    """Load the council into the empty database of the tests and keep a copy of it.

    The loading takes half a minute, putting the copy back a fraction of a second.
    """
    assert connection.vendor == "sqlite", "The journeys run on SQLite, whose file they copy."
    load_demonstration(say=lambda words: None)
    return copy_of_what_is_there(folder)


def copy_of_what_is_there(folder: Path) -> Copy:
    """Of the database of the tests and of the files that it names."""
    connection.ensure_connection()
    with closing(sqlite3.connect(folder / "database")) as kept:
        connection.connection.backup(kept)
    for name in STORAGES:
        if _folder_of(name).exists():
            shutil.copytree(_folder_of(name), folder / name)
    return Copy(folder)


def _folder_of(storage: str) -> Path:
    return Path(storages[storage].location)  # type: ignore[attr-defined]


def document_000() -> dict[str, Lists]:
    """Every element's lists in the council's own summary, by a reader that is not the portal's."""
    return evidence_by_element(SUMMARY.read_text(encoding="utf-8"))
