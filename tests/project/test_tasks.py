"""Work that a kill or a power cut has interrupted is taken up again."""

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

pytestmark = pytest.mark.django_db


def make_task(status: str, tries: int) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=status,
        started_at=timezone.now(),
        args_kwargs={"args": [], "kwargs": {}},
        task_path="assessments.reports.tasks.make_report",
        worker_ids=[f"worker {number}" for number in range(tries)],
        backend_name="default",
        run_after=timezone.now(),
    )


def requeue(task: DBTaskResult) -> str:
    call_command("requeue_interrupted_tasks")
    task.refresh_from_db()
    return task.status


def test_an_interrupted_task_is_queued_again():
    task = make_task(TaskResultStatus.RUNNING, tries=1)
    assert requeue(task) == TaskResultStatus.READY
    assert list(DBTaskResult.objects.ready()) == [task]


def test_a_task_that_was_interrupted_three_times_is_given_up():
    task = make_task(TaskResultStatus.RUNNING, tries=3)
    assert requeue(task) == TaskResultStatus.FAILED
    assert "interrupted 3 times" in task.traceback


@pytest.mark.parametrize("status", [TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED])
def test_a_finished_task_stays_as_it_is(status):
    assert requeue(make_task(status, tries=1)) == status
