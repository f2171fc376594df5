"""Every route × every kind of person × every method × own, foreign and missing objects.

The routes are read from the URL configuration; who is served what stands in `matrix`.
"""

from collections import Counter
from collections.abc import Iterator
from inspect import signature
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from rules.permissions import permissions

from accounts.access import PUBLIC
from tests.conftest import ASKED

from .matrix import LIBRARIES, NEVER_THERE, PERMISSIONS
from .nowhere import MAYBE_CORPORATE, NOWHERE
from .routes import Route
from .visitors import (
    DONE,
    GUARDED,
    METHODS,
    OTHER_METHODS,
    ROUTES,
    faults_from_elsewhere,
    faults_of,
    faults_of_rule,
    faults_of_wrong_places,
    inner_keys,
    tally,
)
from .world import PRIVATE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counted(record_property: Any) -> Iterator[None]:
    """Counts what the test asks into the sum that the run prints."""
    before = Counter(tally)
    yield
    record_property(ASKED, dict(tally - before))


@pytest.mark.any_database
@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_people_get_what_the_tables_say(route, world, visitors):
    assert list(faults_of(route, world, visitors)) == []


@pytest.mark.any_database
@pytest.mark.parametrize("route", [r for r in ROUTES if inner_keys(r)], ids=str)
def test_what_belongs_elsewhere_is_as_if_it_did_not_exist(route, world, visitors):
    assert list(faults_from_elsewhere(route, world, visitors)) == []


@pytest.mark.any_database
@pytest.mark.parametrize("route", [r for r in ROUTES if inner_keys(r)], ids=str)
def test_nothing_of_ones_own_is_found_beneath_another_place(route, world, visitors):
    assert list(faults_of_wrong_places(route, world, visitors)) == []


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
        answer = visitors.ask(person, "get", route.address(world.own.values))
        assert answer.status == 200 or answer.location == "/invitations/yours/"
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


@pytest.mark.any_database
def test_the_author_reads_the_private_note_that_nobody_else_is_served(world, visitors):
    """Of all others every answer of the matrix is looked through, in `Visitors.ask`."""
    desk = [route for route in GUARDED if route.path.startswith("assessments/<pk>/")]
    asked = (visitors.ask("assessor", "get", route.address(world.own.values)) for route in desk)
    assert sum(PRIVATE.encode() in answer.body for answer in asked) >= 4


HOSTILE = ["%00", "%ff", "'", "%2e%2e", "<b>", "%0d%0aX: 1", "%F0%9F%92%A9", "9" * 40, "x" * 300]
QUESTIONS = ("q", "page", "kind", "show", "team", "element", "status", "scope", "next")


# The first route of those that have the same part looked up by the same function.
FIRST = {(route.fetch, key): route for route in reversed(GUARDED) for key in route.keys}


def keys_to_ask(route: Route) -> list[str]:
    """All; on PostgreSQL only those whose statement no other route sends to it as well."""
    if connection.vendor == "sqlite":
        return route.keys
    taken = signature(route.fetch).parameters if route.fetch else {}
    return [
        key
        for key in route.keys
        if key.rpartition("/")[2] not in taken or FIRST[route.fetch, key] is route
    ]


@pytest.mark.parametrize("route", [r for r in GUARDED if r.keys], ids=str)
def test_no_address_breaks_the_portal(route, world, visitors):
    person = "assessor" if "assessments/pk" in route.keys else "manager"
    for key in keys_to_ask(route):
        for value in HOSTILE:
            address = route.address(world.own.values | {key: value})
            answer = visitors.ask(person, "get", address)
            assert answer.status in (302, 403, 404, 405), address
    for value in HOSTILE:
        question = "&".join(f"{name}={value}" for name in QUESTIONS)
        answer = visitors.ask(person, "get", f"{route.address(world.own.values)}?{question}")
        assert answer.status in DONE | {403, 404, 405}, question


@pytest.mark.any_database
def test_every_route_has_a_row_in_the_tables():
    named = {str(route.permission) for route in GUARDED}
    assert sorted(named - set(PERMISSIONS)) == []
    libraries = {r.name for r in ROUTES if r.permission is None}
    assert libraries == set(LIBRARIES)
    assert {r.path for r in ROUTES} >= NEVER_THERE


@pytest.mark.any_database
def test_every_permission_has_a_row_in_the_tables():
    assert {name.removesuffix(" corporate") for name in PERMISSIONS} == set(permissions)


@pytest.mark.any_database
def test_every_parameter_has_an_object_of_each_kind(world):
    lacking = {key for route in ROUTES for key in route.keys} - set(NOWHERE)
    assert lacking == set()
    assert set(MAYBE_CORPORATE) == set(world.own.corporate)


@pytest.mark.any_database
@pytest.mark.parametrize("name", PERMISSIONS)
def test_the_permission_holds_for_those_the_table_says(name, world):
    assert list(faults_of_rule(name, world)) == []


@pytest.mark.any_database
def test_the_size_of_the_matrix(world, say):
    methods = len(METHODS) + len(OTHER_METHODS)
    say(f"the matrix: {len(ROUTES)} routes × {len(world.people)} people × {methods} methods")
