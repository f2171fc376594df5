"""Putting into the history that somebody was refused: one by one, then by count."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from accounts.client import nobody_in_hand
from accounts.history import About, record
from accounts.models import RefusalCount, User

LONGEST = 300
A_MINUTE = timedelta(minutes=1)
ONE_BY_ONE = 30  # refusals of a person in an organisation, each minute


def record_refusal(*, by: User, method: str, path: str, organisation_id: int | None) -> None:
    """Tell of a refusal, in a transaction of its own, since that of the deed never came about.

    Whoever asks on and on is told of by number: so many refusals a minute have an entry each,
    the others of that minute one together, whichever process refused them.
    """
    tell_counted_refusals()
    now = timezone.now()
    with transaction.atomic():
        count = _held_count(by, organisation_id, now)
        if count.told < ONE_BY_ONE:
            count.told += 1
            about = About(organisation_id=organisation_id)
            record(verb="accounts.refused", by=by, about=about, method=method, path=path[:LONGEST])
        else:
            count.counted += 1
        count.last_at = now
        count.save()


def _held_count(by: User, organisation_id: int | None, now: datetime) -> RefusalCount:
    counts = RefusalCount.objects.select_for_update(no_key=True)
    begun = {"since": now, "last_at": now}
    place = organisation_id or 0
    return counts.get_or_create(person_id=by.pk, organisation_id=place, defaults=begun)[0]


def tell_counted_refusals() -> None:
    """Write the entries of those whose minute is over.

    Asked at every further refusal, before anybody looks at the history or takes its head, and
    every ten minutes by the worker: nobody sees a history that keeps a count back.
    """
    due = RefusalCount.objects.filter(since__lte=timezone.now() - A_MINUTE)
    if not due.exists():
        return
    can_skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic(), nobody_in_hand():
        for count in due.select_for_update(no_key=True, skip_locked=can_skip).order_by("pk"):
            if count.counted:
                _tell(count)
            count.delete()


def _tell(count: RefusalCount) -> None:
    first, last = (
        timezone.localtime(at).strftime("%H:%M:%S") for at in (count.since, count.last_at)
    )
    record(
        verb="accounts.refused_often",
        by=User.objects.filter(pk=count.person_id).first(),
        about=About(organisation_id=count.organisation_id or None),
        times=count.counted,
        first=first,
        last=last,
    )
