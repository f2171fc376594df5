"""A form that is sent after the sign-in has ended comes back, for the same person only."""

import json
import re
from datetime import timedelta

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.access import PUBLIC
from accounts.actions import TooMuch, drop_old_held, hold_form
from accounts.enums import Role
from accounts.models import HeldForm
from accounts.signed_out import methods_at, methods_of
from assessments.models import ElementAssessment
from tests.builders.assessments import make_assessment, row_of
from tests.builders.people import PASSWORD, make_user
from tests.project.routes import routes

pytestmark = pytest.mark.django_db

WORDS = "Teams meet every Friday.\n\nThe “board” reads <the> minutes & acts."
SIGNED_OUT = "You have been signed out"


@pytest.fixture
def assessment(portfolio):
    return make_assessment(portfolio)


@pytest.fixture
def officer(portfolio):
    return make_user(Role.OFFICER, portfolio.service, name="Isla Campbell")


@pytest.fixture
def address(assessment, base):
    return f"{base}/elements/1.1.1/self-assessment/"


def log_in(client, user, after="/"):
    given = {"login": user.email, "password": PASSWORD, "next": after}
    return client.post("/account/login/", given)


def log_in_with_token(client, user):
    token = token_on(client.get("/account/login/"))
    given = {"login": user.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert client.post("/account/login/", given).status_code == 302


def token_on(page):
    return re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)', page.content.decode())[0]


def end_session(client):
    """As on the server: the browser knows nothing of it."""
    client.session.flush()


def typed(**more):
    return {"self_rating": "met", "commentary": WORDS, "revision": "0"} | more


def fields_of(page):
    """What the button of the page sends."""
    body = page.content.decode()
    form = body[body.index('name="held"') - 40 :].partition("</form>")[0]
    from html import unescape

    return {
        name: unescape(value)
        for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form, re.S)
    }


@pytest.fixture
def held(client, officer, address):
    """The address of the page with what the officer sent too late."""
    log_in(client, officer)
    end_session(client)
    answer = client.post(address, typed())
    assert answer.status_code == 302
    after = answer["Location"].removeprefix("/account/login/?next=")
    assert re.fullmatch(r"/held/[0-9a-f-]{36}/", after)
    return after


def test_what_was_sent_too_late_is_shown_and_sent_again(
    client, officer, assessment, address, held, words
):
    assert SIGNED_OUT in words(client.get(f"/account/login/?next={held}"))
    assert log_in(client, officer, after=held).url == held
    page = client.get(held)
    assert "Commentary Teams meet every Friday. The “board” reads <the> minutes & acts." in (
        words(page)
    )
    assert f'action="{address}"' in page.content.decode()
    assert row_of(assessment).commentary == ""
    sent = client.post(address, fields_of(page))
    assert sent.status_code == 302
    assert row_of(assessment).commentary == WORDS
    assert not HeldForm.objects.exists(), "it has arrived"
    assert client.get(held).status_code == 404


def test_it_stays_held_while_it_is_refused(client, officer, assessment, address, held):
    log_in(client, officer)
    fields = fields_of(client.get(held))
    ElementAssessment.objects.update(service_revision=5, commentary="Somebody else's")
    assert client.post(address, fields).status_code == 409
    assert HeldForm.objects.count() == 1


def test_nobody_else_sees_it(client, officer, held, portfolio):
    other = make_user(Role.OFFICER, portfolio.service)
    log_in(client, other)
    missing = client.get("/held/00000000-0000-0000-0000-000000000000/")
    for method in (client.get, client.post):
        answer = method(held)
        assert answer.status_code == 404
        assert WORDS[:10] not in answer.content.decode()
    assert answer.status_code == missing.status_code
    assert HeldForm.objects.count() == 1


def test_without_signing_in_it_is_not_shown(client, held):
    answer = client.get(held)
    assert answer["Location"] == f"/account/login/?next={held}"
    client.post(held)
    assert HeldForm.objects.filter(path__contains="self-assessment").count() == 1


def test_its_writer_deletes_it(client, officer, held):
    log_in(client, officer)
    assert client.post(held).url == "/"
    assert not HeldForm.objects.exists()


