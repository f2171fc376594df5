"""Letters to people: written with the deed, sent by the worker once the deed is through.

A letter is a row of the database until the mail server has taken it. A server that fails
therefore breaks no page: the worker's chore tries again, for as long as `KEPT`.
"""

import logging
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Q
from django.template import Context, engines
from django.utils import timezone
from django_tasks import task

from accounts.client import request_in_hand
from accounts.models import Letter

KEPT = timedelta(days=5)
TRY_AGAIN = timedelta(minutes=9)
MOST_AT_ONCE = 100
logger = logging.getLogger(__name__)


def absolute(path: str) -> str:
    """The whole address of a page, for letters: of `PORTAL_ADDRESS`, else of the request."""
    if settings.PORTAL_ADDRESS:
        return urljoin(settings.PORTAL_ADDRESS, path)
    request = request_in_hand.get()
    return request.build_absolute_uri(path) if request else f"http://127.0.0.1:8000{path}"


def send_letter(*, to: str, template: str, path: str = "/", **context: Any) -> None:
    """Send `templates/mail/<template>.txt` to an address, after the transaction.

    The template has the subject in its first line, extends `mail/letter.txt`, and finds the
    whole address of `path` as `address`. Call it within the transaction of the deed.
    """
    page = engines["django"].engine.get_template(f"mail/{template}.txt")  # type: ignore[attr-defined]
    more = {"address": absolute(path), "portal": absolute("/")}
    text = page.render(Context(context | more, autoescape=False))
    subject, _newline, body = text.strip().partition("\n")
    post(to=to, subject=subject.strip(), body=f"{body.strip()}\n")


def post(*, to: str, subject: str, body: str) -> None:
    """Send a letter that is written already, after the transaction."""
    letter = Letter.objects.create(to=to, subject=" ".join(subject.split())[:200], body=body)
    transaction.on_commit(partial(_enqueue, letter.pk))


def _enqueue(pk: int) -> None:
    deliver.enqueue(pk)


@task(priority=10)  # somebody waits for it, and it takes a moment
def deliver(pk: int) -> None:
    """Hand a letter to the mail server. Where that fails it stays, to be tried again.

    Killed between the sending and the deleting, the letter is sent twice rather than never.
    """
    letter = Letter.objects.filter(pk=pk).first()
    if letter is None:
        return
    Letter.objects.filter(pk=pk).update(tries=F("tries") + 1, tried_at=timezone.now())
    try:
        send_mail(letter.subject, letter.body, None, [letter.to])
    except Exception as error:  # whatever the server or the line does
        # Without the address, which is nobody's business who reads the log.
        logger.warning("Letter %s could not be sent: %s", pk, type(error).__name__)
    else:
        letter.delete()


def deliver_waiting() -> int:
    """Queue again what could not be sent, and forget what is too old; how many were queued."""
    now = timezone.now()
    given_up, _rows = Letter.objects.filter(queued_at__lt=now - KEPT).delete()
    if given_up:
        logger.error("%s letters could not be sent within %s days", given_up, KEPT.days)
    long_ago = Q(tried_at__lt=now - TRY_AGAIN) | Q(
        tried_at__isnull=True, queued_at__lt=now - TRY_AGAIN
    )
    waiting = list(Letter.objects.filter(long_ago).values_list("pk", flat=True)[:MOST_AT_ONCE])
    for pk in waiting:
        deliver.enqueue(pk)
    return len(waiting)
