"""Asking for a document, and that one was read or seen."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.history import record
from accounts.models import User
from assessments.actions.about import about_assessment
from assessments.models import ReportFile

from .document import layout_digest
from .fulfil import is_for_assessor
from .kinds import KINDS, Kind
from .make import digest_of
from .subject import Subject
from .tasks import is_queued, make_report
from .waiting import stuck


def ask_for_report(*, subject: Subject, report: str, by: User) -> ReportFile:
    """The document as it would be now: the one made already, else one to wait for.

    However often it is asked for, it is queued once. One that failed, or of which nothing was
    heard for ten minutes, is put to the worker again.
    """
    kind = KINDS[report]
    waiting = _not_begun(subject, kind)
    if waiting:
        return waiting
    digest = digest_of(kind.build(subject))
    with transaction.atomic():
        file, is_new = ReportFile.objects.get_or_create(
            assessment=subject.assessment,
            report=report,
            for_assessor=is_for_assessor(kind, subject),
            content_sha256=digest,
            layout_sha256=layout_digest(),
            defaults={"asked_by": by, "compared_with": subject.compared_with},
        )
        if is_new or _ask_again(file, by):
            transaction.on_commit(partial(make_report.enqueue, file.pk))
    return file


def _not_begun(subject: Subject, kind: Kind) -> ReportFile | None:
    """One that waits for the worker: it will say how things are then, so also what is so now."""
    files = ReportFile.objects.filter(
        assessment=subject.assessment,
        report=kind.code,
        for_assessor=is_for_assessor(kind, subject),
        compared_with=subject.compared_with,
        layout_sha256=layout_digest(),
        made_at__isnull=True,
        progress_at__isnull=True,
    )
    return files.exclude(stuck()).first()


def _ask_again(file: ReportFile, by: User) -> bool:
    """Whether it has to be queued again; of several who ask at once, one is told so."""
    again = ReportFile.objects.filter(stuck(), pk=file.pk).update(
        asked_at=timezone.now(),
        asked_by=by,
        failure="",
        stage="",
        done=0,
        total=0,
        progress_at=None,
    )
    return bool(again) and not is_queued(file.pk)


@transaction.atomic
def record_document_read(*, file: ReportFile, by: User) -> None:
    """Put the opening of a document into the history."""
    record(
        verb="assessments.document_read",
        by=by,
        about=about_assessment(file.assessment),
        report=str(KINDS[file.report].name),
        issue=file.issue_number or "",
        document=str(file.uuid),
    )


@transaction.atomic
def record_screen_read(*, subject: Subject, report: str, by: User) -> None:
    """Put the reading of a document on screen into the history."""
    record(
        verb="assessments.document_shown",
        by=by,
        about=about_assessment(subject.assessment),
        report=str(KINDS[report].name),
        label=subject.assessment.label,
    )


@transaction.atomic
def record_document_taken(
    *, subject: Subject, report: str, as_format: str, by: User | None
) -> None:
    """Say that a document, or its tables, was written out; `by` is None for a command."""
    record(
        verb="assessments.document_exported",
        by=by,
        about=about_assessment(subject.assessment),
        report=str(KINDS[report].name),
        label=subject.assessment.label,
        format=as_format,
    )


def see_document(*, file: ReportFile, by: User) -> None:
    """Whoever asked for it has seen that it is ready: no note is sent any more."""
    if file.is_ready and file.asked_by_id == by.pk and file.seen_at is None:
        unseen = ReportFile.objects.filter(pk=file.pk, seen_at__isnull=True)
        unseen.update(seen_at=timezone.now())