def test_passwords_tokens_and_files_are_never_held(client, officer, address, words):
    log_in(client, officer)
    end_session(client)
    secret = {"csrfmiddlewaretoken": "hush1", "old_password": "hush2", "reset_Token": "hush3"}
    files = {"files": SimpleUploadedFile("minutes of May.pdf", b"hush4")}
    answer = client.post(address, typed(**secret, **files))
    held = HeldForm.objects.get()
    assert "hush" not in json.dumps(held.fields) + json.dumps(held.files)
    assert held.files == [["files", "minutes of May.pdf"]]
    log_in(client, officer)
    page = words(client.get(answer["Location"].partition("next=")[2]))
    assert "Files cannot be kept. Choose them again" in page
    assert "minutes of May.pdf" in page


def test_what_was_typed_is_not_in_the_log(held, caplog, client, officer):
    assert "Friday" not in caplog.text
    assert client.get(held).status_code == 302
    assert "Friday" not in caplog.text


def test_who_never_signed_in_here_has_nothing_held(address):
    answer = Client().post(address, typed())
    assert answer["Location"] == f"/account/login/?next={address}"
    assert not HeldForm.objects.exists()


@pytest.mark.parametrize("value", ["", "1", "{pk}", "{pk}:abc:def", "{signed}x"])
def test_a_cookie_that_is_not_ours_names_nobody(address, officer, value, settings):
    client = Client()
    signed = signing.get_cookie_signer(salt="elsewhere").sign(str(officer.pk))
    name = settings.WRITERS_COOKIE_NAME
    client.cookies[name] = value.format(pk=officer.pk, signed=signed)
    assert client.post(address, typed())["Location"] == f"/account/login/?next={address}"
    assert not HeldForm.objects.exists()


