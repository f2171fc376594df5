"""What happens behind a wall shows nowhere before it: not in a list, a count, a search, an export.

Every page that somebody can open is read twice. In between, places that are none of their
business grow: more items, files, links, visits, people. Nothing they read may change.
"""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from accounts.enums import Role
from tests.builders.assessments import make_completed, make_submitted
from tests.builders.evidence import make_item, make_link, make_portfolio, make_version
from tests.builders.people import make_service, make_team, make_user

from .places import Place
from .routes import Route
from .visitors import DONE, GUARDED, Answer, Visitors, expected
from .world import World

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

SEARCHED = "?q=Evidence"
# What tells of the moment alone: times, seals, how long the sign-in lasts, a form's own number.
# And colleagues: within a council anybody may be asked to own evidence.
MOMENTS = re.compile(
    rb'\d\d:\d\d(:\d\d(\.\d+)?)?|\b[0-9a-f]{64}\b|"ends_in": \d+'
    rb'|name="(sending|window|seen)" value="[^"]+"'
    rb'|<option value="[^"]*">(Person \d+|person\d+@example.org)</option>|\s'
)
WALLS = {
    "officer": ("neighbour", "foreign"),
    "assessor": ("neighbour", "foreign"),
    "administrator": ("foreign",),
    "governance": ("foreign",),
}


def readable(route: Route, person: str, world: World) -> bool:
    return expected(route, world.own.role_of(person), corporate=False) == "served"


def reading_of(person: str, world: World, visitors: Visitors) -> dict[str, Answer]:
    """Every page of the own place as this person gets it, with a search where it takes one."""
    return {
        address: visitors.ask(person, "get", address)
        for route in GUARDED
        if readable(route, person, world)
        for address in (
            route.address(world.own.values),
            f"{route.address(world.own.values)}{SEARCHED}",
        )
    }


def words_of(answer: Answer) -> list[bytes]:
    """What is read, without the moment; of a workbook its parts."""
    parts = [answer.body]
    if answer.body.startswith(b"PK"):
        with ZipFile(BytesIO(answer.body)) as archive:
            parts = [archive.read(name) for name in archive.namelist() if "docProps" not in name]
    return [MOMENTS.sub(b"", part) for part in parts]


def grow(place: Place, *, people: bool) -> None:
    """Another service beside it, and more of everything in the place itself."""
    council, name = place.portfolio.service.organisation, place.portfolio.service.name
    beside, third, fourth = (
        make_service(council, f"{prefix} beside {name}", prefix=prefix)
        for prefix in ("NEW", "THIRD", "FOUR")
    )
    for portfolio in (place.portfolio, make_portfolio(beside)):
        make_team(portfolio.service, "Hidden Evidence Team", blocks=((801, 860),))
        for number in range(3):
            item = make_item(portfolio, title=f"Hidden Evidence {number}")
            make_version(item)
            make_link(portfolio, item)
        if people:
            make_user(Role.OFFICER, portfolio.service, name="Hidden Evidence Officer")
    make_completed(make_portfolio(third), label="Hidden Evidence Visit")
    make_submitted(make_portfolio(fourth))


@pytest.mark.parametrize("person", WALLS)
def test_nothing_behind_a_wall_shows_before_it(person, world, visitors):
    before = reading_of(person, world, visitors)
    assert sum(answer.status in DONE for answer in before.values()) > 20
    for place in WALLS[person]:
        grow(getattr(world, place), people=place == "foreign")
    after = reading_of(person, world, visitors)
    told = [
        address
        for address, answer in before.items()
        if words_of(answer) != words_of(after[address])
    ]
    assert told == []
