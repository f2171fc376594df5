"""Making documents: which there are, what one says in a digest, and its file."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

import pikepdf
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.history import record
from assessments.actions.about import about_assessment
from assessments.models import Assessment, ReportFile
from evidence.intake.storage import random_key

from .content import SummaryContent
from .document import layout_digest, summary_pdf
from .summary import build_summary

TAKES_TOO_LONG = timedelta(minutes=10)


@dataclass(frozen=True)
class Report:
    """A document that can be made: its name, what it says, and how that becomes a PDF."""

    name: Promise
    build: Callable[[Assessment], SummaryContent]
    render: Callable[[SummaryContent], bytes]


REPORTS = {"summary": Report(gettext_lazy("Assessment Summary"), build_summary, summary_pdf)}


@dataclass(frozen=True)
class Made:
    """A finished document and what it says, as a digest."""

    body: bytes
    content_sha256: str

    @property
    def pages(self) -> int:
        with pikepdf.open(BytesIO(self.body)) as document:
            return len(document.pages)


def make(assessment: Assessment, report: str = "summary") -> Made:
    """The document about the assessment as it is now."""
    kind = REPORTS[report]
    content = kind.build(assessment)
    return Made(kind.render(content), digest_of(content))


def digest_of(content: SummaryContent) -> str:
    """SHA-256 of everything the document says, written in the one canonical way, and its layout."""
    text = json.dumps(
        asdict(content),
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        default=lambda moment: moment.isoformat(),
    )
    return hashlib.sha256(f"{layout_digest()}\n{text}".encode()).hexdigest()


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
        made = make(file.assessment, file.report)
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
    key = storages["reports"].save(random_key(), ContentFile(made.body))
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
    values: dict[str, Any] = {
        "content_sha256": made.content_sha256,
        "storage_key": key,
        "sha256": hashlib.sha256(made.body).hexdigest(),
        "size": len(made.body),
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
        report=str(REPORTS[file.report].name),
    )
    return True
