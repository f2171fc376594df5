"""How far a document is, and when whoever should make it must have been stopped."""

from contextlib import suppress
from datetime import timedelta
from time import monotonic

from django.db import OperationalError
from django.db.models import Q
from django.utils import timezone

from assessments.models import ReportFile

# Without a sign of progress for this long.
TAKES_TOO_LONG = timedelta(minutes=10)


class WrittenProgress:
    """Writes into the row of a document how far it is: a new stage at once, steps of the same
    stage once a second at most. Each is one short statement of its own."""

    EVERY = 1.0

    def __init__(self, pk: int) -> None:
        self.pk, self.stage, self.written = pk, "", 0.0

    def __call__(self, stage: str, done: int = 0, total: int = 0) -> None:
        now = monotonic()
        if stage == self.stage and now - self.written < self.EVERY:
            return
        self.stage, self.written = stage, now
        waiting = ReportFile.objects.filter(pk=self.pk, made_at__isnull=True)
        with suppress(OperationalError):  # SQLite is busy: the document matters more
            waiting.update(
                stage=stage[:100], done=min(done, total), total=total, progress_at=timezone.now()
            )


def stuck() -> Q:
    """Those that failed or stand still: they may be asked for again."""
    since = timezone.now() - TAKES_TOO_LONG
    still = Q(asked_at__lt=since) & (Q(progress_at__isnull=True) | Q(progress_at__lt=since))
    return Q(made_at__isnull=True) & (~Q(failure="") | still)


def is_overdue(file: ReportFile) -> bool:
    """Without a sign for so long that whoever should make it must have been stopped."""
    last = max(file.asked_at, file.progress_at or file.asked_at)
    return not file.is_ready and last < timezone.now() - TAKES_TOO_LONG


def may_be_asked_again(file: ReportFile) -> bool:
    return not file.is_ready and (bool(file.failure) or is_overdue(file))
