"""Who from outside may read what was submitted, and from when to when."""

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as format_date

from accounts.history import About, record
from accounts.models import User
from evidence.models import ReaderGrant, Snapshot

from .about import about_portfolio


@transaction.atomic
def grant_reading(
    *, snapshot: Snapshot, reader: User, starts_on: date, ends_on: date, by: User
) -> ReaderGrant:
    """Let somebody from outside read what was submitted, both days included."""
    grant = ReaderGrant.objects.create(
        snapshot=snapshot, reader=reader, starts_on=starts_on, ends_on=ends_on, granted_by=by
    )
    record(
        verb="evidence.access_granted",
        by=by,
        about=_about(grant),
        reader=str(reader),
        starts_on=_day(starts_on),
        ends_on=_day(ends_on),
    )
    return grant


@transaction.atomic
def change_grant(*, grant: ReaderGrant, starts_on: date, ends_on: date, by: User) -> None:
    """Move the days of an access; it bites on the reader's next request."""
    grant.starts_on, grant.ends_on = starts_on, ends_on
    grant.save(update_fields=["starts_on", "ends_on"])
    record(
        verb="evidence.access_changed",
        by=by,
        about=_about(grant),
        reader=str(grant.reader),
        starts_on=_day(starts_on),
        ends_on=_day(ends_on),
    )


@transaction.atomic
def withdraw_grant(*, grant: ReaderGrant, by: User | None) -> None:
    """End the access now; it bites on the reader's next request."""
    grant.withdrawn_at = timezone.now()
    grant.save(update_fields=["withdrawn_at"])
    record(
        verb="evidence.access_withdrawn",
        by=by,
        about=_about(grant),
        reader=str(grant.reader),
    )


@transaction.atomic
def confirm_grant(*, grant: ReaderGrant, by: User) -> None:
    """Let an access that a restore suspended open again what it opened."""
    grant.suspended_at = None
    grant.save(update_fields=["suspended_at"])
    record(
        verb="evidence.access_confirmed",
        by=by,
        about=_about(grant),
        reader=str(grant.reader),
    )


def _about(grant: ReaderGrant) -> About:
    """The evidence that is read, and who reads it."""
    return replace(about_portfolio(grant.snapshot.portfolio), person_id=grant.reader_id)


def _day(day: date) -> str:
    return format_date(day, "j F Y")
