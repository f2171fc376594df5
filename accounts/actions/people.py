"""What administrators do with the people of their organisation.

Everything queues on the organisation's row, so that two administrators at once lose nothing
and the last one stays.
"""

from collections.abc import Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.history import About, record
from accounts.mail import send_letter
from accounts.models import Departure, Membership, Organisation, Service, User
from accounts.people import (
    OF_SERVICES,
    Place,
    administrators_beside,
    in_words,
    roles_offered,
)
from accounts.personal import organisations_of, tied_elsewise

from .invitations import find_or_add_person, invite, withdraw_invitation
from .sessions import end_sessions, reset_second_factor


class NotDone(Exception):
    """What was asked for cannot be done; `field` is the part of the form that must change."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def bring_in(
    *, organisation: Organisation, email: str, name: str, places: Sequence[Place], by: User
) -> User:
    """Give somebody roles and write to them; whoever is new is invited to set a password.

    Raises NotDone for whoever cannot have them: see `_must_fit`.
    """
    place = _held(organisation)
    user = find_or_add_person(email=email, name=name)
    if place.departures.filter(user=user).exists():
        raise NotDone(
            _("%(who)s was deactivated here. Activate them again") % {"who": user}, "email"
        )
    for each in places:
        _must_fit(place, user, each, by)
    if not user.is_active:  # whoever let them go has given them up
        User.objects.filter(pk=user.pk).update(is_active=True)
        user.is_active = True
    _add(place, user, places, by)
    _write(place, user, places, by)
    return user


@transaction.atomic
def send_person_invitation_again(*, organisation: Organisation, user: User, by: User) -> None:
    """Another letter with another link; the link of the last one dies."""
    place = _held(organisation)
    roles = list(_roles(place, user))
    if _has_joined(user) or not roles:
        raise NotDone(_("This invitation cannot be sent again."))
    _write(place, user, [Place(Role(row.role), row.service) for row in roles], by)


@transaction.atomic
def give_role(*, organisation: Organisation, user: User, place: Place, by: User) -> None:
    """Give somebody who is here one more role. Raises NotDone: see `_must_fit`."""
    held = _held(organisation)
    if held.departures.filter(user=user).exists() or not user.is_active:
        raise NotDone(_("Activate %(who)s first") % {"who": user})
    _must_fit(held, user, place, by)
    if not _add(held, user, [place], by):
        raise NotDone(_("%(who)s has this role already") % {"who": user}, "place")


@transaction.atomic
def take_role(*, organisation: Organisation, user: User, membership: int, by: User) -> None:
    """Take one role away. Raises NotDone for the last administrator and the only role."""
    place = _held(organisation)
    roles = list(_roles(place, user))
    row = next((each for each in roles if each.pk == membership), None)
    if row is None:
        return
    if len(roles) == 1:
        raise NotDone(
            _("This is the only role of %(who)s. Deactivate them instead") % {"who": user}
        )
    if row.role == Role.ADMINISTRATOR:
        _must_not_be_oneself(user, by)
        _must_leave_an_administrator(place, user)
    before = in_words(roles)
    row.delete()
    _say_roles(place, user, by, before, roles=[each for each in roles if each is not row])


@transaction.atomic
def deactivate_person(*, organisation: Organisation, user: User, by: User) -> None:
    """Take all roles of somebody away here, and sign them out everywhere.

    What they own and wrote keeps their name. Where no other organisation counts on them the
    account is closed as well. Raises NotDone for oneself and the last administrator.
    """
    place = _held(organisation)
    roles = list(_roles(place, user))
    if not roles:
        raise NotDone(_("%(who)s has no role here") % {"who": user})
    _must_not_be_oneself(user, by)
    if any(row.role == Role.ADMINISTRATOR for row in roles):
        _must_leave_an_administrator(place, user)
    Departure.objects.create(
        user=user,
        organisation=place,
        by=by,
        roles=[{"role": row.role, "service": row.service_id} for row in roles],
    )
    end_sessions(user=user, by=by)
    withdraw_invitation(user=user, organisation=place, by=by)
    Membership.objects.filter(pk__in=[row.pk for row in roles]).delete()
    if not organisations_of(user) - {place.pk}:
        User.objects.filter(pk=user.pk).update(is_active=False)
    about = _about(place, user)
    record(
        verb="accounts.person_deactivated",
        by=by,
        about=about,
        who=str(user),
        before=in_words(roles),
    )


@transaction.atomic
def activate_person(*, organisation: Organisation, user: User, by: User) -> None:
    """Give somebody back what they were here. Raises NotDone as `give_role` does."""
    place = _held(organisation)
    departure = place.departures.select_for_update(no_key=True).filter(user=user).first()
    if departure is None:
        return
    services = {each.pk: each for each in Service.objects.filter(organisation=place)}
    places = [Place(Role(row["role"]), services.get(row["service"])) for row in departure.roles]
    for each in places:
        _must_fit(place, user, each, by)
    departure.delete()
    User.objects.filter(pk=user.pk).update(is_active=True)
    for each in places:
        Membership.objects.get_or_create(
            user=user, organisation=place, role=each.role, service=each.service
        )
    record(
        verb="accounts.person_activated",
        by=by,
        about=_about(place, user),
        who=str(user),
        after="; ".join(map(str, places)),
    )


@transaction.atomic
def reset_factor_of(*, organisation: Organisation, user: User, by: User) -> None:
    """Take away the second factor of somebody who belongs to this organisation alone."""
    _held(organisation)
    if user.pk == by.pk:
        raise NotDone(_("Nobody resets their own second factor. Ask another administrator"))
    if not belongs_here_alone(user, organisation):
        raise NotDone(
            _("%(who)s also works elsewhere, so the account is not yours alone") % {"who": user}
        )
    reset_second_factor(user=user, by=by)


@transaction.atomic
def correct_person(
    *, organisation: Organisation, user: User, name: str, email: str, by: User
) -> None:
    """Put right the name or address of somebody who belongs to this organisation alone.

    Both addresses get a letter when it is another. Raises NotDone where others have a say, and
    for an address that somebody else has.
    """
    place = _held(organisation)
    person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not belongs_here_alone(person, place):
        raise NotDone(
            _("%(who)s also works elsewhere, so the account is not yours alone") % {"who": person}
        )
    before = {"name": person.name, "email": person.email}
    after = {"name": name.strip(), "email": email.strip().lower()}
    if after == before:
        return
    taken = User.objects.filter(email__iexact=after["email"]).exclude(pk=person.pk)
    if taken.exists():
        raise NotDone(_("Somebody with this email address is here already"), "email")
    User.objects.filter(pk=person.pk).update(**after)
    # allauth would take the old address for theirs still, to sign in and for new passwords.
    EmailAddress.objects.filter(user=person).exclude(email=after["email"]).delete()
    about = _about(place, person)
    record(verb="accounts.person_corrected", by=by, about=about, before=before, after=after)
    words: dict[str, Any] = {"sender": by, "organisation": place, "name": after["name"]}
    addresses = {before["email"], after["email"]}
    for address in sorted(addresses) if len(addresses) > 1 else ():
        send_letter(to=address, template="address_changed", before=before, after=after, **words)


def belongs_here_alone(user: User, organisation: Organisation) -> bool:
    """Whether nobody else has a say about the person's account."""
    homes = set(user.memberships.values_list("organisation_id", flat=True))
    return (homes or organisations_of(user)) <= {organisation.pk}


