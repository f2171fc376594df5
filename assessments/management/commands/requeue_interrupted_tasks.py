"""Put back the tasks that a worker took and never finished."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from assessments.reports.housekeeping import start_chores
from assessments.reports.tasks import give_up, make_report

TRIES = 3


class GivenUp(Exception):
    """The task took its worker down each time it was tried."""


class Command(BaseCommand):
    """For the moment before a worker starts: a task that still runs elsewhere would run twice."""

    help = "Puts tasks that were interrupted by a kill or a power cut back into the queue, and"
    help += " the worker's regular chores as well."

    def handle(self, **options: Any) -> None:
        with transaction.atomic():
            for task in DBTaskResult.objects.running().select_for_update(no_key=True):
                self.stdout.write(self.put_back(task))
        start_chores()

    def put_back(self, task: DBTaskResult) -> str:
        """Queue it again, or call it failed when it was tried often enough."""
        if len(task.worker_ids) >= TRIES:
            task.set_failed(GivenUp(f"interrupted {len(task.worker_ids)} times"))
            if task.task_path == make_report.module_path:
                for pk in task.args_kwargs["args"]:
                    give_up(pk)
            return f"Gave up {task.task_path}: interrupted {len(task.worker_ids)} times"
        task.status = TaskResultStatus.READY
        task.started_at = None
        task.save(update_fields=["status", "started_at"])
        return f"Queued again: {task.task_path}"
