"""What somebody typed and has not saved, as only they read it."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from assessments.models import Draft, ElementAssessment

MOST = 20


def drafts_of(row: ElementAssessment, half: str, writer: User) -> list[Draft]:
    """What `writer` typed into that form in each of their windows, newest first; one statement."""
    return list(Draft.objects.filter(row=row.pk, half=half, writer=writer)[:MOST])


def drafts_kept_before(day: datetime) -> QuerySet[Draft]:
    """Those that nobody has typed in since."""
    return Draft.objects.filter(saved_at__lt=day)
