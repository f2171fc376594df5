"""Asking for a document."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessments.models import ReportFile

from .document import layout_digest
from .kinds import KINDS
from .make import digest_of, may_be_asked_again
from .subject import Subject
from .tasks import make_report


def ask_for_report(*, subject: Subject, report: str, by: User) -> ReportFile:
    """The document as it would be now: the one made already, else one to wait for.

    One that failed, or that nobody has finished in ten minutes, is put to the worker again.
    """
    kind = KINDS[report]
    digest = digest_of(kind.build(subject))
    submitted = not subject.assessment.is_with_service
    with transaction.atomic():
        file, is_new = ReportFile.objects.get_or_create(
            assessment=subject.assessment,
            report=report,
            for_assessor=submitted
            and kind.for_assessor
            and (kind.reads_alike or subject.by_assessor),
            content_sha256=digest,
            layout_sha256=layout_digest(),
            defaults={"asked_by": by, "compared_with": subject.compared_with},
        )
        if is_new or may_be_asked_again(file):
            file.asked_at, file.asked_by, file.failure = timezone.now(), by, ""
            file.save(update_fields=["asked_at", "asked_by", "failure"])
            transaction.on_commit(partial(make_report.enqueue, file.pk))
    return file
