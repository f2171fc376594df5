"""Who writes in this browser, known a while longer than the sign-in lasts.

A signed cookie names the people who signed in here, the last one first. It grants nothing:
it only says whose words are held when a form arrives after the sign-in has ended.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.models import User

SALT = "accounts.writers"
LASTS = 45 * 24 * 3600
MOST = 5


def note_the_writer(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    """At each sign-in; the cookie follows with the response."""
    request.signed_in_now = user.pk  # type: ignore[attr-defined]


def send_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """Put whoever has just signed in at the head of those who write here."""
    signed_in_now = getattr(request, "signed_in_now", None)
    if signed_in_now is None:
        return
    others = [pk for pk in writers_of(request) if pk != signed_in_now]
    response.set_signed_cookie(
        settings.WRITERS_COOKIE_NAME,
        ".".join(str(pk) for pk in [signed_in_now, *others][:MOST]),
        salt=SALT,
        max_age=LASTS,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def writers_of(request: HttpRequest) -> list[int]:
    """By number, the last one to sign in first; nobody where the cookie is not ours."""
    name = settings.WRITERS_COOKIE_NAME
    try:
        value = request.get_signed_cookie(name, default="", salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return []
    return [int(pk) for pk in (value or "").split(".") if pk]


def last_writer(request: HttpRequest) -> User | None:
    """Who wrote what arrives now without a sign-in: its token is of the last sign-in here."""
    found = writers_of(request)[:1]
    return User.objects.filter(pk__in=found, is_active=True).first() if found else None


user_logged_in.connect(note_the_writer, dispatch_uid="writers")
