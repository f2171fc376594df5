"""What the browser itself does with the portal's guards: links from elsewhere, and sign-out."""

import time

import pytest
from playwright.sync_api import Page, Response, expect

from .council import CSS
from .elsewhere import elsewhere, leads_to
from .waiting import eventually

pytestmark = pytest.mark.journey

KEPT = "document.cookie.length + localStorage.length"


def test_links_from_letters_and_other_sites_find_people_signed_in(page_of, live_server, troubles):
    page = page_of("officer@example.org")
    address = f"{live_server.url}{CSS}/evidence/?q=survey&page=1"
    asked: list[Response] = []
    page.on("response", lambda response: asked.append(response))

    def answers() -> list[int]:
        of_page = [
            r.status for r in asked if r.url == address and r.request.is_navigation_request()
        ]
        asked.clear()
        return of_page

    with elsewhere() as site:
        assert "localhost" in live_server.url and "127.0.0.1" in site
        page.goto(leads_to(site, address))
        expect(page.frame_locator("iframe").get_by_role("heading")).to_have_count(0)
        not_in_a_frame(page, troubles)
        asked.clear()
        page.get_by_role("link", name="The link").click()
        expect(page).to_have_url(address)
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        assert answers() == [200, 200], "the page that loads itself again, once, and then ours"
        page.goto(f"{live_server.url}/healthz")
        page.goto(leads_to(site, address, "round"))
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        expect(page).to_have_url(address)
        page.goto(leads_to(site, f"{live_server.url}/account/logout/"))
        not_in_a_frame(page, troubles)
        page.get_by_role("button", name="The form").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Your form could not be sent")
    page.goto("/")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def not_in_a_frame(page: Page, troubles: list[str]) -> None:
    """The browser says that it shows no page of ours there, which is no trouble here."""
    eventually(page, lambda: any("frame-ancestors" in said for said in troubles))
    troubles.clear()


def test_after_signing_out_the_browser_shows_and_keeps_nothing(page_of, live_server):
    page = page_of("officer@example.org")
    outside: list[str] = []
    page.on("request", lambda asked: outside.append(asked.url))
    page.goto(f"{CSS}/evidence/")
    title = page.title()
    assert page.evaluate("document.body.classList.contains('js-enabled')"), "scripts ran"
    page.goto("/")
    page.evaluate("localStorage.setItem('cse-portal-draft:1:x', 'words')")
    began = time.monotonic()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Password")).to_be_visible()
    assert time.monotonic() - began < 20, "clearing what the browser keeps holds nobody up"
    page.wait_for_function(f"{KEPT} === 0")
    for _again in range(2):
        page.go_back()
        expect(page.get_by_label("Password")).to_be_visible()
        expect(page).not_to_have_title(title)
    assert {url.partition("/account")[0][: len(live_server.url)] for url in outside} == {
        live_server.url
    }
