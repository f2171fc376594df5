"""axe-core on every page in its states, wide and narrow, and what else every page must hold."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from django.test import Client
from django.urls import resolve
from playwright.sync_api import Page, Route, ViewportSize

from tests.builders.people import sign_in as signed_in
from tests.project.routes import routes
from tests.project.world import make_world

from .states import AS_LOADED, WORLDS, State, prepare

pytestmark = pytest.mark.journey

WIDE = ViewportSize(width=1280, height=900)
NARROW = ViewportSize(width=320, height=800)
# Frames hold files, which are shown by the browser and not by us.
OPTIONS = {"resultTypes": ["violations"], "iframes": False}
# Four fifths of the time goes into the contrast of colours, which are the same at any width.
BUT_COLOURS = OPTIONS | {"rules": {"color-contrast": {"enabled": False}}}
SHARED = [(world, person) for world, people in WORLDS.items() for person in people]
FAILURES = ("400", "403", "403_csrf", "404", "405", "413", "429", "500", "503")
HTML = "text/html"
TOO_MUCH = {"reason": "More than 50 files came at once", "remedy": "Send them in several parts."}


@pytest.mark.parametrize(("world", "person"), SHARED, ids=lambda word: word or "nobody")
def test_no_page_has_a_finding(world, person, council, page_of, new_context):
    places = prepare(world)
    page = page_of(person) if person else new_context().new_page()
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
    page: Page, state: State, places: dict[str, object], *, colours_twice: bool
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
        for finding in Axe().run(page, options=options).response["violations"]:
            for node in finding["nodes"]:
                yield f"{width} px: {finding['id']} ({finding['impact']}): {node['html'][:200]}"


def test_pages_that_say_what_failed_have_no_finding(council, page_of):
    page = page_of("officer@example.org")
    faults = []
    for code in FAILURES:
        body = render_to_string(f"{code}.html", TOO_MUCH)
        page.route(f"**/broken/{code}/", answer_with(body))
        page.goto(f"/broken/{code}/")
        assert page.get_by_role("heading", level=1).count() == 1
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
