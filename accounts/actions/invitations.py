"""People are invited by a letter with a link, by which they set their first password."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.history import About, record
from accounts.models import Invitation, Organisation, User
from accounts.queries import sha256_of_token

VALID_FOR = timedelta(days=14)


class NotOpen(Exception):
    """The invitation was used or withdrawn, or its time is over."""


@dataclass(frozen=True)
class Ticket:
    """What the letter needs: the token is nowhere else, and cannot be had again."""

    token: str
    expires_at: datetime


@transaction.atomic
def find_or_add_person(*, email: str, name: str) -> User:
    """The person with this address, or a new one who cannot sign in until they are invited."""
    known = User.objects.filter(email__iexact=email.strip()).first()
    if known:
        return known
    try:
        with transaction.atomic():
            return User.objects.create_user(email, name=name.strip())
    except IntegrityError:  # somebody else invited them at the same moment
        return User.objects.get(email__iexact=email.strip())


@transaction.atomic
def invite(*, user: User, organisation: Organisation, by: User | None) -> Ticket:
    """Make the link by which somebody without a password sets one; an earlier link dies.

    `by` is None for the first administrator, whom nobody could invite.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    now = timezone.now()
    before = Invitation.objects.open().filter(user=user, organisation=organisation)
    is_again = bool(before.update(withdrawn_at=now))
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        user=user,
        organisation=organisation,
        invited_by=by or user,
        token_sha256=sha256_of_token(token),
        sent_at=now,
        expires_at=now + VALID_FOR,
    )
    about = About(organisation_id=organisation.pk, person_id=user.pk)
    if is_again:
        record(verb="accounts.invited_again", by=by, about=about, who=str(user))
    else:
        record(verb="accounts.invited", by=by, about=about, who=str(user))
    return Ticket(token, invitation.expires_at)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, name: str, password: str) -> User:
    """Give the invited person their name and first password.

    Whatever other links they have die with it. Raises NotOpen where the link has died.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=invitation.user_id)
    current = user.invitations.filter(token_sha256=invitation.token_sha256).first()
    if current is None or not current.lets_in():
        raise NotOpen
    user.name = name.strip()
    user.set_password(password)
    user.save(update_fields=["name", "password"])
    user.invitations.open().update(accepted_at=timezone.now())
    about = About(organisation_id=invitation.organisation_id, person_id=user.pk)
    record(verb="accounts.invitation_accepted", by=user, about=about)
    return user


@transaction.atomic
def withdraw_invitation(*, user: User, organisation: Organisation, by: User) -> None:
    """Let the link of an invitation that is still open die; nothing where there is none."""
    open_ones = Invitation.objects.open().filter(user=user, organisation=organisation)
    if open_ones.update(withdrawn_at=timezone.now()):
        about = About(organisation_id=organisation.pk, person_id=user.pk)
        record(verb="accounts.invitation_withdrawn", by=by, about=about, who=str(user))
