"""What accounts hold about people."""

from collections.abc import Iterable, Iterator

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from accounts.history.sentences import sentence_of, with_words
from accounts.models import (
    Departure,
    HeldForm,
    HistoryEntry,
    Invitation,
    Letter,
    Membership,
    Organisation,
    Statement,
    User,
)
from accounts.people import administrators_beside

from . import holds_personal, holds_rows, objects_to_erasure
from .registry import Row


def read_account(user: User, organisation: Organisation | None) -> list[Row]:
    """Name, address and dates; of the password only whether there is one."""
    return [
        {
            _("Name"): user.name,
            _("Email address"): user.email,
            _("Joined"): user.date_joined,
            _("Last signed in"): user.last_login,
            _("May sign in"): user.is_active,
            _("Has a password"): user.has_usable_password(),
        }
    ]


def read_letters(user: User) -> list[Row]:
    """Their subjects alone: the text may hold a link that lets somebody in."""
    waiting = Letter.objects.filter(to__iexact=user.email)
    return [{_("Subject"): each.subject, _("Written"): each.queued_at} for each in waiting]


def erase_letters(user: User, by: User | None) -> None:
    Letter.objects.filter(to__iexact=user.email).delete()


def _entries(organisation: Organisation | None, **wanted: int) -> Iterator[Row]:
    if organisation is not None:
        wanted["organisation_id"] = organisation.pk
    entries = with_words(HistoryEntry.objects.filter(**wanted).order_by("sequence"))
    for entry in entries.iterator(chunk_size=2000):
        row = {_("When"): entry.at, _("What"): sentence_of(entry.verb, entry.words or {})}
        yield row | ({_("From the address"): entry.address or ""} if "actor_id" in wanted else {})


def read_deeds(user: User, organisation: Organisation | None) -> Iterator[Row]:
    """What the person did, from the history."""
    return _entries(organisation, actor_id=user.pk)


def read_about(user: User, organisation: Organisation | None) -> Iterator[Row]:
    """What others did about the person; who did it is left out."""
    return _entries(organisation, person_id=user.pk)


def last_administrator(user: User) -> Iterable[str]:
    """Organisations that nobody would look after."""
    theirs = Membership.objects.filter(user=user, role=Role.ADMINISTRATOR)
    for place in Organisation.objects.filter(pk__in=theirs.values("organisation")):
        if not administrators_beside(place, user).exists():
            yield _("They are the last administrator of %(name)s.") % {"name": place}


holds_personal("accounts.account", read_account, title=gettext_lazy("Account"))
holds_rows(
    "accounts.roles",
    gettext_lazy("Roles"),
    Membership,
    "user",
    columns=("organisation__name", ("service__name", gettext_lazy("Service")), "role"),
    organisation="organisation",
    erased=True,
)
holds_rows(
    "accounts.departures",
    gettext_lazy("Times they were deactivated"),
    Departure,
    "user",
    columns=("organisation__name", "at"),
    organisation="organisation",
    erased=True,
)
holds_rows(
    "accounts.deactivated",
    gettext_lazy("People they deactivated"),
    Departure,
    "by",
    columns=("organisation__name", "at"),
    organisation="organisation",
)
holds_rows(
    "accounts.statements",
    gettext_lazy("Public statements they last changed"),
    Statement,
    "updated_by",
    columns=("kind", "updated_at"),
    organisation="organisation",
)
holds_rows(
    "accounts.addresses",
    gettext_lazy("Email addresses for signing in"),
    EmailAddress,
    "user",
    columns=("email", "verified", "primary"),
    organisation=None,
    erased=True,
)
holds_rows(
    "accounts.invitations",
    gettext_lazy("Invitations they got"),
    Invitation,
    "user",
    columns=("organisation__name", "sent_at", "expires_at", "accepted_at", "withdrawn_at"),
    organisation="organisation",
    erased=True,
)
holds_rows(
    "accounts.invited",
    gettext_lazy("Invitations they sent"),
    Invitation,
    "invited_by",
    columns=("organisation__name", "sent_at"),
    organisation="organisation",
)
holds_rows(
    "accounts.held_forms",
    gettext_lazy("What they sent after their sign-in had ended"),
    HeldForm,
    "person",
    columns=("path", ("fields", gettext_lazy("What they typed")), "held_at"),
    organisation=None,
    erased=True,
)
holds_personal(
    "accounts.letters", read_letters, erase_letters, title=gettext_lazy("Letters on their way")
)
holds_personal("accounts.deeds", read_deeds, title=gettext_lazy("What they did in the portal"))
holds_personal("accounts.about", read_about, title=gettext_lazy("What others did about them"))
objects_to_erasure(last_administrator)
