"""No page of the sign-in leads to another site, whatever `next` says."""

from urllib.parse import urlsplit

import pytest

from tests.builders.people import PASSWORD, make_user, sign_in
from tests.project.routes import routes

from .second_factors import CONFIRM, browser, code_of, give_app, give_passkey
from .test_sign_in import ELSEWHERE

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def morag():
    user = make_user(email="morag@example.org", name="Morag")
    give_app(user)
    return user


def stays_here(answer):
    """Where the browser goes is ours, in the header and in every link and form of the page."""
    there = urlsplit(getattr(answer, "url", ""))
    assert (there.scheme, there.netloc) == ("", ""), answer.url
    assert not getattr(answer, "url", "").startswith(("//", "/\\", "\\"))
    page = answer.content.decode() if not answer.streaming else ""
    assert 'href="https://evil' not in page and 'action="https://evil' not in page
    return True


def pages():
    return [r.address({}) for r in routes() if r.path.startswith("account/") and not r.keys]


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_page_of_the_account_leads_away(morag, elsewhere):
    stranger, person = browser(), sign_in(browser(), morag)
    for page in pages():
        for client in (stranger, person):
            if page == "/account/logout/" and client is person:
                continue
            assert stays_here(client.get(page, {"next": elsewhere}))
            assert stays_here(client.post(f"{page}", {"next": elsewhere, "which": "others"}))


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_signing_in_with_two_factors_leads_to_a_page_of_ours(morag, elsewhere):
    client = browser()
    words = {"login": "morag@example.org", "password": PASSWORD, "next": elsewhere}
    assert client.post(f"/account/login/?next={elsewhere}", words).url == CONFIRM
    code = {"code": code_of(), "next": elsewhere}
    assert client.post(f"{CONFIRM}?next={elsewhere}", code).url == "/"


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_confirming_who_one_is_leads_to_a_page_of_ours(morag, elsewhere):
    give_passkey(morag)
    client = sign_in(browser(), morag)
    words = {"password": PASSWORD, "next": elsewhere}
    assert client.post("/account/reauthenticate/", words)["Location"] == "/"
    code = {"code": code_of(steps=1), "next": elsewhere}
    assert client.post("/account/second-factor/confirm-again/", code)["Location"] == "/"
    page = client.get("/account/reauthenticate/", {"next": elsewhere}).content.decode()
    assert 'href="https://evil' not in page
