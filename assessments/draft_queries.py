"""What somebody typed and has not saved, as only they read it."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from assessments.models import Assessment, Draft, ElementAssessment, ReportText

MOST = 20
# What a form that keeps drafts is about.
Drafted = ElementAssessment | ReportText


def key_of(row: Drafted, half: str) -> dict[str, Any]:
    """The form, as the fields of its drafts name it."""
    is_report = isinstance(row, ReportText)
    return {
        "row_id": None if is_report else row.pk,
        "report_text_id": row.pk if is_report else None,
        "half": half,
    }


def drafts_of(row: Drafted, half: str, writer: User) -> list[Draft]:
    """What `writer` typed into that form in each of their windows, newest first; one statement."""
    if row.pk is None:
        return []
    return list(Draft.objects.filter(**key_of(row, half), writer=writer)[:MOST])


def drafts_kept_before(day: datetime) -> QuerySet[Draft]:
    """Those that nobody has typed in since."""
    return Draft.objects.filter(saved_at__lt=day)


def has_unsaved_report(assessment: Assessment, writer: User) -> bool:
    """Whether `writer` typed something into the report that is not saved; one statement."""
    drafts = Draft.objects.filter(report_text__assessment=assessment, writer=writer)
    return drafts.exists()
