"""Putting into the history that somebody was refused."""

from django.core.cache import caches
from django.db import transaction

from accounts.history import About, record
from accounts.models import User

LONGEST = 300
QUIET_FOR = 60  # seconds


def record_refusal(
    *, by: User, permission: str, method: str, path: str, organisation_id: int | None
) -> None:
    """One entry, in a transaction of its own, since that of the deed never came about.

    At most one a minute for the same person and permission in each process, so that nobody
    fills the history by asking on and on.
    """
    if not caches["near"].add(f"refused:{by.pk}:{permission}", 1, QUIET_FOR):
        return
    with transaction.atomic():
        record(
            verb="accounts.refused",
            by=by,
            about=About(organisation_id=organisation_id),
            method=method,
            path=path[:LONGEST],
        )
