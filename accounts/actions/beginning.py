"""The beginning of an installation: a council and its first administrator, made by command."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.history import About, record
from accounts.mail import send_letter
from accounts.models import Membership, NumberBlock, Organisation, Service, Team, User

from .invitations import find_or_add_person, invite
from .people import NotDone

CORPORATE_NUMBERS = (1, 999)
FIRST_TEAMS_NUMBERS = (1, 999)


@transaction.atomic
def make_council(*, slug: str, name: str) -> Organisation:
    """A council with numbers for its corporate evidence. Raises ValidationError."""
    organisation = Organisation(slug=slug, name=name)
    organisation.full_clean()
    organisation.save()
    first, last = CORPORATE_NUMBERS
    NumberBlock.objects.create(organisation=organisation, first=first, last=last)
    about = About(organisation_id=organisation.pk)
    record(verb="accounts.organisation_made", by=None, about=about, organisation=name)
    return organisation


@transaction.atomic
def make_service(*, organisation: Organisation, slug: str, name: str, prefix: str) -> Service:
    """A service of the organisation, with one team that has numbers. Raises ValidationError."""
    service = Service(organisation=organisation, slug=slug, name=name, prefix=prefix)
    service.full_clean()
    service.save()
    team = Team.objects.create(service=service, name=name)
    first, last = FIRST_TEAMS_NUMBERS
    NumberBlock.objects.create(organisation=organisation, team=team, first=first, last=last)
    about = About(organisation_id=organisation.pk)
    record(verb="accounts.service_made", by=None, about=about, service=name)
    return service


@transaction.atomic
def give_numbers(*, service: Service, team: str, first: int, last: int) -> NumberBlock:
    """A block of numbers for a team of the service, which is made where it is not there yet.

    Open blocks of the service that share numbers with it are closed, so that two teams never
    draw from the same; their codes stay. Raises ValidationError.
    """
    place, _is_new = Team.objects.get_or_create(
        service=service, name=team, defaults={"position": service.teams.count() + 1}
    )
    block = NumberBlock(
        organisation=service.organisation, team=place, first=first, last=last, is_closed=False
    )
    block.full_clean()
    shared = NumberBlock.objects.filter(team__service=service, is_closed=False)
    shared.filter(first__lte=last, last__gte=first).update(is_closed=True)
    block.save()
    about = About(organisation_id=service.organisation_id)
    record(verb="accounts.numbers_given", by=None, about=about, team=team, first=first, last=last)
    return block


@transaction.atomic
def add_administrator(*, organisation: Organisation, email: str, name: str) -> tuple[User, str]:
    """Make somebody an administrator; with them the token of the link, "" for whoever has a
    password already.

    Again for the same person, it makes a new link. Raises NotDone for a closed account.
    """
    place = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    user = find_or_add_person(email=email, name=name)
    if not user.is_active:
        raise NotDone(_("The account of %(who)s is closed.") % {"who": user})
    _row, is_new = Membership.objects.get_or_create(
        user=user, organisation=place, role=Role.ADMINISTRATOR, service=None
    )
    if is_new:
        about = About(organisation_id=place.pk, person_id=user.pk)
        record(verb="accounts.administrator_added", by=None, about=about, who=str(user))
    if user.has_usable_password() or user.last_login:
        return user, ""
    ticket = invite(user=user, organisation=place, by=None)
    send_letter(
        to=user.email,
        template="invitation_to_begin",
        path=reverse("invitation", args=[ticket.token]),
        organisation=place,
        name=user,
        expires_at=ticket.expires_at,
    )
    return user, ticket.token
