"""What the worker does for the search."""

from functools import partial

from django.db import transaction
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from .reading import read_version, unread

MOST_AT_ONCE = 500


@task(priority=-10)  # documents that somebody waits for come first
def read_words(pk: int) -> None:
    """Take the words out of a version. Run twice, it does so once."""
    read_version(pk)


def read_soon(pk: int) -> None:
    """Have a version read once the transaction that adds it is through."""
    transaction.on_commit(partial(read_words.enqueue, pk))


def queue_unread() -> int:
    """Queue versions that nobody has read and nobody is about to; how many, a batch at most."""
    waiting = set(unread().values_list("pk", flat=True)[:MOST_AT_ONCE])
    tasks = DBTaskResult.objects.filter(
        task_path=read_words.module_path, status__in=["READY", "RUNNING"]
    )
    queued = {given["args"][0] for given in tasks.values_list("args_kwargs", flat=True)}
    for pk in sorted(waiting - queued):
        read_words.enqueue(pk)
    return len(waiting - queued)
