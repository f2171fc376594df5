"""What a person's account has: where they are signed in, and their second factors."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import User
from accounts.sign_in.browsers import browser_in_words


@dataclass(frozen=True)
class Place:
    """Somewhere that a person is signed in."""

    pk: int
    browser: str
    address: str
    since: datetime
    used: datetime
    is_here: bool


@dataclass(frozen=True)
class Factors:
    """The second factors of a person."""

    app: Authenticator | None
    passkeys: list[Authenticator]
    codes_left: int | None

    @property
    def any(self) -> bool:
        return bool(self.app or self.passkeys)


def places_of(user: User, session_key: str | None) -> list[Place]:
    """Where the person is signed in, here first, then by last use; two SQL statements."""
    now = timezone.now()
    rows = list(
        UserSession.objects.filter(
            user=user, last_seen_at__gt=now - timedelta(seconds=settings.SESSION_IDLE_SECONDS + 60)
        ).order_by("-last_seen_at", "-pk")
    )
    keys = [row.session_key for row in rows]
    living = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=now).values_list(
            "session_key", flat=True
        )
    )
    places = [_place(row, session_key) for row in rows if row.session_key in living]
    return sorted(places, key=lambda place: not place.is_here)


def _place(row: UserSession, session_key: str | None) -> Place:
    return Place(
        pk=row.pk,
        browser=browser_in_words(row.user_agent),
        address=row.ip,
        since=row.created_at,
        used=row.last_seen_at,
        is_here=row.session_key == session_key,
    )


def factors_of(user: User) -> Factors:
    """The person's second factors; one SQL statement."""
    kinds = Authenticator.Type
    rows = list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))
    codes = [row for row in rows if row.type == kinds.RECOVERY_CODES]
    return Factors(
        app=next((row for row in rows if row.type == kinds.TOTP), None),
        passkeys=[row for row in rows if row.type == kinds.WEBAUTHN],
        codes_left=len(codes[0].wrap().get_unused_codes()) if codes else None,
    )