def test_the_cookie_grants_nothing_and_outlives_the_session(client, officer, address, settings):
    cookie = log_in(client, officer).cookies[settings.WRITERS_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["max-age"] > settings.SESSION_COOKIE_AGE
    alone = Client()
    alone.cookies[settings.WRITERS_COOKIE_NAME] = cookie.value
    for path in ("/", address, "/standards/"):
        assert alone.get(path)["Location"].startswith("/account/login/")


def test_pages_that_take_no_form_and_those_of_others_hold_nothing(client, officer, base):
    log_in(client, officer)
    end_session(client)
    for path in ("/standards/", f"{base}/", "/assessments/1/no/such/page"):
        assert client.post(path, typed()).url == f"/account/login/?next={path}"
    client.post("/account/password/change/", {"oldpassword": PASSWORD})
    client.post("/no/such/page/", typed())
    assert not HeldForm.objects.exists()


ELSEWHERE = ["https://evil.example/", "//evil.example/held/", "javascript:alert(1)", ""]
NOT_HELD = ["/\\evil.example/", "/account/login/", "/no/such/page/", "/healthz", "/" + "x" * 1_500]


@pytest.mark.parametrize("path", [*ELSEWHERE, *NOT_HELD, "/" + "x" * 3_000])
def test_only_pages_of_ours_that_take_forms_are_sent_to(path):
    assert methods_at(path) == frozenset()


@pytest.mark.parametrize("path", ELSEWHERE)
def test_the_database_takes_no_address_elsewhere(path, officer):
    with pytest.raises(IntegrityError), transaction.atomic():
        HeldForm.objects.create(person=officer, path=path)


@pytest.mark.parametrize("path", NOT_HELD)
def test_a_page_that_is_not_there_any_more_is_said_and_the_words_are_shown(
    path, client, officer, words
):
    held = HeldForm.objects.create(person=officer, path=path, fields={"title": ["Words"]})
    log_in(client, officer)
    page = client.get(f"/held/{held.pk}/")
    assert f'action="{path}"' not in page.content.decode()
    assert "not there any more" in words(page)
    assert "Title Words" in words(page)


def test_every_guarded_page_says_which_methods_it_takes():
    guarded = [route for route in routes() if route.permission not in (None, PUBLIC)]
    silent = {route.path for route in guarded if not methods_of(route.view)}
    assert silent == {"assessments/<pk>/<rest>"}
    assert "POST" in methods_at("/services/a/b/elements/1.1.1/self-assessment/?x=1")


def test_a_script_is_told_so_that_it_can_act(client, officer, address):
    log_in(client, officer)
    end_session(client)
    for headers in (
        {"accept": "application/json"},
        {"sec-fetch-dest": "empty"},
        {"x-requested-with": "XMLHttpRequest"},
    ):
        answer = client.post(address, typed(), headers=headers)
        assert answer.status_code == 401
        assert SIGNED_OUT in answer.json()["error"]
        assert answer.json()["sign_in"] == f"/account/login/?next={address}"
    assert not HeldForm.objects.exists(), "the page has the words still"
    answer = client.post(address, typed(), headers={"hx-request": "true"})
    assert answer.status_code == 401
    assert answer["HX-Redirect"].startswith("/account/login/?next=/held/")
    assert HeldForm.objects.count() == 1


@pytest.fixture
def strict(officer):
    """A browser whose tokens are checked, in which the officer has signed in."""
    browser = Client(enforce_csrf_checks=True)
    log_in_with_token(browser, officer)
    return browser


OURS = {"origin": "http://testserver"}


def test_a_page_older_than_the_last_sign_in_leads_there_too(
    strict, officer, assessment, address, base
):
    old = token_on(strict.get(f"{base}/elements/1.1.1/"))
    end_session(strict)
    log_in_with_token(strict, officer)
    answer = strict.post(address, typed(csrfmiddlewaretoken=old), headers=OURS)
    assert answer.url.startswith("/held/")
    page = strict.get(answer.url)
    assert strict.post(address, fields_of(page) | {"csrfmiddlewaretoken": token_on(page)}).url
    assert row_of(assessment).commentary == WORDS


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"referer": "https://evil.example/http://testserver/"},
        {"origin": "http://testserver.evil.example"},
        {"origin": "https://testserver"},
        OURS | {"sec-fetch-site": "cross-site"},
        OURS | {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_from_another_site_is_refused_and_not_held(strict, address, headers):
    answer = strict.post(address, typed(csrfmiddlewaretoken="x" * 64), headers=headers)
    assert answer.status_code == 403
    assert not HeldForm.objects.exists()


def test_an_old_page_in_a_browser_that_several_share_is_refused(strict, address, base, portfolio):
    old = token_on(strict.get(f"{base}/elements/1.1.1/"))
    end_session(strict)
    log_in_with_token(strict, make_user(Role.OFFICER, portfolio.service))
    answer = strict.post(address, typed(csrfmiddlewaretoken=old), headers=OURS)
    assert answer.status_code == 403
    assert not HeldForm.objects.exists(), "it may be the words of the one before"


def test_a_script_with_an_old_token_is_told_in_words(strict, address):
    headers = OURS | {"accept": "application/json"}
    answer = strict.post(address, typed(csrfmiddlewaretoken="x" * 64), headers=headers)
    assert answer.status_code == 403
    assert "older than your sign-in" in answer.json()["error"]


def test_a_sign_in_from_another_site_is_refused_still(officer):
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post("/account/login/", {"login": officer.email, "password": PASSWORD})
    assert answer.status_code == 403


def test_sent_too_late_twice_it_is_held_once(client, officer, address, held):
    log_in(client, officer)
    fields = fields_of(client.get(held))
    end_session(client)
    client.post(address, fields)
    again = HeldForm.objects.get()
    assert str(again.pk) not in held
    assert again.fields["commentary"] == [WORDS]
    assert "held" not in again.fields


def test_at_most_a_megabyte_and_twenty_forms_are_held(officer):
    for number in range(25):
        hold_form(person=officer, path="/", fields={"title": [f"Number {number}\x00"]})
    assert HeldForm.objects.count() == 20
    assert HeldForm.objects.latest("held_at").fields == {"title": ["Number 24"]}
    with pytest.raises(TooMuch):
        hold_form(person=officer, path="/", fields={"title": ["é" * 600_000]})


def test_after_a_week_it_is_deleted(officer):
    hold_form(person=officer, path="/", fields={})
    old = hold_form(person=officer, path="/", fields={})
    week = timezone.now() - timedelta(days=7)
    HeldForm.objects.filter(pk=old.pk).update(held_at=week - timedelta(minutes=1))
    assert drop_old_held(before=week) == 1
    assert not HeldForm.objects.filter(pk=old.pk).exists()
