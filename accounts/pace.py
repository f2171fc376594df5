"""How fast one person may read, search and take away: see `cse_portal/settings/pace.py`.

Each process counts by itself and tells the others in steps, so that pages pay no statement for
it; a limit is therefore met a few steps late and never early. What is written is not counted:
a form that is refused would lose its words.
"""

import time
from collections.abc import Callable
from typing import Any, cast

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from accounts.access import PUBLIC
from accounts.history import record
from accounts.models import User
from accounts.queries import about_person
from accounts.sign_in import limits

# In the question of a history: as a file.
EXPORT = "as"


class KeepsPace:
    """Answers 429, with a page that says when to go on, to whoever asks for too much."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *args: Any
    ) -> HttpResponse | None:
        if not settings.PACE or getattr(view, "serves", PUBLIC) == PUBLIC:
            return None
        kind = kind_of(request)
        if kind is None or not request.user.is_authenticated:
            return None
        end = too_fast(request, kind)
        return limits.too_many(request, end, too_fast=True) if end else None


def kind_of(request: HttpRequest) -> str | None:
    """What of the settings the request counts as; None for what is written."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    kind = settings.PACED.get(name, "exports" if EXPORT in request.GET else "pages")
    if kind == "files" and not request.headers.get("Range", "bytes=0-").startswith("bytes=0-"):
        return "pages"  # a viewer fetches a large file in many parts
    return None if kind == "pages" and request.method == "POST" else kind


def too_fast(request: HttpRequest, kind: str) -> float | None:
    """Count one request; until when nothing more of its kind is served, else None."""
    near, pace = caches["near"], settings.PACE[kind]
    key = f"pace:{kind}:{request.user.pk}"
    end: float | None = near.get(f"{key}:over")
    if end:
        return end
    near.add(key, 0, pace.minutes * 60)
    try:
        if near.incr(key) % pace.step:
            return None
    except ValueError:  # it fell out of memory just now
        return None
    config = {kind: f"{pace.amount // pace.step}/{pace.minutes}m/key"}
    asked: dict[str, Any] = {
        "app": "pace",
        "action": kind,
        "config": config,
        "key": str(request.user.pk),
    }
    if ratelimit.consume(request, limit_get=True, **asked):
        return None
    end = limits.until(request, **asked)
    if end - time.time() <= limits.MOMENT:  # it is nearly over, or the lock was not to be had
        return None
    near.set(f"{key}:over", end, max(1, end - time.time()))
    if limits.is_new(key, end):
        _tell(cast(User, request.user))
    return end


def _tell(user: User) -> None:
    with transaction.atomic():
        record(verb="accounts.slowed_down", by=None, about=about_person(user), who=str(user))
