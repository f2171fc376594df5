"""What stands beside an element at the desk."""

from datetime import date

from django.db import models

from accounts.history.sentences import Told, told
from accounts.models import HistoryEntry, User
from assessments.models import Assessment, ElementAssessment
from criteria.models import Clause, Element
from evidence.models import ReaderGrant


def parts_of(element: Element) -> list[Clause]:
    """The parts of the element; one statement."""
    return list(element.clauses.all())


def access_until(assessment: Assessment, reader: User) -> date | None:
    """The last day of the reader's access; one statement."""
    grants = ReaderGrant.objects.live().filter(reader=reader, snapshot_id=assessment.snapshot_id)
    return grants.aggregate(last=models.Max("ends_on"))["last"]


def last_rating_of(row: ElementAssessment) -> Told | None:
    """Who saved the assessor's half of the element last, and when; one statement."""
    entries = HistoryEntry.objects.filter(
        assessment_id=row.assessment_id,
        element_code=row.element.code,
        verb__in=["assessments.rated", "assessments.accepted", "assessments.acceptance_withdrawn"],
    )
    return next(iter(told(entries.order_by("-sequence")[:1])), None)
