"""Inside the service: elements are sent to the manager, who approves or returns them."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import User
from assessments.models import Assessment, ElementAssessment
from assessments.transitions import NotPossibleNow
from criteria.models import Rating

from .about import about_element
from .moving import move
from .preparing import save_self_assessment


@transaction.atomic
def send_for_approval(
    *,
    row: ElementAssessment,
    revision: int,
    self_rating: Rating | None,
    commentary: str,
    by: User,
    notes: Mapping[int, str] | None = None,
) -> None:
    """Save the self-assessment and put it before the manager, both or neither.

    Raises what saving raises, and NotPossibleNow where the table does not allow it.
    """
    save_self_assessment(
        row=row,
        revision=revision,
        self_rating=self_rating,
        commentary=commentary,
        notes=notes,
        by=by,
    )
    _decide(row, "send", by=by)


@transaction.atomic
def approve_elements(*, rows: Iterable[ElementAssessment], by: User) -> None:
    """The manager's yes to each, or to none: rows carry the revision that was looked at.

    Raises NotPossibleNow, also where somebody changed one since.
    """
    for row in rows:
        _decide(_as_it_was_read(row), "approve", by=by)


@transaction.atomic
def return_element(*, row: ElementAssessment, reason: str, by: User) -> None:
    """The manager asks for more, and says what. Raises NotPossibleNow."""
    row = _as_it_was_read(row)
    reason = reason.strip()
    _decide(row, "return", by=by, reason=reason)


def _decide(row: ElementAssessment, verb: str, *, by: User, reason: str = "") -> None:
    move(
        row,
        verb,
        given={"reason": reason},
        approval_at=timezone.now(),
        approval_by=by,
        approval_reason=reason,
    )
    done = {"send": "sent_for_approval", "approve": "approved", "return": "sent_back"}[verb]
    words = {"reason": reason} if reason else {}
    record(verb=f"assessments.{done}", by=by, about=about_element(row), **words)


def _as_it_was_read(row: ElementAssessment) -> ElementAssessment:
    """The row held by this writer, at the revision that the reader saw."""
    Assessment.objects.select_for_update(no_key=True).get(pk=row.assessment_id)
    now = ElementAssessment.objects.select_related(
        "element", "assessment__portfolio__service__organisation", "self_rating"
    ).get(pk=row.pk)
    if now.service_revision != row.service_revision:
        raise NotPossibleNow(
            _("%(code)s was changed since you read it. Look at it again.")
            % {"code": now.element.code}
        )
    return now