def _held(organisation: Organisation) -> Organisation:
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def _roles(organisation: Organisation, user: User):
    rows = organisation.memberships.filter(user=user)
    return rows.select_related("service", "organisation").order_by("pk")


def _must_fit(organisation: Organisation, user: User, place: Place, by: User) -> None:
    """A role of this organisation, of a service of its own, for somebody who may have it."""
    service = place.service
    fits = place.role in roles_offered(organisation) and (
        service.organisation_id == organisation.pk
        if service and place.role in OF_SERVICES
        else service is None and place.role not in OF_SERVICES
    )
    if not fits:
        raise NotDone(_("Choose a role of your organisation"), "place")
    if place.role == Role.ADMINISTRATOR:
        _must_not_be_oneself(user, by)
    if organisation.pk in tied_elsewise(user):
        raise NotDone(
            _("%(who)s assesses %(place)s, and nobody assesses their own council")
            % {"who": user, "place": organisation},
            "email",
        )


def _must_not_be_oneself(user: User, by: User) -> None:
    if user.pk == by.pk:
        raise NotDone(
            _("Nobody changes their own place as administrator. Ask another administrator")
        )


def _must_leave_an_administrator(organisation: Organisation, user: User) -> None:
    if not administrators_beside(organisation, user).exists():
        raise NotDone(
            _("%(who)s is the last administrator who can sign in. Make another one first")
            % {"who": user}
        )


def _add(organisation: Organisation, user: User, places: Sequence[Place], by: User) -> bool:
    roles = list(_roles(organisation, user))
    there = {(row.role, row.service_id) for row in roles}
    new = [
        Membership(user=user, organisation=organisation, role=each.role, service=each.service)
        for each in places
        if (each.role, each.service.pk if each.service else None) not in there
    ]
    for row in new:
        row.save()
    if new:
        _say_roles(organisation, user, by, in_words(roles), roles=[*roles, *new])
    return bool(new)


def _say_roles(
    organisation: Organisation, user: User, by: User, before: str, *, roles: list[Membership]
) -> None:
    record(
        verb="accounts.roles_changed",
        by=by,
        about=_about(organisation, user),
        who=str(user),
        before=before,
        after=in_words(roles),
    )


def _about(organisation: Organisation, user: User) -> About:
    return About(organisation_id=organisation.pk, person_id=user.pk)


def _has_joined(user: User) -> bool:
    return user.has_usable_password() or user.last_login is not None


def _write(organisation: Organisation, user: User, places: Sequence[Place], by: User) -> None:
    words = {
        "sender": by,
        "organisation": organisation,
        "name": user,
        "roles": [str(each) for each in places],
    }
    if _has_joined(user):
        send_letter(to=user.email, template="role_given", path=reverse("home"), **words)
        return
    ticket = invite(user=user, organisation=organisation, by=by)
    path = reverse("invitation", args=[ticket.token])
    send_letter(
        to=user.email,
        template="invitation_to_work",
        path=path,
        expires_at=ticket.expires_at,
        **words,
    )
