"""Organisations, services, teams and people for the tests."""

from collections.abc import Iterable
from itertools import count

from django.test import Client
from django.utils.text import slugify

from accounts.enums import OrganisationKind, Role
from accounts.models import (
    HouseStyle,
    Membership,
    NumberBlock,
    Organisation,
    Service,
    Team,
    User,
)

from .files import picture

PASSWORD = "a long enough password"
_numbers = count(1)


def make_organisation(name: str = "", **fields) -> Organisation:
    """A council with the corporate prefix C and the corporate block 1 to 199."""
    name = name or f"Council {next(_numbers)}"
    organisation = Organisation.objects.create(
        name=name, **{"slug": slugify(name), "corporate_prefix": "C"} | fields
    )
    NumberBlock.objects.create(organisation=organisation, first=1, last=199)
    return organisation


def make_house_style(organisation: Organisation, **fields) -> HouseStyle:
    """The look of its documents, with a small logo."""
    logo = {"logo": picture(), "logo_type": "image/png", "logo_says": organisation.name}
    return HouseStyle.objects.create(organisation=organisation, **logo | fields)


def make_body(name: str = "Assessment Body") -> Organisation:
    """A certification body, whose people assess."""
    return Organisation.objects.create(
        name=name, slug=slugify(name), kind=OrganisationKind.CERTIFICATION_BODY
    )


def make_service(organisation: Organisation | None = None, name: str = "", **fields) -> Service:
    """A service with the prefix CSS; without an organisation one is made."""
    name = name or f"Service {next(_numbers)}"
    return Service.objects.create(
        organisation=organisation or make_organisation(),
        name=name,
        **{"slug": slugify(name), "prefix": "CSS"} | fields,
    )


def make_team(
    service: Service,
    name: str = "Customer Engagement",
    blocks: Iterable[tuple[int, int]] = ((401, 460),),
    **fields,
) -> Team:
    """A team with its blocks of numbers."""
    team = Team.objects.create(service=service, name=name, **fields)
    for first, last in blocks:
        NumberBlock.objects.create(
            organisation=service.organisation, team=team, first=first, last=last
        )
    return team


def make_user(
    role: Role | str | None = None,
    place: Organisation | Service | None = None,
    *,
    email: str = "",
    name: str = "",
) -> User:
    """A person, who has the role in that service or organisation; without a role, none."""
    number = next(_numbers)
    user = User.objects.create_user(
        email or f"person{number}@example.org", PASSWORD, name=name or f"Person {number}"
    )
    if role is not None and place is not None:
        make_membership(user, role, place)
    return user


def make_membership(user: User, role: Role | str, place: Organisation | Service) -> Membership:
    service = place if isinstance(place, Service) else None
    organisation = place.organisation if isinstance(place, Service) else place
    return Membership.objects.create(
        user=user, role=Role(role), organisation=organisation, service=service
    )


def sign_in(client: Client, user: User) -> Client:
    """The client with a session of that person, as after the sign-in page."""
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
