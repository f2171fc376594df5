"""What the worker does for documents."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from assessments.models import ReportFile

from .fulfil import files_to_make, fulfil

# By then the task of a document that was asked for is in the queue.
MOMENT = timedelta(minutes=1)
AHEAD = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


@task()
def make_report(pk: int) -> None:
    """Make the document that was asked for. Run twice, it makes it once."""
    file = files_to_make().filter(pk=pk).first()
    if file:  # else nobody fetched it for so long that it was cleared away
        fulfil(file)


def give_up(pk: int) -> None:
    """Say to those who wait that the worker was stopped over it again and again."""
    words = _("The machine stopped each time that it was being made.")
    ReportFile.objects.filter(pk=pk, made_at__isnull=True).update(failure=words)


def is_queued(pk: int) -> bool:
    """Whether the worker has the document still before it."""
    return pk in _documents_of(TaskResultStatus.READY)


def queue_forgotten() -> None:
    """Queue what was asked for and is in no queue, because a kill came in between."""
    asked = ReportFile.objects.filter(
        made_at__isnull=True, failure="", asked_at__lt=timezone.now() - MOMENT
    )
    known = _documents_of(*AHEAD)
    for pk in asked.values_list("pk", flat=True):
        if pk not in known:
            make_report.enqueue(pk)


def _documents_of(*states: str) -> set[int]:
    rows = DBTaskResult.objects.filter(task_path=make_report.module_path, status__in=states)
    return {row["args"][0] for row in rows.values_list("args_kwargs", flat=True) if row["args"]}
