"""What a command writes out is in the history, and was there before the file."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from accounts.history.sentences import EXPORT, kind_of, told
from accounts.models import HistoryEntry
from assessments.backup.check import check_backup
from tests.accounts.tampering import ENTRIES
from tests.builders.assessments import make_assessment
from tests.builders.evidence import make_item, make_link, make_portfolio, make_version
from tests.builders.people import make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio():
    portfolio = make_portfolio(make_service(name="Library Service"))
    item = make_item(portfolio, "Survey of visitors", number=701)
    make_version(item)
    make_link(portfolio, item)
    make_assessment(portfolio, label="Full 2026")
    return portfolio


def export(as_format):
    return ("export_portfolio", "library-service", "--standard", "small", "--format", as_format)


REPORT = ("summary_report", "library-service", "--standard", "small", "--report", "gaps")
BACKUP = "accounts.backed_up"
COMMANDS = {
    **{
        name: (export(name), f"Exported the evidence of Library Service as {name.upper()}")
        for name in ("json", "csv", "xlsx", "pack")
    },
    "report": (REPORT, "Exported the document Gap report of Full 2026 as PDF"),
}


def write(command, path):
    call_command(*command, "--output", str(path), stdout=StringIO())


def exports():
    entries = HistoryEntry.objects.order_by("sequence")
    return [line for entry, line in zip(entries, told(entries), strict=True)
            if kind_of(entry.verb) == EXPORT]  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_command_exports_is_in_the_history(name, portfolio, tmp_path):
    command, said = COMMANDS[name]
    write(command, tmp_path / "file")
    (line,) = exports()
    assert (line.sentence, line.who) == (said, "")
    entry = HistoryEntry.objects.order_by("-sequence")[0]
    assert entry.portfolio_id == portfolio.pk
    assert entry.organisation_id == portfolio.service.organisation_id


@pytest.mark.parametrize("name", COMMANDS)
def test_without_its_entry_no_file_is_written(name, portfolio, tmp_path):
    command, _said = COMMANDS[name]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {ENTRIES} ADD CHECK (verb = 'x') NOT VALID")
        else:
            cursor.execute(
                f"CREATE TRIGGER broken BEFORE INSERT ON {ENTRIES}"
                " BEGIN SELECT RAISE(ABORT, 'broken'); END"
            )
    with pytest.raises(DatabaseError):
        write(command, tmp_path / "file")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_a_file_that_cannot_be_written_is_no_export(name, portfolio, tmp_path):
    command, _said = COMMANDS[name]
    with pytest.raises(CommandError):
        write(command, tmp_path / "no-folder" / "file")
    assert exports() == []


@pytest.mark.django_db(transaction=True)
def test_a_backup_is_in_the_history_and_tells_of_itself(portfolio, tmp_path):
    call_command("backup", tmp_path / "all", stdout=StringIO(), stderr=StringIO())
    (line,) = exports()
    assert line.sentence == "Began to write a backup of database and files"
    with (tmp_path / "all").open("rb") as file:
        head = check_backup(file).head
    assert head.history["sequence"] == HistoryEntry.objects.get(verb=BACKUP).sequence
