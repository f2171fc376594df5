"""The database itself refuses to change the history, whoever sends the SQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.history.guards import REFUSAL, install_guards, lifted_guards, missing_guards
from accounts.models import HistoryEntry

from .tampering import ENTRIES, run, write_history

pytestmark = pytest.mark.django_db

COLUMNS = ", ".join(str(field.column) for field in HistoryEntry._meta.concrete_fields)
COPY = f"SELECT {COLUMNS} FROM {ENTRIES} WHERE sequence = 2"
SAME_SEAL = COPY.replace("SELECT sequence", "SELECT 99")

EVERYWHERE = {
    "update": f"UPDATE {ENTRIES} SET verb = 'x' WHERE sequence = 2",
    "delete": f"DELETE FROM {ENTRIES} WHERE sequence = 2",
    "upsert": f"INSERT INTO {ENTRIES} ({COLUMNS}) {COPY} ON CONFLICT (sequence)"
    " DO UPDATE SET verb = 'x'",
}
OF_DATABASE = {
    "postgresql": {"truncate": f"TRUNCATE {ENTRIES}"},
    "sqlite": {
        "replace": f"INSERT OR REPLACE INTO {ENTRIES} ({COLUMNS}) {COPY}",
        "replace by seal": f"INSERT OR REPLACE INTO {ENTRIES} ({COLUMNS}) {SAME_SEAL}",
        "update or replace": f"UPDATE OR REPLACE {ENTRIES} SET sequence = 1 WHERE sequence = 2",
    },
}


@pytest.fixture(autouse=True)
def _three_entries():
    write_history(3)


@pytest.mark.parametrize("way", EVERYWHERE)
def test_the_database_refuses_to_change_the_history(way):
    assert refusal_of(EVERYWHERE[way]) == REFUSAL


def test_the_database_refuses_the_ways_of_its_own():
    for way, statement in OF_DATABASE[connection.vendor].items():
        assert refusal_of(statement) == REFUSAL, way


def refusal_of(statement):
    before = list(HistoryEntry.objects.values_list())
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        run(statement)
    assert list(HistoryEntry.objects.values_list()) == before
    return str(refused.value).splitlines()[0]


def test_the_portal_itself_cannot_change_an_entry():
    entry = HistoryEntry.objects.get(sequence=2)
    entry.verb = "x"
    for change in (entry.save, entry.delete, HistoryEntry.objects.all().delete):
        with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
            change()


def test_the_guards_are_in_place_after_migrate_and_come_back_when_lifted():
    assert missing_guards() == []
    with lifted_guards():
        assert missing_guards() == [ENTRIES]
    assert missing_guards() == []
    install_guards()
    assert missing_guards() == []


def test_a_trigger_of_another_name_does_not_pass_for_a_guard():
    with transaction.atomic():
        if connection.vendor == "postgresql":
            run(
                f"DROP TRIGGER {ENTRIES}_no_change ON {ENTRIES}",
                f"CREATE TRIGGER harmless AFTER INSERT ON {ENTRIES} FOR EACH ROW"
                f" EXECUTE FUNCTION {ENTRIES}_refuse()",
            )
        else:
            run(
                f"DROP TRIGGER {ENTRIES}_no_delete",
                f"CREATE TRIGGER harmless AFTER INSERT ON {ENTRIES} BEGIN SELECT 1; END",
            )
        assert missing_guards() == [ENTRIES]
        transaction.set_rollback(True)


def test_a_guard_that_is_switched_off_is_missing():
    if connection.vendor == "postgresql":
        run(f"ALTER TABLE {ENTRIES} DISABLE TRIGGER {ENTRIES}_no_change")
    else:
        run(f"DROP TRIGGER {ENTRIES}_no_replace")
    assert missing_guards() == [ENTRIES]
