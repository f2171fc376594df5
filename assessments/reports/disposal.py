"""Taking away the files of documents, by destruction and by rule; what they were stays."""

import logging
from functools import partial

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.history import record
from accounts.models import User
from assessments.actions.about import about_assessment
from assessments.models import ReportFile

from .kinds import KINDS

logger = logging.getLogger(__name__)


@transaction.atomic
def dispose_of_documents(files: QuerySet[ReportFile], *, reason: str, by: User | None) -> int:
    """Destroy the files of these documents; how many.

    The row of what was issued stays, with its number and SHA-256, and the history has an entry
    for each. Drafts go as a whole. What is being made is made of what there is by then.
    """
    rows = files.filter(made_at__isnull=False, disposed_at__isnull=True)
    found = list(rows.select_related("assessment__portfolio__service").order_by("pk"))
    for file in found:
        transaction.on_commit(partial(_remove, file.storage_key))
        if file.is_issued:
            _dispose(file, reason, by)
        else:
            ReportFile.objects.filter(pk=file.pk, issue_number__isnull=True).delete()
    return len(found)


def _dispose(file: ReportFile, reason: str, by: User | None) -> None:
    now = timezone.now()
    ReportFile.objects.filter(pk=file.pk, disposed_at__isnull=True).update(
        disposed_at=now, disposed_reason=reason, storage_key=""
    )
    record(
        verb="assessments.document_disposed",
        by=by,
        about=about_assessment(file.assessment),
        report=str(KINDS[file.report].name),
        issue=file.issue_number,
        sha256=file.sha256,
        document=str(file.uuid),
        reason=reason,
    )


def _remove(key: str) -> None:
    """What cannot be removed now is named by nothing, and cleared up with the leftovers."""
    try:
        storages["reports"].delete(key)
    except Exception:
        logger.exception("A document's file is left to be cleared up")
