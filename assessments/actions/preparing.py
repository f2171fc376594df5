"""What the service does with one element: it assesses itself."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import User
from assessments.models import Assessment, ClauseAssessment, ElementAssessment
from assessments.transitions import NotPossibleNow, allows, require_with_service
from criteria.enums import CountsAs
from criteria.models import Clause, Rating

from .about import about_element
from .moving import move
from .revisions import update_at_revision


@transaction.atomic
def save_self_assessment(
    *,
    row: ElementAssessment,
    revision: int,
    self_rating: Rating | None,
    commentary: str,
    by: User,
    notes: Mapping[int, str] | None = None,
) -> None:
    """The service's own rating and words for one element, and notes on its parts.

    `notes` holds texts by the id of the clause; those left out stay as they are.
    `revision` is the one the form began from; raises ChangedMeanwhile where it has moved
    on, and NotPossibleNow once the assessment is submitted, or for a rating that leaves the
    element out without a reason. What was sent or approved is taken back by a change.
    """
    assessment = Assessment.objects.select_for_update(no_key=True).get(pk=row.assessment_id)
    require_with_service(assessment)
    if not row.in_review:
        raise NotPossibleNow(_("This element is not under review at this visit."))
    if self_rating and self_rating.counts_as == CountsAs.EXCLUDED and not commentary.strip():
        raise NotPossibleNow(_("Say in the commentary why this does not apply."))
    before = _words_of(row)
    update_at_revision(
        row,
        counter="service_revision",
        revision=revision,
        self_rating=self_rating,
        commentary=commentary,
        commentary_from="",
    )
    before["notes"], written = _write_notes(row, notes or {})
    after = _words_of(row) | {"notes": written}
    if after != before:
        _record(row, before=before, after=after, by=by)
        take_approval_back(row, by=by)


def take_approval_back(row: ElementAssessment, *, by: User) -> bool:
    """After a change: what was sent or approved has to be looked at again."""
    row.refresh_from_db(fields=["approval"])
    if not allows(row, "change"):
        return False
    move(row, "change", approval_at=None, approval_by=None, approval_reason="")
    record(verb="assessments.approval_taken_back", by=by, about=about_element(row))
    return True


def _words_of(row: ElementAssessment) -> dict[str, Any]:
    return {
        "self_rating": row.self_rating.name if row.self_rating else "",
        "commentary": row.commentary,
    }


def _write_notes(
    row: ElementAssessment, notes: Mapping[int, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """What the notes that change were and are, by the code of the clause."""
    if not notes:
        return {}, {}
    known = {each.clause_id: each for each in row.clauses.all()}
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for clause in Clause.objects.filter(element=row.element_id, pk__in=notes):
        old = known.get(clause.pk) or ClauseAssessment(row=row, clause=clause)
        if old.note == notes[clause.pk]:
            continue
        before[clause.code], after[clause.code] = old.note, notes[clause.pk]
        old.note = notes[clause.pk]
        old.save()
    return before, after


def _record(
    row: ElementAssessment, *, before: dict[str, Any], after: dict[str, Any], by: User
) -> None:
    record(
        verb="assessments.self_assessed",
        by=by,
        about=about_element(row),
        self_rating=after["self_rating"] or _("none"),
        words=len(after["commentary"].split()),
        before=before,
        after=after,
        revision=row.service_revision,
    )
