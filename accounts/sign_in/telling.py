"""What allauth tells of a sign-in goes into the history, and to the person where it matters."""

import time
from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.actions.letters import tell_of_change
from accounts.history import record
from accounts.models import User
from accounts.queries import about_person

from .lifetime import begin
from .limits import lift
from .providers import AGAIN, SHOWN_AGAIN
from .second_factor import prove

FACTORS = {
    "totp": "authenticator app",
    "webauthn": "passkey",
    "recovery_codes": "recovery code",
}


def how(request: HttpRequest, user: User) -> str:
    """By what the person signed in, in words."""
    records = get_authentication_records(request, user)
    used = [_words_of(each) for each in records if not each.get("reauthenticated")]
    return " and ".join(dict.fromkeys(used)) or "an invitation"


def _words_of(step: dict[str, Any]) -> str:
    if step["method"] == "mfa":
        return FACTORS.get(step.get("type", ""), "second factor")
    if step["method"] == "socialaccount":
        return step.get("provider", "provider")
    return {"password": "password", "invitation": "invitation"}.get(step["method"], step["method"])


def begun(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    begin(request.session)


def signed_in(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    if more.get("sociallogin"):
        prove(request, user)
        if more["sociallogin"].state.get(AGAIN):
            request.session[SHOWN_AGAIN] = int(time.time())
    with transaction.atomic():
        record(
            verb="accounts.signed_in", by=user, about=about_person(user), factor=how(request, user)
        )


def signed_out(sender: Any, request: HttpRequest, user: User | None, **more: Any) -> None:
    if user is None:
        return
    UserSession.objects.filter(user=user, session_key=request.session.session_key).delete()
    with transaction.atomic():
        record(verb="accounts.signed_out", by=user, about=about_person(user))


def password_changed(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    with transaction.atomic():
        _end_others(request, user)
        record(verb="accounts.password_changed", by=user, about=about_person(user))


def password_reset(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    with transaction.atomic():
        _end_others(request, user)
        record(verb="accounts.password_reset", by=user, about=about_person(user))
    lift(request, user.email)


def _end_others(request: HttpRequest, user: User) -> None:
    """Another password ends them by itself; their rows go as well."""
    others = UserSession.objects.filter(user=user)
    for session in others.exclude(session_key=request.session.session_key or ""):
        session.end()


def factor_added(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **more: Any
) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    prove(request, user)
    factor = FACTORS[authenticator.type]
    with transaction.atomic():
        record(verb="accounts.factor_added", by=user, about=about_person(user), factor=factor)


def factor_removed(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **more: Any
) -> None:
    factor = FACTORS[authenticator.type]
    with transaction.atomic():
        record(verb="accounts.factor_removed", by=user, about=about_person(user), factor=factor)


def codes_made(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    with transaction.atomic():
        record(verb="accounts.recovery_codes_made", by=user, about=about_person(user))


def factor_used(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **more: Any
) -> None:
    prove(request, user)
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        return
    authenticator.refresh_from_db()
    left = len(authenticator.wrap().get_unused_codes())
    with transaction.atomic():
        record(verb="accounts.recovery_code_used", by=user, about=about_person(user), left=left)
        tell_of_change(user=user, what=_("A recovery code of your account was used"))


def factor_refused(sender: Any, request: HttpRequest, user: User, **more: Any) -> None:
    with transaction.atomic():
        record(verb="accounts.factor_refused", by=None, about=about_person(user), who=str(user))


def listen() -> None:
    """Connect it all; once, when the app is ready."""
    for signal, receiver in (
        (user_logged_in, begun),
        (account.user_logged_in, signed_in),
        (user_logged_out, signed_out),
        (account.password_changed, password_changed),
        (account.password_set, password_changed),
        (account.password_reset, password_reset),
        (mfa.authenticator_added, factor_added),
        (mfa.authenticator_removed, factor_removed),
        (mfa.authenticator_reset, codes_made),
        (mfa.authenticator_used, factor_used),
        (mfa.authentication_failed, factor_refused),
    ):
        signal.connect(receiver, dispatch_uid=f"accounts.{receiver.__name__}")
