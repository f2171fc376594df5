"""Whether an item can still be relied on: fresh, due for review, stale or undated.

The rule is written twice here and nowhere else: once for the database, once for an item in
hand. A test holds both together.
"""

from datetime import date, timedelta
from typing import Protocol

from django.db.models import Case, CharField, DateField, ExpressionWrapper, F, Q, Value, When
from django.db.models.functions import Cast
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from evidence.enums import Freshness

NOTICE = timedelta(days=60)
LASTS_YEARS = 3


class Dated(Protocol):
    produced_on: date | None
    covers_from: date | None
    covers_to: date | None
    review_by: date | None
    checked_on: date | None


DATES = ("produced_on", "covers_from", "covers_to", "review_by", "checked_on")


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February for a 29th that is not there."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def freshness_of(item: Dated, on: date) -> Freshness:
    """How fresh the item is on that day.

    A check within the notice before a review date, or after it, answers that review. A check
    makes good an old period for as long as the period itself would have.
    """
    if not any(getattr(item, name) for name in DATES):
        return Freshness.UNDATED
    if _review_by(item, on) or _period_is_old(item, on):
        return Freshness.STALE
    return Freshness.DUE if _review_by(item, on + NOTICE + timedelta(1)) else Freshness.FRESH


def why_stale(item: Dated, on: date) -> str:
    """What makes the item stale on that day, in a few words; nothing where it is not."""
    if item.review_by is not None and _review_by(item, on):
        return _("review was due %(day)s") % {"day": format_date(item.review_by, "j F Y")}
    if item.covers_to is not None and _period_is_old(item, on):
        return _("covers to %(month)s") % {"month": format_date(item.covers_to, "F Y")}
    return ""


def _review_by(item: Dated, before: date) -> bool:
    """Whether a review that nobody has answered falls before that day."""
    if item.review_by is None or item.review_by >= before:
        return False
    return item.checked_on is None or item.checked_on < item.review_by - NOTICE


def _period_is_old(item: Dated, on: date) -> bool:
    since = years_before(on, LASTS_YEARS)
    is_old = item.covers_to is not None and item.covers_to < since
    return is_old and (item.checked_on is None or item.checked_on < since)


def is_stale(on: date, at: str = "") -> Q:
    """Rows that are stale on that day; `at` is the way to the item, such as `item__`."""
    since = years_before(on, LASTS_YEARS)
    is_old = Q(**{f"{at}covers_to__lt": since}) & _not_checked(at, since)
    return _review_q(at, on) | is_old


def freshness_in_sql(on: date) -> Case:
    """The same as `freshness_of`, for the rows of a query over items."""
    undated = Q(**{f"{name}__isnull": True for name in DATES})
    return Case(
        When(undated, then=Value(Freshness.UNDATED.value)),
        When(is_stale(on), then=Value(Freshness.STALE.value)),
        When(_review_q("", on + NOTICE + timedelta(1)), then=Value(Freshness.DUE.value)),
        default=Value(Freshness.FRESH.value),
        output_field=CharField(),
    )


def _review_q(at: str, before: date) -> Q:
    # SQLite writes a day less an interval as a time; the cast makes a day of it again.
    notice = Cast(
        ExpressionWrapper(F(f"{at}review_by") - NOTICE, output_field=DateField()), DateField()
    )
    return Q(**{f"{at}review_by__lt": before}) & _not_checked(at, notice)


def _not_checked(at: str, since: date | Cast) -> Q:
    return Q(**{f"{at}checked_on__isnull": True}) | Q(**{f"{at}checked_on__lt": since})
