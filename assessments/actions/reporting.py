"""The assessor writes the parts of the report."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import User
from assessments.models import Assessment, ReportText
from assessments.transitions import NotPossibleNow

from .about import about_assessment
from .locking import locked


class ReportTextMoved(Exception):
    """Somebody saved the same part since the form was opened; `current` is what they saved."""

    def __init__(self, current: ReportText) -> None:
        super().__init__("Somebody wrote this part of the report in the meantime.")
        self.current = current


def text_of_part(assessment: Assessment, part: str) -> ReportText:
    """The part's row, made where there is none yet, so that drafts can hang on it."""
    return ReportText.objects.get_or_create(assessment=assessment, part=part)[0]


@transaction.atomic
def write_report_text(
    *, assessment: Assessment, part: str, name: str, text: str, revision: int, by: User
) -> ReportText:
    """Put the assessor's words in place of those from the data; no words put them back.

    `name` is what the part is called in the history, which tells how long the text was and
    is. `revision` is the one that the form began from: raises ReportTextMoved where it has
    moved on, and NotPossibleNow unless the assessment is with the assessor.
    """
    require_writable(locked(assessment))
    row = text_of_part(assessment, part)
    before = row.text
    if text == before:
        return row
    values = {"text": text, "written_by": by, "written_at": timezone.now()}
    if not text:
        values["set_aside"] = before
    at_revision = ReportText.objects.filter(pk=row.pk, revision=revision)
    written = at_revision.update(**values, revision=F("revision") + 1)
    row = ReportText.objects.select_related("written_by").get(pk=row.pk)
    if not written:
        raise ReportTextMoved(row)
    record(
        verb="assessments.report_written",
        by=by,
        about=about_assessment(assessment),
        part=name,
        before=_length(before),
        after=_length(text),
        revision=row.revision,
    )
    return row


def why_not_writable(assessment: Assessment) -> str:
    """Why the report cannot be written now; nothing where it can."""
    if assessment.is_with_assessor:
        return ""
    if assessment.completed_at:
        return _("The assessment is completed. The report stays as it was signed.")
    return _("The assessment is with the service. You can write once it is submitted.")


def require_writable(assessment: Assessment) -> None:
    refusal = why_not_writable(assessment)
    if refusal:
        raise NotPossibleNow(refusal)


def _length(text: str) -> int:
    return len(text.split())
