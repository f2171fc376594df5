"""What each answer tells the browser to guard, to the letter: every route and every status."""

import importlib
import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.test import Client
from django.test.utils import override_settings

from accounts.models import User
from tests.accounts.second_factors import with_password
from tests.builders.people import sign_in

from .routes import Route, routes
from .test_settings import WHOLE
from .world import World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

OFF = (
    "accelerometer autoplay browsing-topics camera clipboard-read cross-origin-isolated"
    " display-capture encrypted-media gamepad geolocation gyroscope hid identity-credentials-get"
    " idle-detection join-ad-interest-group keyboard-map local-fonts magnetometer microphone midi"
    " otp-credentials payment run-ad-auction screen-wake-lock serial storage-access sync-xhr usb"
    " window-management xr-spatial-tracking"
)
OURS = (
    "publickey-credentials-get publickey-credentials-create clipboard-write fullscreen"
    " picture-in-picture"
)
POLICY = {
    "default-src 'none'",
    "script-src 'nonce'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "object-src 'none'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
# What has no page holds no nonce, so that no script at all may run.
WITHOUT_SCRIPTS = POLICY - {"script-src 'nonce'"} | {"script-src"}
OF_THE_VIEWER = {
    "sandbox",
    "default-src 'none'",
    "img-src 'self'",
    "object-src 'self'",
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
}
GUARDS: dict[str, Any] = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        [f"{name}=()" for name in OFF.split()] + [f"{name}=(self)" for name in OURS.split()]
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
PLAIN = GUARDS | {"Content-Security-Policy": WITHOUT_SCRIPTS}
VIEWER = GUARDS | {
    "Content-Security-Policy": OF_THE_VIEWER,
    "X-Frame-Options": "SAMEORIGIN",
}
LOGO = GUARDS | {"Content-Security-Policy": {"sandbox", "default-src 'none'"}}
HSTS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload"}
# All else that an answer says of itself. Whatever is not here is a new promise to look at.
OF_THE_ANSWER = {
    "Accept-Ranges", "Allow", "Content-Disposition", "Content-Language", "Content-Length",
    "Content-Range", "Content-Type", "ETag", "HX-Redirect", "Last-Modified", "Location",
    "Retry-After", "Vary",
}  # fmt: skip
OF_THE_FILES = {
    "evidence:file", "evidence:file_view", "evidence:picture",
    "assessments:desk_file", "assessments:desk_picture", "assessments:desk_file_view",
    "assessments:document_file", "assessments:desk_document_file",
    "evidence:redacted_copy", "evidence:release_zip",
}  # fmt: skip
TRIES = ("officer", "manager", "administrator", "assessor", "governance", "anonymous")


def guards_of(response: Any) -> dict[str, Any]:
    """What an answer says to guard, with the policy as a set and its nonce left out."""
    said: dict[str, Any] = {k: v for k, v in response.headers.items() if k not in OF_THE_ANSWER}
    policy = re.sub(r"'nonce-[A-Za-z0-9+/=]{24}'", "'nonce'", said["Content-Security-Policy"])
    return said | {"Content-Security-Policy": set(policy.split("; "))}


def wanted(response: Any) -> dict[str, Any]:
    """As a page or, where there is none, without any script."""
    # With the missing slash put to the address, after a page was made that is not sent.
    return GUARDS if is_page(response) or response.status_code == 301 else PLAIN


def is_page(response: Any) -> bool:
    return not response.streaming and b"nonce=" in response.content


@pytest.fixture(scope="module")
def world(kept_for_the_module: None) -> World:
    return make_world()


@pytest.fixture(autouse=True, scope="module")
def _quietly() -> Iterator[None]:
    log = logging.getLogger("django.request")
    log.disabled = True  # refusals, which are the point
    yield
    log.disabled = False


@pytest.fixture(scope="module")
def clients(world: World) -> dict[str, Client]:
    found = {name: Client(raise_request_exception=False) for name in TRIES}
    for name in TRIES[:-1]:
        user = world.people[name]
        assert user
        sign_in(found[name], user)
    return found


@pytest.fixture
def officer(clients: dict[str, Client]) -> Client:
    return clients["officer"]


@pytest.fixture(scope="module")
def base(world: World) -> str:
    portfolio = world.own.portfolio
    return f"/services/{portfolio.service.slug}/{portfolio.standard.slug}"


@pytest.mark.parametrize("route", routes(), ids=str)
def test_every_route_guards_what_it_answers(route: Route, world: World, clients) -> None:
    """Somebody whom it serves, and somebody who has not signed in."""
    for response in answers(route, world, clients):
        expected = wanted(response)
        if "sandbox" in response.headers["Content-Security-Policy"]:
            assert route.name in OF_THE_FILES | {"house_style_logo"}, "a viewer of ours"
            expected = LOGO if route.name == "house_style_logo" else VIEWER
        assert guards_of(response) == expected


def answers(route: Route, world: World, clients: dict[str, Client]) -> Iterator[Any]:
    address = route.address(world.own.values)
    with transaction.atomic():
        for name in TRIES:
            response = clients[name].get(address)
            if response.status_code not in (302, 403, 404):
                break
        yield response
        yield clients["anonymous"].get(address)
        transaction.set_rollback(True)


def told(client: Client, method: str, address: str, **more: Any) -> tuple[int, Any]:
    response = getattr(client, method)(address, **more)
    return response.status_code, response


def test_each_status_has_the_guards_whole(officer, clients, base, world, monkeypatch, settings):
    """200, 302, 400, 403, 404, 405, 413, 500 and 503, as a page where people get one."""
    anonymous = clients["anonymous"]
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    asked = {
        200: lambda: officer.get(f"{base}/evidence/"),
        302: lambda: anonymous.get("/"),
        301: lambda: anonymous.get("/account/login"),
        400: lambda: anonymous.get("/", headers={"host": "evil.test"}),
        403: lambda: officer.get(f"{base}/assessment/access/"),
        404: lambda: officer.get("/no/such/page/"),
        405: lambda: anonymous.post("/healthz"),
        413: lambda: officer.post(f"{base}/elements/1.1.1/evidence/add", {"title": "x" * 200}),
    }
    for status, ask in asked.items():
        response = ask()
        assert (status, guards_of(response)) == (response.status_code, wanted(response)), status
        assert is_page(response) == (status in (200, 403, 404, 405, 413)), status
    refused = strict.post("/account/login/", {})
    assert (refused.status_code, guards_of(refused)) == (403, GUARDS)
    for error, status in (
        (RuntimeError("secret /srv/portal 1.2.3"), 500),
        (OperationalError(), 503),
    ):
        answer = broken(monkeypatch, error)
        assert (answer.status_code, guards_of(answer)) == (status, PLAIN)


def broken(monkeypatch: pytest.MonkeyPatch, error: Exception) -> Any:
    """The answer of a portal in which something goes wrong within the page."""

    def fail(request: Any) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr("django.contrib.auth.middleware.get_user", fail)
        return Client(raise_request_exception=False).get("/")


def test_too_many_attempts_are_answered_with_the_guards(settings, clients):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    client = Client()
    given = {"login": "nobody@example.org", "password": "wrong"}
    last = [client.post("/account/login/", given) for _time in range(3)][-1]
    assert (last.status_code, guards_of(last)) == (429, GUARDS)


def test_parts_of_a_file_and_what_is_unchanged_have_the_guards_of_the_viewer(officer, world):
    address = f"/files/{world.own.values['files/uuid']}/view/"
    whole = officer.get(address)
    assert (whole.status_code, guards_of(whole)) == (200, VIEWER)
    part = officer.get(address, headers={"range": "bytes=0-9"})
    assert (part.status_code, guards_of(part)) == (206, VIEWER)
    none = officer.get(address, headers={"range": "bytes=99999999-"})
    assert (none.status_code, guards_of(none)) == (416, VIEWER)


def test_static_files_are_guarded_and_may_be_kept(client):
    for address, kind in (("/favicon.ico", "image/"), ("/robots.txt", "text/plain")):
        answer = client.get(address)
        assert answer.status_code == 200 and answer["Content-Type"].startswith(kind)
        kept = {"Cache-Control": "max-age=60, public", "Access-Control-Allow-Origin": "*"}
        said = guards_of(answer)
        assert said == PLAIN | {k: v for k, v in kept.items() if k in said}


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """What production sets about cookies and https, under the database of the tests."""
    for name, value in (WHOLE | {"VAR_DIR": str(tmp_path)}).items():
        if name != "DATABASE_URL":
            monkeypatch.setenv(name, value)
    for name in ("base", "production"):  # read again, by this test alone
        monkeypatch.delitem(sys.modules, f"cse_portal.settings.{name}", raising=False)
    found = vars(importlib.import_module("cse_portal.settings.production"))
    taken = {
        k: v for k, v in found.items() if re.match("SECURE_|SESSION_C|CSRF_C|.*COOKIE_NAME", k)
    }
    with override_settings(**taken):
        yield


def test_in_production_cookies_stay_with_the_host_and_https_is_remembered(production, world):
    client = Client(enforce_csrf_checks=True)
    plain = client.get("/")
    assert (plain.status_code, plain["Location"]) == (301, "https://testserver/")
    assert guards_of(plain) == PLAIN
    page = client.get("/account/login/", secure=True)
    assert guards_of(page) == GUARDS | HSTS
    officer = world.people["officer"]
    assert isinstance(officer, User)
    officer.set_password("four random words here")
    officer.save()
    given = {
        "login": officer.email,
        "password": "four random words here",
        "csrfmiddlewaretoken": page.context["csrf_token"],
    }
    entered = client.post(
        "/account/login/", given, secure=True, headers={"referer": "https://testserver/"}
    )
    assert entered.status_code == 302
    cookies = {**page.cookies, **entered.cookies}
    assert {"__Host-session", "__Host-csrf", "__Host-writers"} <= set(cookies)
    for name, cookie in cookies.items():
        assert name.startswith("__Host-"), name
        told = {k: v for k, v in cookie.items() if k in ("path", "domain", "secure", "samesite")}
        assert told == {"path": "/", "domain": "", "secure": True, "samesite": "Strict"}, name
        assert cookie["httponly"] is True, name


def test_choosing_to_sign_out_clears_what_the_browser_keeps(world):
    manager = world.people["manager"]
    assert manager
    client = sign_in(Client(), manager)
    assert "Clear-Site-Data" not in client.get("/").headers
    left = client.post("/account/logout/")
    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert {k: v for k, v in guards_of(left).items() if k != "Clear-Site-Data"} == PLAIN
    everywhere = with_password(manager).post("/account/sessions/", {"which": "all"})
    assert everywhere.headers["Clear-Site-Data"] == '"cache", "storage"'


FROM_A_LETTER = {
    "sec-fetch-site": "cross-site",
    "sec-fetch-mode": "navigate",
    "sec-fetch-dest": "document",
}


def test_who_follows_a_link_from_a_letter_gets_a_page_that_loads_itself_again_once():
    client = Client()
    page = client.get("/?next=//evil.test/&a=b", headers=FROM_A_LETTER)
    text = page.content.decode()
    assert page.status_code == 200 and '<meta http-equiv="refresh" content="0">' in text
    assert re.findall(r'(?:href|src|action)="([^"]*)"', text) == [""], "leads nowhere else"
    assert guards_of(page) == PLAIN and not page.cookies
    again = client.get("/?a=b", headers=FROM_A_LETTER | {"sec-fetch-site": "same-origin"})
    assert again["Location"] == "/account/login/?next=/%3Fa%3Db"


@pytest.mark.parametrize(
    ("name", "value"),
    [("sec-fetch-mode", "cors"), ("sec-fetch-dest", "iframe"), ("sec-fetch-site", "same-site")],
)
def test_nothing_but_a_link_that_was_followed_gets_that_page(name, value):
    answer = Client().get("/", headers=FROM_A_LETTER | {name: value})
    assert answer.status_code == 302
    assert Client().post("/", headers=FROM_A_LETTER).status_code != 200
