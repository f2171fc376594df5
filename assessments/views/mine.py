"""What somebody has to prepare themselves, in words."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.templatetags.portal import british_date
from assessments.board import Tile
from assessments.enums import Approval
from assessments.models import Assessment
from evidence.models import Portfolio

from .common import address

HANDED_OVER = (Approval.SENT, Approval.APPROVED)


def belongs_to(tile: Tile, user: User) -> bool:
    row = tile.standing.row
    return row is not None and row.in_review and row.owner_id == user.pk


def mine_in(
    portfolio: Portfolio, assessment: Assessment | None, tiles: Iterable[Tile], user: User
) -> list[dict[str, Any]]:
    """The reader's own elements that wait for them, as a line of what is to do."""
    if assessment is None or not assessment.is_with_service:
        return []
    rows = [tile.standing.row for tile in tiles if belongs_to(tile, user)]
    waiting = [row for row in rows if row and row.approval not in HANDED_OVER]
    if not waiting:
        return []
    days = [row.due_on for row in waiting if row.due_on]
    url = address("overview", portfolio) + "?view=table&whose=mine"
    return [{"count": len(waiting), "text": due_words(len(waiting), days), "url": url}]


def due_words(count: int, days: Iterable[date]) -> str:
    """What follows the number of elements; `days` are those by which they are due."""
    day = min(days, default=None)
    if day is None:
        return ngettext("of yours is to do", "of yours are to do", count)
    words = ngettext("of yours is due by %(day)s", "of yours are due, the next by %(day)s", count)
    return words % {"day": british_date(day)}


def mine_in_words(count: int, day: date | None) -> str:
    """The same as one sentence, for the start page; nothing where nothing waits."""
    days = [day] if day else []
    return _("%(count)s %(rest)s.") % {"count": count, "rest": due_words(count, days)} * bool(count)
