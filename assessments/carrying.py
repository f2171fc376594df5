"""What an element takes over from the last visit, on and off review.

These functions change the row in hand and save nothing.
"""

from collections.abc import Mapping
from typing import Any

from assessments.models import ElementAssessment
from assessments.queries import year_of
from assessments.transitions import require
from criteria.models import Rating

Scale = Mapping[str, Rating]
# All that `carry` and `begin_afresh` may write.
FIELDS = (
    *("in_review", "owner", "self_rating", "commentary", "commentary_from", "set_aside"),
    *("approval", "approval_reason", "approval_at", "approval_by"),
    *("rating", "finding", "carried_from", "service_revision"),
)


def carry(row: ElementAssessment, last: ElementAssessment | None, scale: Scale) -> None:
    """Not under review: what the last visit found stands, labelled with its year.

    `scale` holds the ratings of the row's edition by code, which may be another than that
    of the last visit. What the last visit does not know has no rating.
    """
    row.in_review = False
    row.self_rating = row.rating = None
    row.finding = row.carried_from = row.commentary = row.commentary_from = ""
    _forget_approval(row)
    if last is None:
        return
    row.self_rating, row.rating = _same(last.self_rating, scale), _same(last.rating, scale)
    row.finding = last.finding
    row.carried_from = last.carried_from or str(year_of(last.assessment))
    _take_commentary(row, last)


def begin_afresh(row: ElementAssessment, last: ElementAssessment | None) -> None:
    """Under review: nothing is rated, and last year's words are there to begin from."""
    row.in_review = True
    row.self_rating = row.rating = None
    row.finding = row.carried_from = row.commentary = row.commentary_from = ""
    _forget_approval(row)
    if last:
        _take_commentary(row, last)


def set_aside(row: ElementAssessment) -> None:
    """Keep what the service typed for an element that is taken out of the review."""
    row.set_aside = {
        "self_rating": row.self_rating.code if row.self_rating else "",
        "commentary": row.commentary,
        "commentary_from": row.commentary_from,
    }


def bring_back(row: ElementAssessment, scale: Scale) -> None:
    """What was set aside stands again as it was; nothing where there was nothing."""
    kept: dict[str, Any] = row.set_aside
    if kept:
        row.self_rating = scale.get(kept["self_rating"])
        row.commentary, row.commentary_from = kept["commentary"], kept["commentary_from"]
    row.set_aside = {}


def _take_commentary(row: ElementAssessment, last: ElementAssessment) -> None:
    if last.commentary.strip():
        row.commentary = last.commentary
        row.commentary_from = last.commentary_from or str(year_of(last.assessment))


def _forget_approval(row: ElementAssessment) -> None:
    if row.approval:
        row.approval = require(row, "cover")
    row.approval_reason = ""
    row.approval_at = row.approval_by = None


def _same(rating: Rating | None, scale: Scale) -> Rating | None:
    """The rating in the edition's own scale, by its code."""
    return scale.get(rating.code) if rating else None
