"""Versions are read in the background, once, whatever happens meanwhile."""

import pytest
from django_tasks_db.models import DBTaskResult

from evidence.actions.scans import record_scan
from evidence.enums import ReadingProblem, ReadingState, Scan
from evidence.intake.storage import random_key
from evidence.models import EvidenceVersion, PageOfWords, Reading
from evidence.search.index import find
from evidence.search.queries import pages_of
from evidence.search.reading import TRIES, read_version
from evidence.search.tasks import queue_unread
from tests.builders.documents import workbook
from tests.builders.evidence import make_item, make_many_items, make_version
from tests.builders.files import PNG, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_the_queue(settings):
    """Tasks as the worker gets them: the versions that are queued to be read, in order."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    def queued() -> list[int]:
        tasks = DBTaskResult.objects.filter(task_path="evidence.search.tasks.read_words")
        return [given["args"][0] for given in tasks.values_list("args_kwargs", flat=True)]

    return queued


def test_a_file_is_queued_when_it_is_added_and_found_once_it_is_read(
    portfolio, in_the_queue, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        version = make_version(make_item(portfolio), pdf("Seventeen were unhappy"))
    assert in_the_queue() == [version.pk]
    assert pages_of(version).state == ReadingState.WAITING
    read_version(version.pk)
    told = pages_of(version)
    assert told.state == ReadingState.READ and told.problem == ""
    assert [page.place for page in told.pages] == ["Page 1"]
    assert list(find(portfolio, "unhappy").by_item) == [version.item_id]


def test_a_version_is_read_once_however_often_it_is_queued(portfolio):
    version = make_version(make_item(portfolio), pdf("unhappy"))
    assert read_version(version.pk).state == ReadingState.READ
    assert read_version(version.pk) is None
    assert PageOfWords.objects.filter(version=version).count() == 1


def test_a_file_without_words_is_evidence_all_the_same_and_says_so(portfolio):
    version = make_version(make_item(portfolio), PNG, "photo.png")
    read_version(version.pk)
    told = pages_of(version)
    assert told.state == ReadingState.NO_WORDS
    assert told.problem == "It is a picture, so only its title and description are searched."


def test_tables_come_back_as_rows_of_cells(portfolio):
    content = workbook(Costs=[["Item", "Price"], ["Pens", 3]])
    version = make_version(make_item(portfolio), content, "costs.xlsx")
    read_version(version.pk)
    (page,) = pages_of(version).pages
    assert page.is_table and page.rows == [["Item", "Price"], ["Pens", "3"]]


@pytest.mark.parametrize("held", [Scan.WAITING, Scan.INFECTED])
def test_a_file_held_by_the_virus_scanner_is_not_read(held, portfolio):
    version = make_version(make_item(portfolio), pdf("unhappy"))
    EvidenceVersion.objects.filter(pk=version.pk).update(scan=held)
    assert read_version(version.pk) is None
    assert not PageOfWords.objects.exists()


@pytest.mark.parametrize(("found", "is_read"), [(Scan.CLEAN, True), (Scan.INFECTED, False)])
def test_a_file_is_read_once_the_scanner_releases_it(
    found, is_read, portfolio, in_the_queue, django_capture_on_commit_callbacks
):
    version = make_version(make_item(portfolio), pdf("unhappy"))
    EvidenceVersion.objects.filter(pk=version.pk).update(scan=Scan.WAITING)
    with django_capture_on_commit_callbacks(execute=True):
        record_scan(version=version, found=found)
    assert in_the_queue() == ([version.pk] if is_read else [])


def test_words_of_a_file_that_is_found_infected_later_are_not_shown(portfolio):
    version = make_version(make_item(portfolio), pdf("unhappy"))
    read_version(version.pk)
    version.scan = Scan.INFECTED
    version.save()
    assert pages_of(version).pages == []


def test_a_file_whose_bytes_are_gone_says_so(portfolio):
    version = make_version(make_item(portfolio))
    EvidenceVersion.objects.filter(pk=version.pk).update(storage_key=random_key())
    reading = read_version(version.pk)
    assert (reading.state, reading.problem) == (ReadingState.FAILED, ReadingProblem.MISSING)


def test_a_file_that_took_the_worker_down_three_times_is_given_up(portfolio):
    version = make_version(make_item(portfolio), pdf("unhappy"))
    Reading.objects.create(version=version, tries=TRIES)
    reading = read_version(version.pk)
    assert (reading.state, reading.problem) == (ReadingState.FAILED, ReadingProblem.BROKEN)


def test_what_nobody_has_read_is_queued_once(portfolio, in_the_queue):
    read = make_version(make_item(portfolio), pdf("unhappy"))
    read_version(read.pk)
    left = make_version(make_item(portfolio))
    held = make_version(make_item(portfolio))
    EvidenceVersion.objects.filter(pk=held.pk).update(scan=Scan.WAITING)
    assert (queue_unread(), queue_unread()) == (1, 0)
    assert in_the_queue() == [left.pk]


def test_what_nobody_has_read_is_queued_in_batches(portfolio, in_the_queue, monkeypatch):
    monkeypatch.setattr("evidence.search.tasks.MOST_AT_ONCE", 5)
    make_many_items(portfolio, 12)
    assert queue_unread() == 5
