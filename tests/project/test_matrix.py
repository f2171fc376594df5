"""Every route × every kind of person × GET and POST × own, foreign and missing objects.

The routes are read from the URL configuration; who is served what stands in `matrix`.
"""

import logging
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import Client
from rules.permissions import permissions

from accounts.access import PUBLIC
from accounts.models import User
from tests.builders.people import sign_in

from .matrix import DECIDED_BY_THE_LOOKUP, LEAD_ON, LIBRARIES, NEVER_THERE, PERMISSIONS, Rule
from .routes import Route, routes
from .world import MAYBE_CORPORATE, NOWHERE, Place, World, make_world

pytestmark = pytest.mark.django_db

ROUTES = routes()
GUARDED = [route for route in ROUTES if route.permission not in (None, PUBLIC)]
METHODS = ("get", "post")
DONE = {200, 201, 204, 302, 303, 409, 422}
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=|"X-CSRFToken": ?)"[^"]+"')
tally: Counter[str] = Counter()


@dataclass(frozen=True)
class Answer:
    """What came back, without the token that differs each time."""

    status: int
    body: bytes
    headers: frozenset[tuple[str, str]]
    template: str
    location: str

    @property
    def outcome(self) -> str:
        if self.location.startswith("/account/login/?next="):
            return "sign in"
        if self.status == 403:
            return "ended" if self.template == "assessments/access_ended.html" else "forbidden"
        if self.status == 404:
            return "hidden"
        return "served" if self.status in DONE | {405} else f"status {self.status}"


class Visitors:
    """One client a person; each request is taken back, in the database and in its cookies."""

    def __init__(self, people: dict[str, User | None]) -> None:
        self.nothing: dict[tuple[str, str, str], Answer] = {}
        self.clients = {name: Client() for name in people}
        for name, user in people.items():
            if user:
                sign_in(self.clients[name], user)
        self.sessions = {
            name: client.cookies["sessionid"].value if "sessionid" in client.cookies else ""
            for name, client in self.clients.items()
        }

    def ask(self, person: str, method: str, address: str) -> Answer:
        client = self.clients[person]
        client.cookies = SimpleCookie()
        if self.sessions[person]:
            client.cookies["sessionid"] = self.sessions[person]
        with transaction.atomic():
            answer = _answer(getattr(client, method)(address))
            transaction.set_rollback(True)
        return answer

    def ask_for_nothing(self, person: str, method: str, route: Route) -> Answer:
        """What the person gets for objects that do not exist; asked once."""
        asked = (person, method, route.path)
        if asked not in self.nothing:
            tally["missing"] += 1
            self.nothing[asked] = self.ask(person, method, route.address(NOWHERE))
        return self.nothing[asked]


def _answer(response: Any) -> Answer:
    body = response.getvalue() if response.streaming else response.content
    templates = getattr(response, "templates", None) or []
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    return Answer(
        response.status_code,
        TOKEN.sub(rb"\1", body),
        frozenset(headers.items()),
        templates[0].name or "" if templates else "",
        headers.get("Location", ""),
    )


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    log = logging.getLogger("django.request")
    log.disabled = True  # thousands of refusals, which are the point
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)
    log.disabled = False


@pytest.fixture(scope="module")
def visitors(world) -> Visitors:
    return Visitors(world.people)


def rule_of(route: Route, *, corporate: bool = False) -> Rule:
    name = f"{route.permission} corporate" if corporate else str(route.permission)
    return PERMISSIONS[name]


def whole_objects(route: Route, world: World) -> Iterator[tuple[str, Place, dict[str, Any], bool]]:
    """Addresses all of one place: its name, the place, the values, whether corporate."""
    places = {"own": world.own, "neighbour's": world.neighbour, "foreign": world.foreign}
    seen = set()
    for name, place in places.items():
        for corporate in (False, True):
            values = place.values | (place.corporate if corporate else {})
            if route.address(values) not in seen:
                seen.add(route.address(values))
                yield f"{name}{' corporate' * corporate}", place, values, corporate


def inner_keys(route: Route) -> list[str]:
    """The parameters that name something within the portfolio or assessment of the address."""
    outer = {"services/service", "<service>/standard", "assessments/pk"}
    return [key for key in route.keys if key not in outer and outer & set(route.keys)]


def expected(route: Route, role: str, corporate: bool) -> str:
    outcome = rule_of(route, corporate=corporate).outcome(role)
    return "hidden" if outcome == "served" and route.path in NEVER_THERE else outcome


def faults_of(route: Route, world: World, visitors: Visitors) -> Iterator[str]:
    """Every cell of the route that is not as the tables say."""
    for where, (name, place, values, corporate) in enumerate(whole_objects(route, world)):
        for who, person in enumerate(world.people):
            role = place.role_of(person)
            if person != "anonymous" and not (role == "stranger" and name.startswith("neighbour")):
                wanted = expected(route, role, corporate)
                yield from _faults_of_whole(
                    visitors, route, person, f"{name} as {role}", values, wanted,
                    methods_for(wanted, where + who),
                )  # fmt: skip


