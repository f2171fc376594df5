"""The file that was asked for: made, kept and, of what was submitted, issued."""

from typing import Any

from django.core.files import File
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.history import record
from assessments.actions.about import about_assessment
from assessments.models import Assessment, ReportFile
from evidence.intake.storage import random_key

from .document import layout_digest
from .kinds import KINDS, Kind
from .make import READING, Made, digest_of, write
from .refusal import CannotBeMade
from .subject import Subject
from .telling import tell_later
from .waiting import WrittenProgress

# Of a portfolio in which somebody saves all the time, the last reading is taken.
READINGS = 4


def subject_of(file: ReportFile) -> Subject:
    """What the file that was asked for is about."""
    by_assessor = file.for_assessor and not KINDS[file.report].reads_alike
    return Subject(file.assessment, file.compared_with, by_assessor)


def is_for_assessor(kind: Kind, subject: Subject) -> bool:
    """Whether the assessor may read it: never what the service has not submitted."""
    if subject.assessment.is_with_service or not kind.for_assessor:
        return False
    return kind.reads_alike or subject.by_assessor


def is_still_true(file: ReportFile) -> bool:
    """Whether made again now the document would say the same; as costly as reading its content."""
    content = KINDS[file.report].build(subject_of(file))
    return digest_of(content) == file.content_sha256


def fulfil(file: ReportFile) -> None:
    """Make the file that was asked for; done already, nothing happens.

    What goes wrong is kept in words for those who wait, and raised again.
    """
    if file.is_ready:
        return
    try:
        progress = WrittenProgress(file.pk)
        progress(str(READING))
        file, content = read_steadily(file)
        made = write(KINDS[file.report], content, progress)
        with made.file:
            _keep(file, made)
    except Exception as error:
        waiting = ReportFile.objects.filter(pk=file.pk, made_at__isnull=True)
        waiting.update(failure=_in_words(error))
        raise


def read_steadily(file: ReportFile) -> tuple[ReportFile, Any]:
    """What the document says, read until two readings agree, and the row as it was then.

    Somebody may save between two statements of one reading: what is kept for years would then
    say what never was so.
    """
    build = KINDS[file.report].build
    content = build(subject_of(file))
    for _time in range(READINGS):
        before = digest_of(content)
        file = files_to_make().get(pk=file.pk)
        content = build(subject_of(file))
        if digest_of(content) == before:
            break
    return file, content


def files_to_make() -> QuerySet[ReportFile]:
    """With all that is needed to make them."""
    return ReportFile.objects.select_related(
        "asked_by",
        "assessment__portfolio__service__organisation",
        "assessment__portfolio__standard",
        "assessment__edition",
        "assessment__snapshot",
        "compared_with__edition",
        "compared_with__snapshot",
    )


def _in_words(error: Exception) -> str:
    if isinstance(error, CannotBeMade):
        return str(error)
    if isinstance(error, IntegrityError):
        return _("What it says changed while it was being made.")
    return _("Something went wrong while it was being made.")


def _keep(file: ReportFile, made: Made) -> None:
    key = storages["reports"].save(random_key(), File(made.file))
    try:
        with transaction.atomic():
            if not _write(file, made, key):
                raise _MadeByAnother
    except _MadeByAnother:
        storages["reports"].delete(key)
    except BaseException:
        storages["reports"].delete(key)
        raise


class _MadeByAnother(Exception):
    """Asked for twice and made twice: the first file stays."""


def _write(file: ReportFile, made: Made, key: str) -> bool:
    """Put what was made into the row, and into the history; False where another was quicker.

    The data may have moved on since it was asked for: the row then tells of what was made,
    also who may read it and whether it is issued.
    """
    kind, subject = KINDS[file.report], subject_of(file)
    file.for_assessor = is_for_assessor(kind, subject)
    file.issue_number = _next_issue(file, kind)
    file.made_at = timezone.now()
    values: dict[str, Any] = {
        "for_assessor": file.for_assessor,
        "content_sha256": made.content_sha256,
        "layout_sha256": layout_digest(),
        "issue_number": file.issue_number,
        "storage_key": key,
        "media_type": kind.media_type,
        "sha256": made.sha256,
        "size": made.size,
        "pages": made.pages,
        "stage": "",
        "done": 0,
        "total": 0,
        "made_at": file.made_at,
        "failure": "",
    }
    if not ReportFile.objects.filter(pk=file.pk, made_at__isnull=True).update(**values):
        return False
    _enter(file, kind, made.sha256)
    tell_later(file)
    return True


def _next_issue(file: ReportFile, kind: Kind) -> int | None:
    if not kind.is_issued or file.assessment.is_with_service:
        return None
    # Two that are finished at once are numbered one after the other.
    list(
        Assessment.objects.select_for_update(no_key=True)
        .filter(pk=file.assessment_id)
        .values_list("pk")
    )
    issued = ReportFile.objects.filter(
        assessment=file.assessment, report=file.report, for_assessor=file.for_assessor
    )
    return (issued.aggregate(last=Max("issue_number"))["last"] or 0) + 1


def _enter(file: ReportFile, kind: Kind, sha256: str) -> None:
    about, name = about_assessment(file.assessment), str(kind.name)
    if file.issue_number is None:
        record(verb="assessments.document_made", by=file.asked_by, about=about, report=name)
        return
    record(
        verb="assessments.document_issued",
        by=file.asked_by,
        about=about,
        report=name,
        issue=file.issue_number,
        sha256=sha256,
        document=str(file.uuid),
    )
