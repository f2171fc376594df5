"""Asking for a document."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessments.models import Assessment, ReportFile

from .make import REPORTS, digest_of, may_be_asked_again
from .tasks import make_report


def ask_for_report(*, assessment: Assessment, report: str, by: User) -> ReportFile:
    """The document about the assessment as it is now: the one made already, else one to wait for.

    One that failed, or that nobody has finished in ten minutes, is put to the worker again.
    """
    digest = digest_of(REPORTS[report].build(assessment))
    with transaction.atomic():
        file, is_new = ReportFile.objects.get_or_create(
            assessment=assessment,
            report=report,
            content_sha256=digest,
            defaults={"asked_by": by},
        )
        if is_new or may_be_asked_again(file):
            file.asked_at, file.asked_by, file.failure = timezone.now(), by, ""
            file.save(update_fields=["asked_at", "asked_by", "failure"])
            transaction.on_commit(partial(make_report.enqueue, file.pk))
    return file
