"""How long a session lasts: from its last use, and from its beginning."""

import time

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

BEGAN, USED = "began", "used"
# The last use is written down no more often than this.
EVERY = 60
# What a page asks by itself says so, and keeps no session alive.
UNATTENDED = "X-Unattended"


def begin(session: SessionBase) -> None:
    session[BEGAN] = session[USED] = int(time.time())


def seconds_left(session: SessionBase) -> int:
    """Until the session ends if nothing more is asked of it; 0 where it is over."""
    now = int(time.time())
    idle = session.get(USED, now) + settings.SESSION_IDLE_SECONDS - now
    whole = session.get(BEGAN, now) + settings.SESSION_COOKIE_AGE - now
    return max(0, min(idle, whole))


def note_use(request: HttpRequest) -> None:
    """Write down that the session was used, once a minute."""
    session, now = request.session, int(time.time())
    if UNATTENDED in request.headers or now - session.get(USED, 0) < EVERY:
        return
    session.setdefault(BEGAN, now)
    session[USED] = now
    row = UserSession.objects.filter(session_key=session.session_key)
    row.update(last_seen_at=timezone.now())
