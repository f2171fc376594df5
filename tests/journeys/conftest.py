"""A real Chromium on the portal, where any error in the page fails the test."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.builders import people
from tests.prepared import prepared

from .council import Copy, copy_of_the_council
from .waiting import LONG

PARTS_OF_A_PAGE = {"stylesheet", "script", "image", "font", "media"}

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
expect.set_options(timeout=LONG)


@pytest.fixture(scope="session")
def browser_context_args(
    browser_context_args: dict[str, Any], live_server: LiveServer
) -> dict[str, Any]:
    """Addresses without a host lead to the portal under test."""
    return browser_context_args | {
        "base_url": live_server.url,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
    }


@pytest.fixture
def troubles() -> Iterator[list[str]]:
    """What went wrong inside any page of this test; a test that expects one removes it."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], troubles: list[str]
) -> Callable[..., BrowserContext]:
    """Each context of its own watches its pages: errors, broken parts, refused by policy."""

    def watched(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(LONG)
        context.set_default_navigation_timeout(2 * LONG)
        context.on("weberror", lambda error: troubles.append(f"script: {error.error}"))
        context.on("console", lambda message: troubles.extend(_console(message)))
        context.on("response", lambda response: troubles.extend(_broken_part(response)))
        return context

    return watched


def _console(message: Any) -> list[str]:
    # A page that answers 403 or 422 is logged here too; broken parts are told from responses.
    if message.type != "error" or message.text.startswith("Failed to load resource"):
        return []
    return [f"console: {message.text}"]


def _broken_part(response: Response) -> list[str]:
    if response.status >= 400 and response.request.resource_type in PARTS_OF_A_PAGE:
        return [f"{response.status} for {response.url}"]
    return []


@pytest.fixture
def sign_in() -> Callable[..., None]:
    """sign_in(page, email): through the real form, with the demonstration's password."""

    def through_the_form(page: Page, email: str, password: str = "cse-portal-demo") -> None:
        page.goto("/account/login/")
        page.locator("input[name=login]").fill(email)
        page.locator("input[name=password]").fill(password)
        page.locator("form:has(input[name=password]) button[type=submit]").click()
        expect(page.locator("input[name=password]")).to_have_count(0)

    return through_the_form


@pytest.fixture(scope="session")
def council_copy(
    django_db_setup: None,
    django_db_blocker: Any,
    _flush_lifts_the_guards_of_the_history: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Copy:
    ready = prepared("council")
    if ready:
        return Copy(ready)
    with django_db_blocker.unblock():
        copy = copy_of_the_council(tmp_path_factory.mktemp("council"))
        call_command("flush", interactive=False, verbosity=0)
    return copy


@pytest.fixture
def council(transactional_db: None, live_server: LiveServer, council_copy: Copy) -> None:
    """The demonstration council as `script/server` first shows it."""
    council_copy.put_back()


@pytest.fixture
def page_of(
    council: None, new_context: Callable[..., BrowserContext], live_server: LiveServer
) -> Callable[..., Page]:
    """page_of(email): a page of a window of its own, in which that person has signed in."""

    def signed_in(email: str, **options: Any) -> Page:
        client = people.sign_in(Client(), User.objects.get(email=email))
        context = new_context(**options)
        name = settings.SESSION_COOKIE_NAME
        cookie: Any = {
            "name": name,
            "value": client.cookies[name].value,
            "url": live_server.url,
            "httpOnly": True,
            "sameSite": "Strict",
        }
        context.add_cookies([cookie])
        return context.new_page()

    return signed_in
