"""The index in the database: put back where it is missing, and never in the way."""

import pytest
from django.core.management import call_command
from django.db import connection

from evidence.models import EvidenceItem, EvidenceVersion
from evidence.search.index import find
from tests.builders.evidence import make_item
from tests.builders.words import make_words


def triggers() -> set[str]:
    """The triggers that keep the index in step."""
    on_postgres = "SELECT tgname FROM pg_trigger WHERE tgname ~ '^evidence_'"
    on_sqlite = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'evidence_%'"
    )
    with connection.cursor() as cursor:
        cursor.execute(on_postgres if connection.vendor == "postgresql" else on_sqlite)
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
def test_there_are_triggers_for_whatever_changes():
    assert len(triggers()) == 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its triggers")
def test_triggers_that_a_migration_dropped_in_silence_are_back_after_it(portfolio):
    item = make_item(portfolio, "Survey")
    with connection.schema_editor() as editor:
        editor._remake_table(EvidenceItem)  # type: ignore[attr-defined]
    assert len(triggers()) == 3
    call_command("migrate", verbosity=0)
    assert len(triggers()) == 6
    EvidenceItem.objects.filter(pk=item.pk).update(title="Minutes")
    assert list(find(portfolio, "minutes").by_item) == [item.pk]
    assert find(portfolio, "survey").by_item == {}


@pytest.mark.django_db
def test_what_was_there_before_the_index_is_found_once_it_is_made(portfolio):
    item = make_item(portfolio, "Survey", number=7)
    make_words(item, "unhappy")
    tables = ("evidence_words_index", "evidence_title_index", "evidence_code_index")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"DROP TABLE IF EXISTS {table}")
    call_command("migrate", verbosity=0)
    for words in ("survey", "css7", "unhappy"):
        assert list(find(portfolio, words).by_item) == [item.pk], words


@pytest.mark.django_db
def test_words_go_with_the_version_that_they_are_of(portfolio):
    version = make_words(make_item(portfolio), "unhappy")
    EvidenceVersion.objects.filter(pk=version.pk).delete()
    with connection.cursor() as cursor:
        column = "page" if connection.vendor == "postgresql" else "rowid"
        cursor.execute(f"SELECT count({column}) FROM evidence_words_index")
        assert cursor.fetchone() == (0,)
