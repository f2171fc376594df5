"""The words of a file on the page of its item."""

import pytest
from django.test import Client

from evidence.search.reading import read_version
from tests.builders.evidence import make_item, make_version
from tests.builders.files import office

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(portfolio):
    return make_item(portfolio, number=201)


@pytest.fixture
def page(as_officer: Client, base):
    return lambda: as_officer.get(f"{base}/evidence/CSS201/").content.decode()


def test_plain_text_shows_at_once_and_runs_nothing(page, item):
    make_version(item, "Öffnung & <b>hours</b>\nMonday".encode(), "hours.txt")
    assert "Öffnung &amp; &lt;b&gt;hours&lt;/b&gt;\nMonday" in page()


def test_text_of_windows_can_be_read(page, item):
    make_version(item, "Caf\xe9 \x96 hours".encode("latin-1"), "hours.txt")
    assert "Café – hours" in page()


def test_a_long_text_shows_its_beginning_and_says_so(page, item):
    make_version(item, b"first " + b"word " * 20_000 + b"last", "long.txt")
    shown = page()
    assert "first word" in shown and "word last" not in shown
    assert "This is its beginning." in shown


def test_a_table_shows_as_a_table_once_it_is_read(page, item):
    version = make_version(item, b"Office,Visits\nDunoon,1200\nOban,900\n", "visits.csv")
    assert "Its words are being read" in page()
    read_version(version.pk)
    shown = page()
    assert "<td>Dunoon</td><td>1200</td>" in shown
    assert "The words of this file" in shown


def test_a_file_that_gives_no_words_says_so_and_is_evidence_all_the_same(page, item):
    version = make_version(item, office(), "empty.docx")
    read_version(version.pk)
    assert "It is evidence all the same." in page()
