"""While a document is made: how far it is, when it stands still, and the note when it is ready."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.enums import Role
from accounts.models import User
from assessments.models import Assessment, ReportFile
from assessments.reports import waiting
from assessments.reports.fulfil import fulfil
from assessments.reports.housekeeping import keep_house
from assessments.reports.tasks import give_up
from assessments.reports.telling import tell_ready
from assessments.reports.waiting import WrittenProgress, is_overdue
from tests.builders.assessments import make_grant, make_submitted
from tests.builders.evidence import make_portfolio
from tests.builders.people import make_service, make_user, sign_in

from .issuing import ask
from .plain import plain  # noqa: F401  a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain")]
DOCUMENTS = "/services/library-service/small/documents/"


@pytest.fixture
def assessment() -> Assessment:
    return make_submitted(make_portfolio(make_service(name="Library Service")), label="Visit 2026")


@pytest.fixture
def manager(assessment) -> User:
    return make_user(Role.MANAGER, assessment.portfolio.service, name="Morag Stewart")


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def now(file: ReportFile) -> ReportFile:
    return ReportFile.objects.select_related(
        "assessment__portfolio__service__organisation",
        "assessment__portfolio__standard",
        "assessment__edition",
        "assessment__snapshot",
        "asked_by",
    ).get(pk=file.pk)


@pytest.mark.any_database
def test_steps_are_written_once_a_second_and_a_new_stage_at_once(assessment, monkeypatch):
    file = ask(assessment, "plain")
    moment = [100.0]
    monkeypatch.setattr(waiting, "monotonic", lambda: moment[0])
    progress = WrittenProgress(file.pk)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        progress("Reading")
        for number in range(1000):
            progress("Copying files", number, 1000)
            moment[0] += 0.01
    assert len(asked) == 1 + 10
    assert (now(file).stage, now(file).total) == ("Copying files", 1000)
    assert 890 <= now(file).done < 1000 and now(file).progress_at


@pytest.mark.any_database
def test_progress_that_counts_wrongly_or_tells_a_novel_stops_nothing(assessment):
    file = ask(assessment, "plain")
    WrittenProgress(file.pk)("x" * 500, 7, 3)
    assert (len(now(file).stage), now(file).done, now(file).total) == (100, 3, 3)


def test_what_still_makes_progress_is_not_queued_again(assessment, at_once):
    file = ask(assessment, "plain")
    long_ago = timezone.now() - timedelta(minutes=40)
    ReportFile.objects.update(asked_at=long_ago, progress_at=timezone.now())
    assert not is_overdue(now(file))
    with at_once():
        ask(assessment, "plain")
    assert not now(file).is_ready
    ReportFile.objects.update(progress_at=timezone.now() - timedelta(minutes=11))
    assert is_overdue(now(file))
    with at_once():
        ask(assessment, "plain")
    assert now(file).is_ready


def test_what_was_asked_for_and_is_in_no_queue_is_queued_by_the_worker(assessment, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    file = ask(assessment, "plain")
    ReportFile.objects.update(asked_at=timezone.now() - timedelta(minutes=2))
    for _time in range(2):
        keep_house.call()
    (task,) = DBTaskResult.objects.filter(task_path="assessments.reports.tasks.make_report")
    assert task.args_kwargs["args"] == [file.pk]


def test_one_over_which_the_worker_was_stopped_three_times_says_so(assessment, manager):
    file = ask(assessment, "plain", manager)
    give_up(file.pk)
    page = sign_in(Client(), manager).get(f"{DOCUMENTS}made/{file.uuid}/").content.decode()
    assert "The machine stopped each time that it was being made." in page
    assert "Ask for it again" in page


def finish(file: ReportFile, at_once, after: int = 60) -> None:
    """The worker makes it so many seconds after it was asked for."""
    begun = timezone.now() - timedelta(seconds=after)
    ReportFile.objects.filter(pk=file.pk).update(asked_at=begun)
    with at_once():
        fulfil(now(file))


def test_who_asked_for_one_that_took_long_gets_a_letter_once(assessment, manager, at_once):
    file = ask(assessment, "plain", manager)
    finish(file, at_once)
    with at_once():
        tell_ready.call(file.pk)
    (letter,) = mail.outbox
    assert letter.to == [manager.email]
    assert letter.subject == "Plain statement of Library Service is ready"
    assert "Dear Morag Stewart," in letter.body and "It is issue 1." in letter.body
    assert f"{DOCUMENTS}made/{file.uuid}/" in letter.body
    assert now(file).told_at


def test_the_assessor_is_led_to_the_desk_and_nobody_is_told_after_their_access(assessment, at_once):
    grant = make_grant(assessment)
    file = ask(assessment, "plain", grant.reader)
    finish(file, at_once)
    assert f"/assessments/{assessment.pk}/documents/made/{file.uuid}/" in mail.outbox[0].body
    mail.outbox.clear()
    stranger = make_user(Role.MANAGER, make_service())
    Assessment.objects.update(reference="CSE/2")
    finish(ask(assessment, "plain", stranger), at_once)
    assert mail.outbox == []


def test_nobody_is_told_of_what_was_made_at_once_or_seen(assessment, manager, at_once):
    finish(ask(assessment, "plain", manager), at_once, after=5)
    assert mail.outbox == []
    Assessment.objects.update(reference="CSE/2")
    file = ask(assessment, "plain", manager)
    ReportFile.objects.filter(pk=file.pk).update(asked_at=timezone.now() - timedelta(seconds=60))
    fulfil(now(file))  # the note waits for the end of the transaction
    client = sign_in(Client(), manager)
    assert "Ready" in client.get(DOCUMENTS).content.decode()
    client.get(f"{DOCUMENTS}made/{file.uuid}/")
    with at_once():
        tell_ready.call(file.pk)
    assert mail.outbox == [] and now(file).seen_at and now(file).told_at is None


def test_a_note_whose_task_was_lost_is_queued_by_the_worker(assessment, manager, settings):
    file = ask(assessment, "plain", manager)
    ReportFile.objects.update(asked_at=timezone.now() - timedelta(minutes=9))
    fulfil(now(file))
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    later = timezone.now() + timedelta(minutes=5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: later)
        keep_house.call()
    (task,) = DBTaskResult.objects.filter(task_path="assessments.reports.telling.tell_ready")
    assert task.args_kwargs["args"] == [file.pk]
