"""Until when somebody from outside may read an assessment."""

from datetime import date

from django.db.models import Max

from accounts.models import User
from assessments.models import Assessment
from evidence.models import ReaderGrant

KNOWN = "_last_days"


def last_day_of(user: User, assessment: Assessment) -> date | None:
    """The last day of the reader's access, or None without any today; one statement at most.

    None at all where `look_up` asked it of this very object.
    """
    known: dict[int, date | None] = getattr(assessment, KNOWN, {})
    return known[user.pk] if user.pk in known else _ask(user, assessment)


def look_up(user: User, assessment: Assessment) -> date | None:
    """The same, kept with the object for as long as it answers one request."""
    last = _ask(user, assessment)
    setattr(assessment, KNOWN, {user.pk: last})
    return last


def _ask(user: User, assessment: Assessment) -> date | None:
    grants = ReaderGrant.objects.live().filter(reader=user, snapshot_id=assessment.snapshot_id)
    return grants.order_by().aggregate(last=Max("ends_on"))["last"]
