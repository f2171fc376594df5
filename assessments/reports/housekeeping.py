"""What the worker does of its own accord: small things every ten minutes, clearing up each day.

Each chore queues itself again when it is done. `start_chores` sees to it that each is in the
queue exactly once; it is called before the worker starts.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.actions import drop_old_held
from accounts.actions.refusing import tell_counted_refusals
from accounts.ledger import note_missing
from accounts.mail import deliver_waiting
from accounts.sign_in.shared import forget_expired
from assessments.actions import delete_notes_without_access, drop_old_drafts
from evidence.actions.intake import forget_old_intakes
from evidence.actions.scans import scan_waiting
from evidence.destruction.deed import finish_all
from evidence.destruction.ledger import complete_interrupted
from evidence.leftovers import GRACE, clear_leftovers
from evidence.search.tasks import queue_unread

from .leftovers import clear_unnamed_documents, forget_old_drafts
from .retention import count_all
from .tasks import queue_forgotten
from .telling import tell_of_all

# Text that nobody saved or typed on in a quarter of a year.
DRAFTS_WAIT = timedelta(days=90)
# As long as imports that nobody confirms.
DROPPED_FILES_WAIT = timedelta(days=30)
HELD_FORMS_WAIT = timedelta(days=7)
DRAFT_DOCUMENTS_WAIT = timedelta(days=30)
logger = logging.getLogger(__name__)


@task(priority=-20)
def keep_house() -> None:
    """Send letters again that failed, ask the virus scanner, complete destructions that a kill
    has interrupted, have read what nobody has read, and documents made and told of whose
    task a kill has lost."""
    _do(deliver_waiting)
    _do(tell_counted_refusals)
    if settings.CLAMD_ADDRESS:
        _do(scan_waiting)
    _do(complete_interrupted)
    _do(finish_all)
    _do(note_missing)
    _do(queue_unread)
    _do(queue_forgotten)
    _do(tell_of_all)
    _again(keep_house)


@task(priority=-20)
def clear_up() -> None:
    """Remove what killed uploads left behind, and what was dropped, finished or ended; count
    what is past its time, which nothing but a manager deletes."""
    _do(_clear_leftovers)
    _do(delete_notes_without_access)
    _do(lambda: drop_old_held(before=timezone.now() - HELD_FORMS_WAIT))
    _do(lambda: forget_old_intakes(before=timezone.now() - DROPPED_FILES_WAIT))
    _do(lambda: drop_old_drafts(before=timezone.now() - DRAFTS_WAIT))
    _do(lambda: forget_old_drafts(before=timezone.now() - DRAFT_DOCUMENTS_WAIT))
    _do(forget_expired)
    _do(lambda: call_command("clearsessions", verbosity=0))
    _do(count_all)
    _do(lambda: call_command("prune_db_task_results", verbosity=0))
    _again(clear_up)


EVERY: dict[str, tuple[Task, timedelta]] = {
    chore.module_path: (chore, every)
    for chore, every in ((keep_house, timedelta(minutes=10)), (clear_up, timedelta(days=1)))
}


def start_chores() -> None:
    """Put each chore into the queue once, to be done now. Not while a worker runs."""
    for path, (chore, _every) in EVERY.items():
        with transaction.atomic():
            waiting = _waiting(path)
            if waiting:
                DBTaskResult.objects.filter(pk__in=waiting[1:]).delete()
                DBTaskResult.objects.filter(pk=waiting[0]).update(run_after=timezone.now())
            else:
                chore.enqueue()


def _again(chore: Task) -> None:
    if not _waiting(chore.module_path):
        chore.using(run_after=timezone.now() + EVERY[chore.module_path][1]).enqueue()


def _waiting(path: str) -> list:
    ready = DBTaskResult.objects.filter(task_path=path, status=TaskResultStatus.READY)
    return list(ready.order_by("enqueued_at").values_list("pk", flat=True))


def _clear_leftovers() -> None:
    before = timezone.now() - GRACE
    clear_leftovers(before=before)
    clear_unnamed_documents(before=before)


def _do(chore: Callable[[], object]) -> None:
    """One thing that goes wrong must not keep the others from being done."""
    try:
        chore()
    except Exception:
        logger.exception("A chore of the worker failed")
