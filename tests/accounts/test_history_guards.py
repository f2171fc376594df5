"""The database itself refuses to change the history, whoever sends the SQL."""

import pytest
from django.apps import apps
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from accounts.history import About, erase_person, record
from accounts.history.guards import (
    GUARDED,
    REFUSAL,
    install_guards,
    lifted_guards,
    missing_guards,
)
from accounts.models import HistoryEntry, HistoryHead, HistoryText
from tests.builders.people import make_user

from .tampering import ENTRIES, HEAD, TEXTS, run, write_history

pytestmark = pytest.mark.django_db

COLUMNS = ", ".join(str(field.column) for field in HistoryEntry._meta.concrete_fields)
COPY = f"SELECT {COLUMNS} FROM {ENTRIES} WHERE sequence = 2"
HIDDEN = COPY.replace("SELECT ", "SELECT rowid, ", 1)
SAME_SEAL = COPY.replace("SELECT sequence", "SELECT 99")

EVERYWHERE = {
    "update": f"UPDATE {ENTRIES} SET verb = 'x' WHERE sequence = 2",
    "delete": f"DELETE FROM {ENTRIES} WHERE sequence = 2",
    "upsert": f"INSERT INTO {ENTRIES} ({COLUMNS}) {COPY} ON CONFLICT (sequence)"
    " DO UPDATE SET verb = 'x'",
    "words of a text": f"UPDATE {TEXTS} SET words = '[]' WHERE entry_sequence = 2",
    "name of a text": f"UPDATE {TEXTS} SET actor = 'Another' WHERE entry_sequence = 2",
    "number of a text": f"UPDATE {TEXTS} SET entry_sequence = 9 WHERE entry_sequence = 2",
    "text emptied without a word": f"UPDATE {TEXTS} SET salt = '', words = '{{}}'",
    "text emptied by no erasure": f"UPDATE {TEXTS} SET salt = '', words = '{{}}',"
    " words_erased_in = 3 WHERE entry_sequence = 2",
    "text deleted": f"DELETE FROM {TEXTS} WHERE entry_sequence = 2",
    "head set back": f"UPDATE {HEAD} SET sequence = 2",
    "head of another seal": f"UPDATE {HEAD} SET seal = 'x'",
    "head deleted": f"DELETE FROM {HEAD}",
}
OF_DATABASE = {
    "postgresql": {
        **{f"truncate {table}": f"TRUNCATE {table}" for table in GUARDED},
        "truncate with what hangs on it": f"TRUNCATE {ENTRIES} CASCADE",
        "merge": f"MERGE INTO {ENTRIES} old USING {ENTRIES} new ON old.sequence = new.sequence"
        " WHEN MATCHED THEN DELETE",
        "as a copying session": "SET LOCAL session_replication_role = replica;"
        f" UPDATE {ENTRIES} SET verb = 'x'",
    },
    "sqlite": {
        "replace": f"INSERT OR REPLACE INTO {ENTRIES} ({COLUMNS}) {COPY}",
        "replace by seal": f"INSERT OR REPLACE INTO {ENTRIES} ({COLUMNS}) {SAME_SEAL}",
        "replace a text": f"INSERT OR REPLACE INTO {TEXTS} SELECT * FROM {TEXTS}",
        "replace the head": f"INSERT OR REPLACE INTO {HEAD} SELECT * FROM {HEAD}",
        "replace by the hidden number": f"INSERT OR REPLACE INTO {ENTRIES} (rowid, {COLUMNS})"
        f" {HIDDEN.replace('sequence,', '99,', 1).replace(' seal', ' 99')}",
        "replace a text by the hidden number": f"INSERT OR REPLACE INTO {TEXTS}"
        " (rowid, entry_sequence, salt, words, people_salt, actor, address)"
        f" SELECT rowid, 99, salt, words, people_salt, actor, address FROM {TEXTS} LIMIT 1",
        "a text moved onto another": f"UPDATE OR REPLACE {TEXTS} SET rowid ="
        f" (SELECT rowid FROM {TEXTS} WHERE entry_sequence = 3) WHERE entry_sequence = 2",
        "update or ignore": f"UPDATE OR IGNORE {ENTRIES} SET verb = 'x'",
        "by another schema's name": f"DELETE FROM main.{ENTRIES}",
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
    before = everything()
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        run(statement)
    assert everything() == before
    return str(refused.value).splitlines()[0]


def everything():
    return [
        list(model.objects.order_by("pk").values_list())
        for model in (HistoryEntry, HistoryText, HistoryHead)
    ]


def test_what_was_erased_cannot_be_filled_in_again():
    person = make_user()
    record(verb="evidence.linked", by=person, code="CSS1", element="1.1.1")
    entry = record(verb="accounts.person_erased", by=None, about=About(person_id=person.pk))
    assert erase_person(person_id=person.pk, entry=entry) == 1
    again = f"UPDATE {TEXTS} SET actor = 'Another' WHERE entry_sequence = 4"
    assert refusal_of(again) == REFUSAL
    unsaid = f"UPDATE {TEXTS} SET people_erased_in = NULL WHERE entry_sequence = 4"
    assert refusal_of(unsaid) == REFUSAL


def test_the_portal_itself_cannot_change_an_entry():
    entry = HistoryEntry.objects.get(sequence=2)
    entry.verb = "x"
    for change in (entry.save, entry.delete, HistoryEntry.objects.all().delete):
        with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
            change()


def test_the_guards_are_in_place_after_migrate_and_come_back_when_lifted():
    assert missing_guards() == []
    with lifted_guards():
        assert missing_guards() == list(GUARDED)
    assert missing_guards() == []
    install_guards()
    assert missing_guards() == []


def test_a_trigger_of_another_name_does_not_pass_for_a_guard():
    with transaction.atomic():
        if connection.vendor == "postgresql":
            run(
                f"DROP TRIGGER {ENTRIES}_no_update ON {ENTRIES}",
                f"CREATE TRIGGER harmless BEFORE DELETE ON {ENTRIES} FOR EACH ROW"
                f" EXECUTE FUNCTION {ENTRIES}_no_update()",
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
        run(f"ALTER TABLE {ENTRIES} DISABLE TRIGGER {ENTRIES}_no_update")
    else:
        run(f"DROP TRIGGER {ENTRIES}_no_replace")
    assert missing_guards() == [ENTRIES]


def test_a_guard_of_the_right_name_that_lets_everything_through_is_missing():
    if connection.vendor == "postgresql":
        run(
            f"CREATE OR REPLACE FUNCTION {TEXTS}_no_delete() RETURNS trigger"
            " LANGUAGE plpgsql AS $$BEGIN RETURN OLD; END$$"
        )
    else:
        run(
            f"DROP TRIGGER {TEXTS}_no_delete",
            f"CREATE TRIGGER {TEXTS}_no_delete BEFORE DELETE ON {TEXTS} BEGIN SELECT 1; END",
        )
    assert missing_guards() == [TEXTS]
    call_command("migrate", verbosity=0)
    assert missing_guards() == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite compares all of a trigger")
@pytest.mark.parametrize("how", ["WHEN (false)", "OF verb", "AFTER", "STATEMENT", "ENABLE TRIGGER"])
def test_a_guard_that_fires_seldom_or_too_late_is_missing(how):
    name = f"{ENTRIES}_no_update"
    when = how if how.startswith("WHEN") else ""
    of = how if how.startswith("OF") else ""
    after = "AFTER" if how == "AFTER" else "BEFORE"
    each = "STATEMENT" if how == "STATEMENT" else "ROW"
    if how == "ENABLE TRIGGER":
        run(f"ALTER TABLE {ENTRIES} ENABLE TRIGGER {name}")
    else:
        run(
            f"CREATE OR REPLACE TRIGGER {name} {after} UPDATE {of} ON {ENTRIES}"
            f" FOR EACH {each} {when} EXECUTE FUNCTION {name}()",
            f"ALTER TABLE {ENTRIES} ENABLE ALWAYS TRIGGER {name}",
        )
    assert missing_guards() == [ENTRIES]
    install_guards()
    assert missing_guards() == []


def test_the_check_of_the_database_says_that_guards_are_missing():
    assert warnings() == []
    with lifted_guards():
        assert [warning.id for warning in warnings()] == ["accounts.W001"]
        assert "run migrate" in warnings()[0].hint.lower()


def warnings():
    found = run_checks(tags=[Tags.database], databases=["default"])
    return [each for each in found if each.id == "accounts.W001"]


@pytest.mark.any_database
def test_no_foreign_key_leads_into_the_history_or_out_of_it():
    leading = [
        str(field)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and {model._meta.db_table, table_of(field)} & set(GUARDED)
    ]
    assert leading == []


def table_of(field):
    return field.related_model._meta.db_table if field.related_model else ""
