"""Documents as the portal asks for, makes and issues them, for the tests."""

from accounts.models import User
from assessments.models import Assessment, ReportFile
from assessments.reports.actions import ask_for_report
from assessments.reports.fulfil import fulfil
from assessments.reports.subject import Subject
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
