"""Putting into the history who read an element of an assessment."""

from django.db import transaction

from accounts.history import record
from accounts.models import User
from assessments.models import ElementAssessment

from .about import about_element


@transaction.atomic
def record_opened(*, row: ElementAssessment, by: User) -> None:
    """Whoever reads it without working on it: the assessor, governance, an administrator."""
    record(
        verb="assessments.read",
        by=by,
        about=about_element(row),
        element=row.element.code,
        label=row.assessment.label,
    )
