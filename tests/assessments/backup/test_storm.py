"""A backup taken while people work, restored on the other database, is of one moment and whole.

Its rows are compared with those that a reader of the tests' own told of the source inside the
very transaction that the backup read in, so that neither writing nor loading vouches for itself.
"""

import json
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection

from .installation import Installation, empty_database, migrated_database

NEVER_RESTORED = {
    "sessions.Session",
    "usersessions.UserSession",
    "accounts.Letter",
    "accounts.SharedCount",
    "django_tasks_database.DBTaskResult",
}
HISTORY = ("accounts.HistoryEntry", "accounts.HistoryText", "accounts.HistoryHead")


# Among the unit tests on PostgreSQL with tables that are there; from nothing it takes a minute.
WAYS = ("SQLite to PostgreSQL", "PostgreSQL to SQLite")
FROM_NOTHING = [pytest.param((way, empty_database), marks=pytest.mark.long, id=way) for way in WAYS]
MIGRATED = [pytest.param((way, migrated_database), id=f"{way}, tables there") for way in WAYS]


@pytest.fixture
def databases(request, tmp_path):
    """Source and target; one has its SQLite in its own folder, and the target no rows."""
    way, database = request.param
    has_tables = database is migrated_database
    with ExitStack() as stack:
        url = stack.enter_context(database())
        names = ("source", "target") if way.startswith("PostgreSQL") else ("target", "source")
        on_postgres = Installation(tmp_path / names[0], url, is_migrated=has_tables)
        on_sqlite = Installation(tmp_path / names[1])
        if has_tables:
            on_sqlite.migrate()
        yield sorted((on_postgres, on_sqlite), key=lambda each: each.folder.name)


@pytest.mark.django_db(transaction=True)  # for its tables, which no other connection is at
@pytest.mark.parametrize(
    "databases",
    MIGRATED if connection.vendor == "postgresql" else FROM_NOTHING,
    indirect=True,
)
def test_a_backup_taken_in_a_storm_is_restored_row_by_row(databases, tmp_path):
    source, target = databases
    source.migrate()
    backup, told = take_in_a_storm(source, tmp_path)
    done = target.manage("restore", "--json", backup)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["evidence_sound"], said["history_sound"]) == (True, True)
    assert (said["suspended"], said["invitations"]) == (2, 1)

    restored = target.rows()
    expect_all_rows_but_those_named(told, restored)
    expect_access_suspended(told["evidence.ReaderGrant"], restored["evidence.ReaderGrant"])
    expect_the_history_and_one_entry_more(told, restored)
    files = {path.name for path in (target.folder / "evidence").rglob("*") if path.is_file()}
    keys = {json.loads(row)["storage_key"] for row in told["evidence.EvidenceVersion"]}
    assert {key.rpartition("/")[2] for key in keys} <= files


def take_in_a_storm(source, folder: Path) -> tuple[Path, dict[str, list[str]]]:
    """The backup, and the rows as they stood at its moment."""
    backup, rows = folder / "storm.backup", folder / "rows.json"
    storm = source.begin("-m", "tests.assessments.backup.storm")
    assert storm.stdout.readline() == "ready\n"
    taken = source.run("-m", "tests.assessments.backup.take", backup, rows)
    time.sleep(0.2)
    written, _none = storm.communicate("", timeout=60)
    assert taken.returncode == 0, taken.stderr
    assert json.loads(taken.stdout)["faults"] == []
    told = json.loads(rows.read_text())
    after = json.loads(written)
    versions = len(told["evidence.EvidenceVersion"])
    # It was a storm: people wrote before that moment, and went on while the backup was made.
    assert sum(after.values()) > 20
    assert 6 < versions < after["version"] + 6, (versions, after)
    return backup, told


def expect_all_rows_but_those_named(told, restored):
    for label, rows in told.items():
        if label in NEVER_RESTORED:
            assert not restored[label] or label == "accounts.SharedCount", label
        elif label == "accounts.Invitation":
            assert [withdrawn(row) for row in restored[label]] == [True]
        elif label not in (*HISTORY, "evidence.ReaderGrant"):
            assert restored[label] == rows, label
    assert told["sessions.Session"]
    assert told["accounts.Letter"]


def withdrawn(row: str) -> bool:
    return json.loads(row)["withdrawn_at"] is not None


def expect_access_suspended(told, restored):
    """What was live or to come is suspended, and nothing else of any access differs."""
    before = [json.loads(row) for row in told]
    after = {row["id"]: row for row in map(json.loads, restored)}
    suspended = [row["id"] for row in after.values() if row["suspended_at"]]
    assert len(before) == len(after) == 4
    assert len(suspended) == 2
    for row in before:
        assert after[row["id"]] | {"suspended_at": None} == row
        assert not (row["id"] in suspended and row["withdrawn_at"])


def expect_the_history_and_one_entry_more(told, restored):
    before, after = set(told["accounts.HistoryEntry"]), set(restored["accounts.HistoryEntry"])
    (own,) = map(json.loads, after - before)
    assert before < after
    assert own["verb"] == "accounts.restored"
    assert own["actor_id"] is None
    assert set(told["accounts.HistoryText"]) < set(restored["accounts.HistoryText"])