def methods_for(wanted: str, turn: int) -> tuple[str, ...]:
    """The many to whom an object is not there ask in turns: half by GET, half by POST.

    That they are not let in is decided before any engine could make a difference, so that it
    is not asked again on another one than the first.
    """
    if wanted != "hidden":
        return METHODS
    return (METHODS[turn % 2],) if connection.vendor == "sqlite" else ()


def _faults_of_whole(
    visitors: Visitors,
    route: Route,
    person: str,
    what: str,
    values: dict,
    wanted: str,
    methods: tuple[str, ...],
) -> Iterator[str]:
    statuses = []
    for method in methods:
        answer = visitors.ask(person, method, route.address(values))
        statuses.append(answer.status)
        tally[wanted] += 1
        if answer.outcome != wanted:
            yield f"{person}, {what}, {method}: {answer.outcome} instead of {wanted}"
        told_apart = (
            wanted == "hidden" and visitors.ask_for_nothing(person, method, route) != answer
        )
        if told_apart and route.path not in NEVER_THERE:
            yield f"{person}, {what}, {method}: not the same as for what does not exist"
    if wanted == "served" and not DONE & set(statuses):
        yield f"{person}, {what}: served by no method, {statuses}"


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_people_get_what_the_tables_say(route, world, visitors):
    assert list(faults_of(route, world, visitors)) == []


@pytest.mark.any_database
@pytest.mark.parametrize("route", [r for r in ROUTES if inner_keys(r)], ids=str)
def test_what_belongs_elsewhere_is_as_if_it_did_not_exist(route, world, visitors):
    """The own portfolio or assessment, with the number of something in another."""
    faults = []
    for key in inner_keys(route):
        missing = world.own.values | {key: NOWHERE[key]}
        alien = [
            world.own.values | {key: value}
            for value in (
                world.neighbour.values[key],
                world.neighbour.corporate.get(key, NOWHERE[key]),
                world.foreign.values[key],
                world.foreign.corporate.get(key, NOWHERE[key]),
            )
            if value not in (world.own.values[key], NOWHERE[key])
        ]
        if key == "evidence/code":  # what is corporate is shared by the council's services
            alien.pop(1)
        for person in world.people:
            role = world.own.role_of(person)
            if person == "anonymous" or (role == "stranger" and person != "person without a role"):
                continue  # for strangers the whole portfolio or assessment is not there
            for method in METHODS:
                reference = visitors.ask(person, method, route.address(missing))
                tally["missing within"] += 1
                allowed = {expected(route, role, corporate=False)}
                if allowed & {"served", "forbidden"}:
                    allowed = {"hidden", "forbidden"}
                leads_on = route.name in LEAD_ON and method == "get" and reference.status == 302
                if not (reference.outcome in allowed or reference.status == 405 or leads_on):
                    faults.append(f"{person}, {method}, missing {key}: {reference.outcome}")
                for values in alien:
                    tally["from elsewhere"] += 1
                    if visitors.ask(person, method, route.address(values)) != reference:
                        faults.append(f"{person}, {method}, {key} from elsewhere differs")
    assert faults == []


@pytest.mark.any_database
@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_whoever_has_not_signed_in_is_asked_to(route, world, visitors):
    for values in (world.own.values, NOWHERE):
        address = route.address(values)
        for method in METHODS:
            answer = visitors.ask("anonymous", method, address)
            tally["sign in"] += 1
            assert answer.status == 302, f"{method} {address}"
            assert answer.location == f"/account/login/?next={quote(address)}"


@pytest.mark.any_database
@pytest.mark.parametrize("route", [r for r in ROUTES if r.permission == PUBLIC], ids=str)
def test_public_pages_serve_everybody(route, world, visitors):
    for person in world.people:
        assert visitors.ask(person, "get", route.address(world.own.values)).status == 200
        tally["served"] += 1
        if route.keys:
            assert visitors.ask(person, "get", route.address(NOWHERE)).status == 404
            tally["missing"] += 1


@pytest.mark.any_database
@pytest.mark.parametrize("route", [r for r in ROUTES if r.permission is None], ids=str)
def test_pages_of_libraries_serve_whom_the_table_says(route, world, visitors):
    closed = LIBRARIES[route.name] == "signed in"
    for person in world.people:
        for method in METHODS:
            answer = visitors.ask(person, method, route.address(NOWHERE))
            wanted = "sign in" if closed and person == "anonymous" else "served"
            tally[wanted] += 1
            assert answer.outcome == wanted, f"{person}, {method}: {answer.status}"


