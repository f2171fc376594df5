"""axe-core on every page in its states, wide and narrow, and what else every page must hold."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import resolve
from playwright.sync_api import Page, Route, ViewportSize, expect

from tests.builders.people import sign_in as signed_in
from tests.project.routes import routes
from tests.project.world import make_world

from .axe import BUT_COLOURS, OPTIONS, findings, have_axe
from .council import Copy, copy_of_what_is_there
from .places import prepare
from .states import AS_LOADED, WORLDS, State

pytestmark = pytest.mark.journey

WIDE = ViewportSize(width=1280, height=900)
NARROW = ViewportSize(width=320, height=800)
SHARED = [(world, person) for world, people in WORLDS.items() for person in people]
FAILURES = ("400", "403", "403_csrf", "404", "405", "413", "429", "500", "503")
HTML = "text/html"
Places = dict[str, object]
TOO_MUCH = {"reason": "More than 50 files came at once", "remedy": "Send them in several parts."}


@pytest.fixture(scope="session")
def kept_worlds() -> dict[str, tuple[Copy, Places]]:
    return {}


@pytest.fixture
def places(world, council, kept_worlds, tmp_path_factory) -> Places:
    """The council is in that state: brought there once, from then on put back."""
    if world in kept_worlds:
        kept_worlds[world][0].put_back()
    else:
        places = prepare(world)
        kept_worlds[world] = copy_of_what_is_there(tmp_path_factory.mktemp("world")), places
    return kept_worlds[world][1]


@pytest.mark.parametrize(("world", "person"), SHARED, ids=lambda word: word or "nobody")
def test_no_page_has_a_finding(world, person, places, page_of, new_context):
    page = page_of(person) if person else new_context().new_page()
    have_axe(page)
    faults = []
    titles: dict[str, set[str]] = {}
    for state in WORLDS[world][person]:
        is_first = state.page not in set().union(*titles.values())
        found = faults_in_state(page, state, places, colours_twice=is_first)
        faults += [f"{state}: {fault}" for fault in found]
        title = page.title().removeprefix("Error: ")
        titles.setdefault(title, set()).add(state.page)
    faults += [f"“{title}” names {pages}" for title, pages in titles.items() if len(pages) > 1]
    assert not faults, "\n".join(faults)


def faults_in_state(
    page: Page, state: State, places: Places, *, colours_twice: bool
) -> Iterator[str]:
    page.set_viewport_size(WIDE)
    response = page.goto(state.address.format(**places))
    if state.do:
        state.do(page)
        page.wait_for_load_state()
    elif response and response.status != state.status:
        yield f"answered {response.status}"
    if page.title().startswith("Error: ") != state.has_error:
        yield f"the title is “{page.title()}”"
    yield from faults_of(page, colours_twice=colours_twice)


def faults_of(page: Page, *, colours_twice: bool = True) -> Iterator[str]:
    """What axe-core and the width find; the colours at both widths or the narrow one alone."""
    for size, options in ((WIDE, OPTIONS if colours_twice else BUT_COLOURS), (NARROW, OPTIONS)):
        page.set_viewport_size(size)
        width = size["width"]
        scrolls = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        needed, there = page.evaluate(scrolls)
        if needed > there:
            yield f"{width} px: scrolls sideways, {needed} in {there}"
        for finding in findings(page, options):
            yield f"{width} px: {finding}"


def test_pages_that_say_what_failed_have_no_finding(council, page_of):
    page = page_of("officer@example.org")
    faults = []
    for code in FAILURES:
        body = render_to_string(f"{code}.html", TOO_MUCH)
        page.route(f"**/broken/{code}/", answer_with(body))
        page.goto(f"/broken/{code}/")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        faults += [f"{code}: {fault}" for fault in faults_of(page)]
    assert not faults, "\n".join(faults)


def answer_with(body: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=500, content_type=HTML, body=body)


def test_every_page_has_a_place_in_the_sweep(council):
    """Whatever answers anybody with a page, by any route, is looked at above."""
    places = prepare("as loaded")
    swept = {
        resolve(urlsplit(state.address.format(**places)).path).view_name
        for states in AS_LOADED.values()
        for state in states
        if state.status != 404
    }
    left = [route for route in routes() if route.name not in swept]
    world = make_world()
    people = [signed_in(Client(), user) for user in world.people.values() if user] + [Client()]
    missing = {
        str(route)
        for route in left
        for person in people
        if is_a_page(person.get(route.address(world.own.values)))
    }
    assert missing == set()
    assert len(swept) > 30


def is_a_page(response) -> bool:
    return response.status_code == 200 and response["Content-Type"].startswith("text/html")
