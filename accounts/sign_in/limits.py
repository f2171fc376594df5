"""How often may be guessed: allauth's limits, and a page that says when to try again.

A guess is counted before it is looked at, under a lock that all processes share; whoever
cannot get the lock is refused. The figures are in the settings, as `ACCOUNT_RATE_LIMITS`.
"""

import math
import time
from datetime import UTC, datetime
from hashlib import sha256

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.history import About, record
from accounts.models import User
from accounts.queries import about_person
from accounts.writers import writers_of

APP = "allauth.account"
# How long to wait where too many asked at one moment.
MOMENT = 30


class TooMany(ImmediateHttpResponse):
    """Too many attempts; the answer is a page with status 429."""

    def __init__(self, request: HttpRequest, until: float, *, by_letter: bool = False) -> None:
        super().__init__(response=too_many(request, until, by_letter=by_letter))


def too_many(
    request: HttpRequest,
    until: float | None = None,
    *,
    by_letter: bool = False,
    too_fast: bool = False,
) -> HttpResponse:
    """The page that says when to try again, and whether a new password lets in sooner.

    `too_fast` is for somebody who has signed in, and has read too much at once.
    """
    wait = max(1, math.ceil((until or time.time() + MOMENT) - time.time()))
    # The page says the minute: the one after, so that nobody tries too early.
    shown = datetime.fromtimestamp(math.ceil(until / 60) * 60, tz=UTC) if until else None
    context = {"until": shown, "by_letter": by_letter, "too_fast": too_fast}
    answer = render(request, "429.html", context, status=429)
    answer["Retry-After"] = str(wait)
    answer["Cache-Control"] = "no-store"
    return answer


def count_guess(request: HttpRequest, email: str) -> list[ratelimit.RateLimitUsage]:
    """Count a guess at the password of this address, which is not looked at before.

    Returns what to roll back when the guess was right. In a browser in which this person
    has signed in before only its own guesses count: a stranger cannot lock them out of it.
    Raises TooMany.
    """
    email = email.strip().lower()
    known = _known_browser(request, email)
    here = f"{email} {known or ratelimit.get_ip(request)}"
    counted = [_count(request, "password_here", here, email)]
    if known:
        counted.append(_count(request, "password_known", email, email))
    else:
        counted.append(_count(request, "password_address", None, ""))
        counted.append(_count(request, "password_anywhere", email, email))
    return counted


def lift(request: HttpRequest, email: str) -> None:
    """Forget the guesses at this address: its owner has chosen a new password."""
    email = email.strip().lower()
    for key in (f"{email} {_known_browser(request, email) or ratelimit.get_ip(request)}", email):
        for action in ("password_here", "password_known", "password_anywhere"):
            ratelimit.clear(request, app=APP, action=action, key=key)


def may(request: HttpRequest, action: str, key: str | None = None) -> bool:
    """Count something that is limited; False where it is too much."""
    return bool(ratelimit.consume(request, app=APP, action=action, key=key, limit_get=True))


def until(
    request: HttpRequest,
    action: str,
    key: str | None = None,
    app: str = APP,
    config: dict[str, str] | None = None,
) -> float:
    """When what is refused may be tried again, in seconds since 1970."""
    now = time.time()
    ends = [now + MOMENT]
    for rate in ratelimit.get_rates(app=app, action=action, config=config):
        name = ratelimit.get_cache_key(request, app=app, action=action, rate=rate, key=key)
        tried = [at for at in cache.get(name, []) if at > now - rate.duration]
        if len(tried) >= rate.amount:
            ends.append(tried[-1] + rate.duration)
    return max(ends)


def refuse_codes(request: HttpRequest, user: User) -> TooMany:
    """Too many wrong codes of a second factor."""
    end = until(request, "login_failed", f"mfa-auth-user-{user.pk}")
    _tell_once(request, f"codes {user.pk}", user, end)
    return TooMany(request, end)


def _count(
    request: HttpRequest, action: str, key: str | None, email: str
) -> ratelimit.RateLimitUsage:
    usage = ratelimit.consume(request, app=APP, action=action, key=key)
    if usage is None:
        end = until(request, action, key)
        user = User.objects.filter(email__iexact=email).first() if email else None
        _tell_once(request, f"{action} {key or ratelimit.get_ip(request)}", user, end)
        raise TooMany(request, end, by_letter=action != "password_address")
    return usage


def _known_browser(request: HttpRequest, email: str) -> str:
    """Names the browser by its signed cookie if this person signed in here before, else ""."""
    people = writers_of(request)
    if not people or not User.objects.filter(pk__in=people, email__iexact=email).exists():
        return ""
    return sha256(request.COOKIES[settings.WRITERS_COOKIE_NAME].encode()).hexdigest()


def is_new(what: str, end: float) -> bool:
    """True once for each time that something is stopped, however often it is tried then."""
    name = f"locked:{sha256(what.encode()).hexdigest()}"
    return cache.add(name, True, max(1, math.ceil(end - time.time())))


def _tell_once(request: HttpRequest, what: str, user: User | None, end: float) -> None:
    if not is_new(what, end):
        return
    with transaction.atomic():
        if user:
            record(verb="accounts.locked_out", by=None, about=about_person(user), who=str(user))
        else:
            record(verb="accounts.place_locked_out", by=None, about=About())
