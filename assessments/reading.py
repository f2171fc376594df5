"""Until when somebody from outside may read an assessment."""

from datetime import date

from django.db.models import DateField, Max, OuterRef, QuerySet, Subquery

from accounts.models import User
from assessments.models import Assessment
from evidence.models import ReaderGrant

KNOWN = "_last_days"


def last_day_of(user: User, assessment: Assessment) -> date | None:
    """The last day of the reader's access, or None without any today; one statement at most.

    None at all where `keep_last_day` has it of this very object.
    """
    known: dict[int, date | None] = getattr(assessment, KNOWN, {})
    return known[user.pk] if user.pk in known else _ask(user, assessment)


def keep_last_day(user: User, assessment: Assessment) -> date | None:
    """The same of an assessment read with `last_day_in_sql`, kept as long as the object lives."""
    last: date | None = assessment.last_day  # type: ignore[attr-defined]
    setattr(assessment, KNOWN, {user.pk: last})
    return last


def last_day_in_sql(user: User) -> Subquery:
    """The last day of the reader's access to the assessment of the row."""
    grants = _live(user).filter(snapshot_id=OuterRef("snapshot_id"))
    last = grants.values("snapshot_id").annotate(last=Max("ends_on")).values("last")
    return Subquery(last, output_field=DateField())


def _ask(user: User, assessment: Assessment) -> date | None:
    grants = _live(user).filter(snapshot_id=assessment.snapshot_id)
    return grants.aggregate(last=Max("ends_on"))["last"]


def _live(user: User) -> QuerySet[ReaderGrant]:
    return ReaderGrant.objects.live().filter(reader=user).order_by()
