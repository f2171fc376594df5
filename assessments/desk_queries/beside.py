"""What stands beside an element at the desk."""

from dataclasses import dataclass

from django.db.models import F, FilteredRelation, Q

from accounts.history.sentences import Told, told
from accounts.models import HistoryEntry
from assessments.gap_kinds import KINDS
from assessments.models import ElementAssessment, GapReason
from criteria.models import Clause

SAVES = ("rated", "rating_taken_back", "accepted", "acceptance_withdrawn", "parts_accepted")


def parts_of(row: ElementAssessment) -> list[Clause]:
    """The parts of the element; one statement.

    Each with `note`, which the service wrote of it, and `accepted_at` in this assessment.
    """
    said = Q(assessments__row=row.pk)
    return list(
        row.element.clauses.alias(said=FilteredRelation("assessments", condition=said)).annotate(
            note=F("said__note"), accepted_at=F("said__accepted_at")
        )
    )


@dataclass(frozen=True)
class ExplainedGap:
    """Something that was missing at submission, and the manager's reason for it."""

    what: str
    reason: str


def gaps_of(row: ElementAssessment) -> list[ExplainedGap]:
    """Why the element was submitted with gaps; one statement."""
    known = GapReason.objects.filter(row=row.pk)
    return [
        ExplainedGap(str(KINDS[gap.kind].heading) if gap.kind in KINDS else "", gap.reason)
        for gap in known
    ]


def last_rating_of(row: ElementAssessment) -> Told | None:
    """Who saved the assessor's half of the element last, and when; one statement."""
    entries = HistoryEntry.objects.filter(
        assessment_id=row.assessment_id,
        element_code=row.element.code,
        verb__in=[f"assessments.{verb}" for verb in SAVES],
    )
    return next(iter(told(entries.order_by("-sequence")[:1])), None)
