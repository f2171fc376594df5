"""Documents as the portal asks for, makes and issues them, for the tests."""

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from accounts.models import User
from assessments.models import Assessment, ReportFile
from assessments.reports.actions import ask_for_report
from assessments.reports.fulfil import fulfil
from assessments.reports.subject import Subject
from evidence.intake.storage import random_key
from tests.builders.people import make_user


def ask(assessment: Assessment, report: str = "summary", by: User | None = None) -> ReportFile:
    """Asked for, and waiting to be made."""
    subject = Subject(read(assessment))
    return ask_for_report(subject=subject, report=report, by=by or make_user())


def make_issue(
    assessment: Assessment, report: str = "summary", by: User | None = None
) -> ReportFile:
    """Asked for and made; issued, where the assessment was submitted."""
    file = ask(assessment, report, by)
    fulfil(file)
    return ReportFile.objects.get(pk=file.pk)


def read(assessment: Assessment) -> Assessment:
    """As it stands in the database now."""
    return Assessment.objects.select_related(
        "portfolio__service__organisation", "portfolio__standard", "edition", "snapshot"
    ).get(pk=assessment.pk)


def make_kept(
    assessment: Assessment, content: bytes = b"%PDF-1.7 as it was", **fields: Any
) -> ReportFile:
    """One that was made some time ago: a row and these bytes, without the making."""
    facts = {
        "report": "summary",
        "for_assessor": not assessment.is_with_service,
        "issue_number": None if assessment.is_with_service else 1,
        "content_sha256": hashlib.sha256(content).hexdigest(),
        "storage_key": storages["reports"].save(random_key(), ContentFile(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "pages": 1,
        "made_at": timezone.now(),
    }
    return ReportFile.objects.create(assessment=assessment, **facts | fields)
