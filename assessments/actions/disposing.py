"""Deleting what was typed into an assessment whose time is over; what it came to stays."""

from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as format_date

from accounts.history import record
from accounts.ledger import Ended, moment_of, note
from accounts.models import User
from assessments.models import (
    Assessment,
    ClauseAssessment,
    Draft,
    ElementAssessment,
    GapReason,
    Improvement,
    ImprovementUpdate,
    PrivateNote,
    ReportText,
    RequestEntry,
)
from evidence.models import SnapshotLink

from .about import about_assessment

TEXTS_GONE = "emptied"
# Stands where a reason stood that the state of something asks for.
EMPTIED = "–"


@transaction.atomic
def empty_assessment(*, assessment: Assessment, rule: str, by: User) -> None:
    """Empty its texts, for good: commentary, findings, reasons, requests, drafts, the report.

    Label, dates, ratings, outcome and who signed stay, and which evidence was submitted for
    what. The caller has locked it and asked whether it is due and held.
    """
    _empty(assessment, rule, by)
    note(emptied(assessment))
    record(
        verb="assessments.disposed",
        by=by,
        about=about_assessment(assessment),
        label=assessment.label,
        rule=rule,
    )


@transaction.atomic
def empty_assessment_again(*, assessment: Assessment, ended: Ended) -> None:
    """The same once more, after a restore brought the texts back."""
    _empty(assessment, ended.rule, _known(ended.by))
    record(
        verb="assessments.disposed_again",
        by=None,
        about=about_assessment(assessment),
        label=assessment.label,
        rule=ended.rule,
        on=format_date(ended.on, "j F Y"),
    )


def emptied(assessment: Assessment) -> Ended:
    """As the list of destructions has it."""
    return Ended(
        TEXTS_GONE,
        assessment.pk,
        moment_of(assessment.created_at),
        moment_of(assessment.disposed_at),
        assessment.disposed_by_id,
        assessment.disposed_rule,
    )


def _empty(assessment: Assessment, rule: str, by: User | None) -> None:
    rows = ElementAssessment.objects.filter(assessment=assessment)
    rows.update(commentary="", set_aside={}, finding="")
    rows.exclude(approval_reason="").update(approval_reason=EMPTIED)
    ClauseAssessment.objects.filter(row__assessment=assessment).update(note="")
    RequestEntry.objects.filter(request__row__assessment=assessment).update(text="")
    ImprovementUpdate.objects.filter(improvement__row__assessment=assessment).update(text="")
    Improvement.objects.filter(row__assessment=assessment).update(text="")
    ReportText.objects.filter(assessment=assessment).update(text="", set_aside="")
    PrivateNote.objects.filter(row__assessment=assessment).delete()
    GapReason.objects.filter(row__assessment=assessment).delete()
    Draft.objects.filter(row__assessment=assessment).delete()
    Draft.objects.filter(report_text__assessment=assessment).delete()
    SnapshotLink.objects.filter(snapshot=assessment.snapshot_id).update(rationale="", locator="")
    assessment.return_reason = assessment.reopen_reason = assessment.statement = ""
    assessment.disposed_at, assessment.disposed_by = timezone.now(), by
    assessment.disposed_rule = rule
    assessment.save(
        update_fields=[
            *("return_reason", "reopen_reason", "statement"),
            *("disposed_at", "disposed_by", "disposed_rule"),
        ]
    )


def _known(person: int | None) -> User | None:
    """Whoever deleted it, where they came before the backup did."""
    return User.objects.filter(pk=person).first() if person else None
