"""Making documents: what one says in a digest, and its file."""

import hashlib
import json
import tempfile
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, BinaryIO

import pikepdf
from django.core.files import File
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.history import record
from assessments.actions.about import about_assessment
from assessments.models import ReportFile
from evidence.intake.storage import random_key

from .document import layout_digest
from .kinds import KINDS, PDF, Kind
from .progress import Progress, nobody
from .subject import Subject

TAKES_TOO_LONG = timedelta(minutes=10)
# Larger ones are written on the disk while they grow.
HELD_IN_MEMORY = 8 * 1024 * 1024


@dataclass
class Made:
    """A finished document in a file, to be read from its beginning."""

    file: BinaryIO
    content_sha256: str
    sha256: str
    size: int
    pages: int | None


def make(subject: Subject, report: str = "summary", *, progress: Progress = nobody) -> Made:
    """The document as it is now; the caller closes its file."""
    kind = KINDS[report]
    content = kind.build(subject)
    file: Any = tempfile.SpooledTemporaryFile(max_size=HELD_IN_MEMORY)  # noqa: SIM115
    kind.put_into(file, content, progress)
    size = file.tell()
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    pages = _pages(file) if kind.media_type == PDF else None
    file.seek(0)
    return Made(file, digest_of(content), digest, size, pages)


def _pages(file: BinaryIO) -> int:
    file.seek(0)
    with pikepdf.open(file) as document:
        return len(document.pages)


def digest_of(content: Any) -> str:
    """SHA-256 of everything the document says, written in the one canonical way."""
    text = json.dumps(
        asdict(content),
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        default=_canonical,
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: Any) -> str:
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value)} has no canonical form")


def subject_of(file: ReportFile) -> Subject:
    """What the file that was asked for is about."""
    by_assessor = file.for_assessor and not KINDS[file.report].reads_alike
    return Subject(file.assessment, file.compared_with, by_assessor)


def is_overdue(file: ReportFile) -> bool:
    """Asked for so long ago that whoever should make it must have been stopped."""
    return not file.is_ready and file.asked_at < timezone.now() - TAKES_TOO_LONG


def may_be_asked_again(file: ReportFile) -> bool:
    return not file.is_ready and (bool(file.failure) or is_overdue(file))


def fulfil(file: ReportFile) -> None:
    """Make the file that was asked for; done already, nothing happens.

    What goes wrong is kept in words for those who wait, and raised again.
    """
    if file.is_ready:
        return
    try:
        made = make(subject_of(file), file.report)
        with made.file:
            _keep(file, made)
    except Exception as error:
        words = (
            _("What it says changed while it was being made.")
            if isinstance(error, IntegrityError)
            else _("Something went wrong while it was being made.")
        )
        ReportFile.objects.filter(pk=file.pk, made_at__isnull=True).update(failure=words)
        raise


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
    # The data may have moved on since it was asked for: the row then tells of what was made.
    kind = KINDS[file.report]
    values: dict[str, Any] = {
        "content_sha256": made.content_sha256,
        "layout_sha256": layout_digest(),
        "issue_number": _next_issue(file, kind),
        "storage_key": key,
        "media_type": kind.media_type,
        "sha256": made.sha256,
        "size": made.size,
        "pages": made.pages,
        "made_at": timezone.now(),
        "failure": "",
    }
    if not ReportFile.objects.filter(pk=file.pk, made_at__isnull=True).update(**values):
        return False
    record(
        verb="assessments.document_made",
        by=file.asked_by,
        about=about_assessment(file.assessment),
        report=str(kind.name),
    )
    return True


def _next_issue(file: ReportFile, kind: Kind) -> int | None:
    if not kind.is_issued or file.assessment.is_with_service:
        return None
    issued = ReportFile.objects.filter(
        assessment=file.assessment, report=file.report, for_assessor=file.for_assessor
    )
    return (issued.aggregate(last=Max("issue_number"))["last"] or 0) + 1