@pytest.mark.any_database
@pytest.mark.parametrize(
    "person", ["assessor whose access ended", "assessor whose access was withdrawn"]
)
def test_ended_access_is_one_page_to_the_byte_for_all_beneath_the_assessment(
    person, world, visitors
):
    pk = world.own.assessment.pk
    addresses = {f"/assessments/{pk}/{rest}" for rest in ("x", "x/", "elements/", "%00/", "a/b/c")}
    for route in ROUTES:
        if route.path.startswith("assessments/<pk>/"):
            for key in route.keys:
                values = (world.own.values, world.foreign.values, NOWHERE)
                own = world.own.values
                addresses |= {
                    route.address(own | {key: those[key], "assessments/pk": pk}) for those in values
                }
    assert len(addresses) > 20
    methods = ("get", "post", "head", "put", "delete", "options")
    answers = {
        visitors.ask(person, method, address)
        for address in addresses
        for method in methods
        if method != "head"
    }
    tally["ended"] += len(addresses) * len(methods)
    assert [(answer.status, answer.outcome) for answer in answers] == [(403, "ended")]
    assert all(visitors.ask(person, "head", address).outcome == "ended" for address in addresses)


HOSTILE = ["%00", "%ff", "'", "%2e%2e", "<b>", "%0d%0aX: 1", "%F0%9F%92%A9", "9" * 40, "x" * 300]
QUESTIONS = ("q", "page", "kind", "show", "team", "element", "status", "scope", "next")


@pytest.mark.parametrize("route", [r for r in GUARDED if r.keys], ids=str)
def test_no_address_breaks_the_portal(route, world, visitors):
    person = "assessor" if "assessments/pk" in route.keys else "manager"
    for key in route.keys:
        for value in HOSTILE:
            address = route.address(world.own.values | {key: value})
            answer = visitors.ask(person, "get", address)
            assert answer.status in (302, 403, 404, 405), address
    for value in HOSTILE:
        question = "&".join(f"{name}={value}" for name in QUESTIONS)
        answer = visitors.ask(person, "get", f"{route.address(world.own.values)}?{question}")
        assert answer.status in DONE | {403, 404, 405}, question


def test_every_route_has_a_row_in_the_tables():
    named = {str(route.permission) for route in GUARDED}
    assert sorted(named - set(PERMISSIONS)) == []
    libraries = {r.name for r in ROUTES if r.permission is None}
    assert libraries == set(LIBRARIES)
    assert {r.path for r in ROUTES} >= NEVER_THERE


def test_every_permission_has_a_row_in_the_tables():
    assert {name.removesuffix(" corporate") for name in PERMISSIONS} == set(permissions)


def test_every_parameter_has_an_object_of_each_kind(world):
    lacking = {key for route in ROUTES for key in route.keys} - set(NOWHERE)
    assert lacking == set()
    assert set(MAYBE_CORPORATE) == set(world.own.corporate)


def faults_of_rule(name: str, world: World) -> Iterator[str]:
    """People for whom the permission itself, as templates ask it, is not as the table says."""
    permission = name.removesuffix(" corporate")
    for place in (world.own, world.neighbour, world.foreign):
        asked = [place.objects[name]] if place.objects[name] else []
        for person, user in world.people.items():
            if user is None and asked:
                continue
            fresh = User.objects.get(pk=user.pk) if user else AnonymousUser()
            wanted = bool(user) and PERMISSIONS[name].holds_for(place.role_of(person))
            if fresh.has_perm(permission, *asked) != wanted:
                yield f"{person}: {name} should be {wanted}"


@pytest.mark.parametrize("name", PERMISSIONS)
def test_the_permission_holds_for_those_the_table_says(name, world):
    assert list(faults_of_rule(name, world)) == []


@pytest.mark.any_database
@pytest.mark.parametrize("truth", [True, False])
@pytest.mark.parametrize("permission", sorted(permissions))
def test_a_rule_that_always_says_the_same_would_be_found(
    permission, truth, world, visitors, monkeypatch
):
    monkeypatch.setattr(permissions[permission], "fn", lambda *_: truth)
    by_name = [name for name in PERMISSIONS if name.removesuffix(" corporate") == permission]
    by_rule = any(fault for name in by_name for fault in faults_of_rule(name, world))
    of_permission = [route for route in ROUTES if route.permission == permission]
    assert by_rule, "asked directly"
    if not (truth and permission in DECIDED_BY_THE_LOOKUP):
        faults = (fault for route in of_permission for fault in faults_of(route, world, visitors))
        assert next(faults, None), "asked by the route"


def test_the_size_of_the_matrix(world, capsys):
    with capsys.disabled():
        total = f"{len(ROUTES)} routes × {len(world.people)} people × {len(METHODS)} methods"
        sys.stdout.write(f"\n{total}; {sum(tally.values())} requests here: {dict(tally)}\n")
