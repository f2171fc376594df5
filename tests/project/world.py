"""Two councils and three services, with everything that an address can ask for, and who asks.

What a place has is made in `places`, area by area.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.actions import invite
from accounts.enums import Role
from accounts.models import User
from assessments.actions import save_note
from evidence.actions import withdraw_grant
from evidence.models import ReaderGrant
from tests.builders.assessments import make_assessor, make_grant, row_of
from tests.builders.people import make_house_style, make_organisation, make_user

from .places import Place, add_unfinished, make_place

People = dict[str, User | None]
# A word that stands in the private note of the assessor and nowhere else.
PRIVATE = "Oban"
# What people are at each place; whoever is not named is a stranger there.
ROLES = {
    "own": {
        "officer": "officer",
        "manager": "manager",
        "administrator": "administrator",
        "governance": "governance",
        "assessor": "assessor",
        "assessor whose access ended": "ended",
        "assessor whose access was withdrawn": "withdrawn",
        "assessor whose access is suspended": "ended",
        "officer of another service": "colleague",
    },
    "neighbour": {
        "officer": "colleague",
        "manager": "colleague",
        "administrator": "administrator",
        "governance": "governance",
        "officer of another service": "officer",
    },
    "foreign": {
        "manager of another council": "manager",
        "administrator of another council": "administrator",
        "assessor of another assessment": "assessor",
    },
}


@dataclass
class World:
    people: People
    own: Place
    neighbour: Place
    foreign: Place


def make_world() -> World:
    """Call it within a transaction that is rolled back."""
    council, other = make_organisation("Own Council"), make_organisation("Other Council")
    make_house_style(council)
    make_house_style(other)
    own = make_place(council, "Own Service", "CSS")
    neighbour = make_place(council, "Neighbour Service", "ICT")
    foreign = make_place(other, "Foreign Service", "CSS")
    world = World(_people(own, neighbour, foreign), own, neighbour, foreign)
    for name, roles in ROLES.items():
        getattr(world, name).roles = roles
    _give_access(world)
    _write_note(world)
    _leave_unfinished(world)
    _invite_newcomer(world)
    return world


def _people(own: Place, neighbour: Place, foreign: Place) -> People:
    service, council, other = own.portfolio.service, own.council, foreign.council
    return {
        "anonymous": None,
        "officer": make_user(Role.OFFICER, service),
        "manager": make_user(Role.MANAGER, service),
        "administrator": make_user(Role.ADMINISTRATOR, council),
        "governance": make_user(Role.GOVERNANCE, council),
        "officer of another service": make_user(Role.OFFICER, neighbour.portfolio.service),
        "manager of another council": make_user(Role.MANAGER, foreign.portfolio.service),
        "administrator of another council": make_user(Role.ADMINISTRATOR, other),
        "assessor": make_assessor(),
        "assessor whose access ended": make_assessor(),
        "assessor whose access was withdrawn": make_assessor(),
        "assessor whose access is suspended": make_assessor(),
        "assessor whose access begins tomorrow": make_assessor(),
        "assessor of another assessment": make_assessor(),
        "person without a role": make_user(),
    }


def _give_access(world: World) -> None:
    own, people = world.own, world.people
    today, day = timezone.localdate(), timedelta(days=1)
    own.values["access/grant"] = _grant(own, people["assessor"]).pk
    _grant(own, people["assessor whose access ended"], starts_on=today - day, ends_on=today - day)
    withdrawn = _grant(own, people["assessor whose access was withdrawn"])
    withdraw_grant(grant=withdrawn, by=_known(people["administrator"]))
    suspended = _grant(own, people["assessor whose access is suspended"])
    ReaderGrant.objects.filter(pk=suspended.pk).update(suspended_at=timezone.now())
    _grant(own, people["assessor whose access begins tomorrow"], starts_on=today + day)
    elsewhere = people["assessor of another assessment"]
    world.foreign.values["access/grant"] = _grant(world.foreign, elsewhere).pk
    world.neighbour.values["access/grant"] = _grant(world.neighbour, make_assessor()).pk


def _write_note(world: World) -> None:
    row, author = row_of(world.own.assessment), _known(world.people["assessor"])
    save_note(row=row, author=author, text=f"{PRIVATE} visit: who updates the board?", revision=0)


def _leave_unfinished(world: World) -> None:
    for place, person in (
        (world.own, "officer"),
        (world.neighbour, "officer of another service"),
    ):
        by = _known(world.people[person])
        add_unfinished(place, by, by)
    # By somebody who has no role there any more.
    add_unfinished(world.foreign, _known(world.people["person without a role"]), make_user())


def _invite_newcomer(world: World) -> None:
    newcomer = User.objects.create_user("invited@example.org", name="Newcomer")
    by = _known(world.people["administrator"])
    ticket = invite(user=newcomer, organisation=world.own.council, by=by)
    world.own.values["invitations/token"] = ticket.token


def _known(user: User | None) -> User:
    assert user is not None
    return user


def _grant(place: Place, reader: User | None, **days: Any) -> Any:
    return make_grant(place.assessment, _known(reader), **days)
