"""Sessions are ended, and second factors reset."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.mail import send_letter
from accounts.models import User
from accounts.queries import about_person


@transaction.atomic
def end_sessions(*, user: User, by: User | None) -> int:
    """Sign the person out everywhere; how many places that were.

    Whoever is signing in at this moment with what was known before is signed out as well.
    """
    ended = _end_all(user)
    record(verb="accounts.sessions_ended", by=by, about=about_person(user), who=str(user))
    return ended


@transaction.atomic
def reset_second_factor(*, user: User, by: User | None, reason: str = "") -> None:
    """Take away the person's second factors and recovery codes, and sign them out everywhere.

    They set up a new one the next time they sign in. A letter tells them. `by` is None where
    whoever runs the portal does it by command, and then there is a reason.
    """
    Authenticator.objects.filter(user=user).delete()
    _end_all(user)
    about = about_person(user)
    if by is None:
        record(
            verb="accounts.second_factor_reset_by_command",
            by=None,
            about=about,
            who=str(user),
            reason=reason,
        )
    else:
        record(verb="accounts.second_factor_reset", by=by, about=about, who=str(user))
    send_letter(
        to=user.email,
        template="second_factor_reset",
        path="/account/login/",
        name=user.name,
        sender=by.name if by else _("Whoever runs the portal"),
    )


def _end_all(user: User) -> int:
    sessions = list(UserSession.objects.select_for_update(no_key=True).filter(user=user))
    for session in sessions:
        session.end()
    User.objects.filter(pk=user.pk).update(sign_outs=F("sign_outs") + 1)
    return len(sessions)


@transaction.atomic
def end_one_session(*, user: User, session: UserSession) -> None:
    """Sign the person out in one place, of their own accord."""
    session.end()
    record(verb="accounts.session_ended", by=user, about=about_person(user))


@transaction.atomic
def end_other_sessions(*, user: User, but: str | None) -> int:
    """Sign the person out everywhere but in the session with this key; how many places."""
    others = list(UserSession.objects.filter(user=user).exclude(session_key=but or ""))
    for session in others:
        session.end()
    record(verb="accounts.other_sessions_ended", by=user, about=about_person(user))
    return len(others)
