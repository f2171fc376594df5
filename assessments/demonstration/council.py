"""Organisations, services, teams, blocks and people of the demonstration."""

from typing import Any

from accounts.models import Membership, NumberBlock, Organisation, Service, Team, User

PASSWORD = "cse-portal-demo"  # noqa: S105  the demonstration prints it; production refuses it


def make_organisation(data: dict[str, Any]) -> Organisation:
    """An organisation with its services, teams and blocks of numbers."""
    organisation = Organisation.objects.create(
        name=data["name"],
        slug=data["slug"],
        kind=data["kind"],
        corporate_prefix=data["corporate_prefix"],
    )
    for block in data["corporate_blocks"]:
        NumberBlock.objects.create(organisation=organisation, **block)
    for service in data["services"]:
        _make_service(organisation, service)
    return organisation


def _make_service(organisation: Organisation, data: dict[str, Any]) -> None:
    service = Service.objects.create(
        organisation=organisation, name=data["name"], slug=data["slug"], prefix=data["prefix"]
    )
    for position, row in enumerate(data["teams"], start=1):
        team = Team.objects.create(service=service, name=row["name"], position=position)
        for block in row["blocks"]:
            NumberBlock.objects.create(organisation=organisation, team=team, **block)


def make_person(data: dict[str, Any]) -> User:
    """A person with one membership and the password of the demonstration."""
    person = User.objects.create_user(data["email"], PASSWORD, name=data["name"])
    Membership.objects.create(
        user=person,
        organisation=Organisation.objects.get(slug=data["organisation"]),
        service=Service.objects.get(slug=data["service"]) if data["service"] else None,
        role=data["role"],
    )
    return person
