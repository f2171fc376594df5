"""How tasks run under the settings of the tests."""

from typing import Any

from django.utils import timezone
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id

LEFT = ("evidence.search.", "assessments.reports.housekeeping.")


class AtOnce(ImmediateBackend):
    """Documents are made at once. The worker's chores and the reading of files are left undone.

    Reading a file takes a process of its own, and hardly any test is about its words: one
    that is calls `read_version`.
    """

    supports_defer = True

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        if not task.module_path.startswith(LEFT):
            return super().enqueue(task, args, kwargs)
        self.validate_task(task)
        return TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
