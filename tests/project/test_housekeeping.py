"""What the worker does of its own accord."""

import os
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from assessments.models import ReportFile
from assessments.reports.housekeeping import EVERY, clear_up, keep_house
from evidence.models import Intake, IntakeFile
from tests.assessments.reports.issuing import make_kept
from tests.builders.assessments import make_assessment
from tests.builders.evidence import make_dropped_file, make_item, make_portfolio, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tasks_as_the_worker_gets_them(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def queued(path: str) -> list[DBTaskResult]:
    return list(DBTaskResult.objects.filter(task_path=path, status="READY"))


def work_off() -> None:
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)


def test_before_the_worker_starts_each_chore_is_queued_once():
    for _start in range(3):
        call_command("requeue_interrupted_tasks")
    assert [len(queued(path)) for path in EVERY] == [1, 1]


def test_a_chore_that_was_interrupted_does_not_come_twice():
    call_command("requeue_interrupted_tasks")
    DBTaskResult.objects.update(status="RUNNING", worker_ids=["killed"])
    call_command("requeue_interrupted_tasks")
    assert [len(queued(path)) for path in EVERY] == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_each_chore_again_after_its_time():
    call_command("requeue_interrupted_tasks")
    work_off()
    for path, (_chore, every) in EVERY.items():
        (again,) = queued(path)
        assert abs(again.run_after - timezone.now() - every) < timedelta(minutes=1)
    work_off()
    assert DBTaskResult.objects.filter(status="SUCCESSFUL").count() == len(EVERY)


def test_a_file_that_was_never_read_is_queued_by_the_worker_itself():
    version = make_version(make_item(make_portfolio()))
    keep_house.call()
    (task,) = queued("evidence.search.tasks.read_words")
    assert task.args_kwargs["args"] == [version.pk]


def test_files_that_wait_for_the_scanner_are_shown_to_it_where_there_is_one(settings, monkeypatch):
    asked = []
    monkeypatch.setattr("assessments.reports.housekeeping.scan_waiting", lambda: asked.append(1))
    keep_house.call()
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    keep_house.call()
    assert asked == [1]


def test_a_chore_that_goes_wrong_comes_again(monkeypatch, caplog):
    def fail() -> None:
        raise RuntimeError("no luck")

    monkeypatch.setattr("assessments.reports.housekeeping.queue_unread", fail)
    keep_house.call()
    assert "no luck" in caplog.text and len(queued(keep_house.module_path)) == 1


def test_drafts_of_documents_that_newer_ones_replaced_are_removed_after_a_month():
    assessment = make_assessment()
    long_ago = timezone.now() - timedelta(days=31)
    old, new = make_kept(assessment, b"old", made_at=long_ago), make_kept(assessment, b"new")
    ReportFile.objects.update(asked_at=long_ago)
    clear_up.call()
    assert list(ReportFile.objects.all()) == [new] != [old]


def test_tasks_that_were_finished_long_ago_are_forgotten():
    call_command("requeue_interrupted_tasks")
    old = timezone.now() - timedelta(days=40)
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=old)
    clear_up.call()
    assert not DBTaskResult.objects.filter(finished_at=old).exists()


def test_what_killed_uploads_left_is_removed_by_the_worker_itself(settings, tmp_path):
    options = settings.STORAGES["evidence"] | {"OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"evidence": options}
    left, young = tmp_path / "ab" / "left", tmp_path / "ab" / "young"
    left.parent.mkdir()
    for path in (left, young):
        path.write_bytes(b"left by a kill")
    os.utime(left, (time.time() - 2 * 3600,) * 2)
    clear_up.call()
    assert not left.exists() and young.exists()


def test_files_that_were_dropped_and_never_added_are_forgotten_after_a_month(settings, tmp_path):
    options = settings.STORAGES["evidence"] | {"OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"evidence": options}
    portfolio = make_portfolio()
    old, young = make_dropped_file(portfolio), make_dropped_file(portfolio)
    Intake.objects.filter(pk=old.intake_id).update(at=timezone.now() - timedelta(days=31))
    with TestCase.captureOnCommitCallbacks(execute=True):
        clear_up.call()
    assert list(IntakeFile.objects.all()) == [young]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [
        str(young.storage_key).rpartition("/")[2]
    ]
