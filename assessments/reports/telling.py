"""The note to whoever asked for a document that took long: it is ready."""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from accounts.mail import send_letter
from accounts.models import User
from assessments.models import ReportFile
from evidence.models import Portfolio

from .kinds import KINDS

# Who waits no longer than this is still at the page.
LONG = timedelta(seconds=20)
# Whoever watches the page has seen it by then.
GRACE = timedelta(seconds=30)
# A note about what was ready so long ago helps nobody.
TOO_LATE = timedelta(days=1)


def tell_later(file: ReportFile) -> None:
    """Have a note sent unless whoever asked looks at the document within half a minute."""
    if file.asked_by_id and file.made_at and file.made_at - file.asked_at > LONG:
        later = tell_ready.using(run_after=timezone.now() + GRACE)
        transaction.on_commit(partial(later.enqueue, file.pk))


@task(priority=10)  # a moment's work
def tell_ready(pk: int) -> None:
    """Send the note, once ever, unless whoever asked has seen the document."""
    file = _files().filter(pk=pk).first()
    if file is None or file.asked_by is None:
        return
    path = _path_for(file, file.asked_by)
    with transaction.atomic():
        unaware = ReportFile.objects.filter(
            pk=pk, made_at__isnull=False, told_at__isnull=True, seen_at__isnull=True
        )
        if path and unaware.update(told_at=timezone.now()):
            _send(file, file.asked_by, path)


def tell_of_all() -> None:
    """Queue again the notes whose task was lost in a kill."""
    now = timezone.now()
    waiting = ReportFile.objects.filter(
        made_at__range=(now - TOO_LATE, now - 2 * GRACE),
        told_at__isnull=True,
        seen_at__isnull=True,
        asked_by__isnull=False,
    )
    for file in waiting:
        if file.made_at and file.made_at - file.asked_at > LONG:
            tell_ready.enqueue(file.pk)


def _files():  # type: ignore[no-untyped-def]
    return ReportFile.objects.select_related(
        "asked_by", "assessment__portfolio__service", "assessment__portfolio__standard"
    )


def _path_for(file: ReportFile, person: User) -> str:
    """The document's page as that person reaches it; empty where they no longer may."""
    assessment = file.assessment
    portfolio: Portfolio = assessment.portfolio
    if not person.is_active:
        return ""
    if person.has_perm("assessments.print_documents", portfolio):
        place = [portfolio.service.slug, portfolio.standard.slug, file.uuid]
        return reverse("assessments:document", args=place)
    if file.for_assessor and person.has_perm("assessments.assess", assessment):
        return reverse("assessments:desk_document", args=[assessment.pk, file.uuid])
    return ""


def _send(file: ReportFile, person: User, path: str) -> None:
    send_letter(
        to=person.email,
        template="document_ready",
        path=path,
        name=str(person),
        document=str(KINDS[file.report].name),
        label=file.assessment.label,
        service=file.assessment.portfolio.service.name,
        issue=file.issue_number,
        asked_at=file.asked_at,
    )
