"""However often it is asked for, and whatever is killed meanwhile, a document is made once."""

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from threading import Barrier

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.enums import Role
from accounts.models import HistoryEntry
from assessments.models import Assessment, ReportFile
from assessments.reports.fulfil import _keep
from assessments.reports.leftovers import clear_unnamed_documents
from assessments.reports.make import Made
from assessments.reports.tasks import make_report
from tests.builders.assessments import make_grant, make_submitted, rate
from tests.builders.beside import WORKER, Beside
from tests.builders.evidence import make_item, make_link, make_portfolio
from tests.builders.people import make_service, make_user, sign_in

from .issuing import ask
from .plain import plain  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _queued_as_in_the_portal(settings, tmp_path):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    options = settings.STORAGES["reports"] | {"OPTIONS": {"location": tmp_path / "reports"}}
    settings.STORAGES = settings.STORAGES | {"reports": options}


@pytest.fixture
def assessment() -> Assessment:
    portfolio = make_portfolio(make_service(name="Library Service"))
    make_link(portfolio, make_item(portfolio, "Survey of visitors"))
    return make_submitted(portfolio)


@pytest.fixture
def beside(tmp_path: Path, transactional_db: None) -> Iterator[Beside]:
    programs = Beside(tmp_path / "var")
    yield programs
    programs.end()


def stored() -> list[Path]:
    folder = Path(storages["reports"].location)  # type: ignore[attr-defined]
    return [path for path in folder.rglob("*") if path.is_file()]


def together(*calls: Callable[[], object]) -> list:
    barrier = Barrier(len(calls))

    def begin(call: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(begin, calls))


def queued() -> int:
    return DBTaskResult.objects.filter(task_path=make_report.module_path).count()


@pytest.mark.usefixtures("plain")
def test_asked_for_twenty_times_at_once_it_is_queued_made_and_kept_once(assessment):
    manager = make_user(Role.MANAGER, assessment.portfolio.service)
    at_the_service = "/services/library-service/small/documents/plain/make/"
    at_the_desk = f"/assessments/{assessment.pk}/documents/plain/make/"
    buttons = [(sign_in(Client(), manager), at_the_service) for _window in range(10)]
    assessor = make_grant(assessment).reader
    buttons += [(sign_in(Client(), assessor), at_the_desk) for _window in range(10)]
    answers = together(*[lambda c=c, a=a: c.post(a) for c, a in buttons])
    assert {answer.status_code for answer in answers} == {302}
    assert (ReportFile.objects.count(), queued()) == (1, 1)
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    made = ReportFile.objects.get()
    assert made.is_ready and len(stored()) == 1
    assert len({answer.headers["Location"] for answer in answers}) == 2, "one address on each side"


@pytest.mark.usefixtures("plain")
def test_what_changes_before_it_is_begun_is_in_it_and_queues_no_other(assessment):
    first = ask(assessment, "plain")
    rate(assessment)
    assert (ask(assessment, "plain").pk, queued()) == (first.pk, 1)
    ReportFile.objects.update(progress_at=timezone.now())
    assert ask(assessment, "plain").pk != first.pk and queued() == 2, "it may be read already"


@pytest.mark.usefixtures("plain")
def test_asked_for_again_by_many_after_a_failure_it_is_queued_once_more(assessment):
    people = [make_user(Role.MANAGER, assessment.portfolio.service) for _person in range(8)]
    ask(assessment, "plain", people[0])
    ReportFile.objects.update(failure="No room on the disk.")
    DBTaskResult.objects.update(status="FAILED")
    together(*[lambda p=person: ask(assessment, "plain", p) for person in people])
    assert (ReportFile.objects.count(), queued()) == (1, 2)


@pytest.mark.usefixtures("plain")
def test_those_finished_at_the_same_moment_get_numbers_of_their_own(assessment):
    rows = ReportFile.objects.bulk_create(
        ReportFile(assessment=assessment, report="plain", content_sha256=f"{number:064}")
        for number in range(8)
    )
    files = ReportFile.objects.select_related("assessment__portfolio__service").in_bulk()

    def finish(number: int, file: ReportFile) -> None:
        digest = f"{number + 100:064}"
        _keep(file, Made(BytesIO(b"it"), digest, digest, 2, None))

    together(*[lambda n=n, pk=row.pk: finish(n, files[pk]) for n, row in enumerate(rows)])
    numbers = ReportFile.objects.values_list("issue_number", flat=True)
    assert set(numbers) == set(range(1, 9))


@pytest.mark.any_database
def test_a_worker_killed_in_the_middle_makes_it_once_when_it_is_started_again(beside, assessment):
    file = ask(assessment)

    def as_it_is() -> ReportFile:
        return ReportFile.objects.get(pk=file.pk)

    worker = beside.start(*WORKER)
    beside.wait_for(lambda: as_it_is().stage == "Writing the document")
    beside.kill(worker)
    assert not as_it_is().is_ready and as_it_is().progress_at
    beside.run("manage.py", "requeue_interrupted_tasks")
    worker = beside.start(*WORKER)
    done = DBTaskResult.objects.filter(task_path=make_report.module_path, status="SUCCESSFUL")
    beside.wait_for(done.exists)
    beside.kill(worker)
    made = as_it_is()
    clear_unnamed_documents(before=timezone.now())
    (kept,) = stored()
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == made.sha256
    assert (made.issue_number, made.failure, made.stage) == (1, "", "")
    assert HistoryEntry.objects.filter(verb="assessments.document_issued").count() == 1
    assert ask(assessment).pk == made.pk and queued() == 1
