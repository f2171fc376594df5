"""Signing in and out, and what the doors tell to those outside."""

import re
import time

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client

from accounts.models import HistoryEntry, HistoryText, User
from tests.builders.people import PASSWORD, make_user, sign_in

pytestmark = pytest.mark.django_db

LOGIN, LOGOUT, RESET = "/account/login/", "/account/logout/", "/account/password/reset/"
NEW_PASSWORD = "another long enough one"
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "http:///evil.example/",
    "https:evil.example",
    "\thttps://evil.example/",
    " //evil.example/",
    "javascript:alert(1)",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
]


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What happens after the request's transaction, such as the sending of letters."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def morag():
    return make_user(email="Morag@Example.org", name="Morag Officer")


def log_in(client, email, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def page_of(response, typed=""):
    """The page without what differs by itself: token, nonce, and the address as it was typed."""
    text = response.content.decode()
    token = re.compile(r'(name="csrfmiddlewaretoken" value="|nonce=")[^"]+')
    return token.sub(r"\1", text).replace(typed or "\0", "")


@pytest.mark.parametrize("typed", ["morag@example.org", "MORAG@EXAMPLE.ORG", " Morag@example.org "])
def test_the_email_address_is_taken_in_any_case(client, morag, typed):
    assert log_in(client, typed).status_code == 302
    assert signed_in_as(client) == str(morag.pk)


def test_two_people_cannot_have_addresses_that_differ_by_case_only(morag):
    clash = User(email="MORAG@example.org", name="Another")
    clash.set_password(PASSWORD)
    with pytest.raises(Exception, match=r"(?i)unique"):
        clash.save()


def test_nobody_signs_up(client):
    for response in (
        client.get("/account/signup/"),
        client.post(
            "/account/signup/",
            {"email": "new@example.org", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
        ),
    ):
        assert "administrator" in response.content.decode()
        assert "<form" not in response.content.decode()
    assert not User.objects.exists()
    assert signed_in_as(client) is None


@pytest.mark.parametrize(
    "address", ["email/", "confirm-email/", "confirm-email/abc/", "login/code/confirm/"]
)
def test_pages_of_the_library_that_are_not_offered_do_not_exist(client, morag, address):
    sign_in(client, morag)
    assert client.get(f"/account/{address}").status_code == 404
    assert client.post(f"/account/{address}").status_code == 404


def test_a_refused_sign_in_does_not_tell_who_is_known(client, morag):
    known = log_in(client, "morag@example.org", "wrong")
    unknown = log_in(client, "nobody@example.org", "wrong")
    assert known.status_code == unknown.status_code
    assert page_of(known, "morag@example.org") == page_of(unknown, "nobody@example.org")
    assert "govuk-error-summary" in known.content.decode()
    assert signed_in_as(client) is None


class CountingHasher(MD5PasswordHasher):
    hashed: list[str] = []

    def encode(self, password, salt):
        self.hashed.append(password)
        return super().encode(password, salt)


def test_a_refused_sign_in_takes_as_long_for_nobody_as_for_somebody(client, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    make_user(email="morag@example.org")
    work = {}
    for email in ("morag@example.org", "nobody@example.org"):
        CountingHasher.hashed.clear()
        log_in(client, email, "wrong")
        work[email] = len(CountingHasher.hashed)
    assert work["morag@example.org"] == work["nobody@example.org"] == 1


def test_a_person_whose_account_is_closed_cannot_sign_in(client, morag):
    User.objects.update(is_active=False)
    response = log_in(client, "morag@example.org")
    assert response.url == "/account/inactive/"
    assert signed_in_as(client) is None
    wrong, unknown = log_in(client, "morag@example.org", "x"), log_in(client, "no@example.org", "x")
    assert page_of(wrong, "morag@example.org") == page_of(unknown, "no@example.org")


def test_a_closed_account_ends_the_sessions_it_has(client, morag):
    sign_in(client, morag)
    assert client.get("/standards/").status_code == 200
    User.objects.update(is_active=False)
    response = client.get("/standards/")
    assert response.url == "/account/login/?next=/standards/"


def test_signing_out_takes_a_post(client, morag):
    sign_in(client, morag)
    page = client.get(LOGOUT)
    assert page.status_code == 200
    assert signed_in_as(client) == str(morag.pk)
    response = client.post(LOGOUT)
    assert response.url == LOGIN
    assert signed_in_as(client) is None
    assert client.get("/standards/").url == "/account/login/?next=/standards/"


def test_a_password_sent_from_another_site_is_refused(morag):
    client = Client(enforce_csrf_checks=True)
    assert log_in(client, "morag@example.org").status_code == 403
    assert signed_in_as(client) is None


def test_a_session_planted_before_signing_in_is_not_taken_over(client, morag):
    session = client.session
    session["planted"] = True
    session.save()
    planted = client.cookies["sessionid"] = session.session_key
    log_in(client, "morag@example.org")
    assert client.session.session_key != planted


def test_the_session_ends_with_the_browser_and_is_hidden_from_scripts(client, morag):
    cookie = log_in(client, "morag@example.org").cookies["sessionid"]
    assert (cookie["expires"], cookie["max-age"]) == ("", "")
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"


def test_after_signing_in_people_are_where_they_wanted_to_be(client, morag):
    assert client.get("/standards/?page=1").url == "/account/login/?next=/standards/%3Fpage%3D1"
    page = client.get("/account/login/?next=/standards/")
    assert '<input type="hidden" name="next" value="/standards/">' in page.content.decode()
    assert log_in(client, "morag@example.org", next="/standards/").url == "/standards/"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nobody_is_led_to_another_site(client, morag, address):
    assert log_in(client, "morag@example.org", next=address).url == "/"
    assert client.get(LOGIN, {"next": address}).url == "/", "who is signed in already"
    assert client.post(LOGOUT, {"next": address}).url == LOGIN


def test_a_link_for_a_new_password_is_asked_for_without_learning_who_is_known(
    client, morag, committed
):
    with committed():
        known = client.post(RESET, {"email": "MORAG@example.org"})
        unknown = client.post(RESET, {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert page_of(client.get(known.url)) == page_of(client.get(unknown.url))
    to_morag, to_nobody = mail.outbox
    assert (to_morag.to, to_nobody.to) == (["morag@example.org"], ["nobody@example.org"])
    assert "/account/password/reset/key/" in to_morag.body
    assert "We know nobody with this email address" in to_nobody.body
    assert "/account/" not in to_nobody.body


def test_the_person_of_a_closed_account_gets_no_link(client, morag, committed):
    User.objects.update(is_active=False)
    with committed():
        client.post(RESET, {"email": "morag@example.org"})
    assert "/account/" not in mail.outbox[0].body


def test_the_link_gives_a_new_password_once_and_ends_other_sessions(client, morag, committed):
    elsewhere = sign_in(Client(), morag)
    with committed():
        client.post(RESET, {"email": "morag@example.org"})
    [link] = re.findall(r"http://testserver(/account/\S+)", str(mail.outbox[0].body))
    form = client.get(link).url
    response = client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert response.url == "/account/password/reset/key/done/"
    assert elsewhere.get("/standards/").status_code == 302
    assert log_in(Client(), "morag@example.org").status_code == 200
    assert log_in(Client(), "morag@example.org", NEW_PASSWORD).status_code == 302
    again = Client().get(link, follow=True)
    assert 'name="password1"' not in again.content.decode()


@pytest.mark.parametrize("email", ["morag@example.org", "nobody@example.org"])
def test_asking_for_a_new_password_takes_as_long_whoever_it_is(client, morag, settings, email):
    settings.NEW_PASSWORD_SECONDS = 2
    began = time.monotonic()
    client.post("/account/password/reset/", {"email": email})
    assert time.monotonic() - began >= 2


@pytest.mark.parametrize(
    "weak",
    [
        "short",
        "password1234",
        "123456789012",
        "1234567890ab",
        "qwertyuiop12",
        "Liverpool!!1",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "morag@example.org",
    ],
)
def test_a_weak_password_is_refused(client, morag, weak):
    sign_in(client, morag)
    answer = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    page = client.post("/account/password/change/", answer)
    assert page.status_code == 200
    assert "govuk-error-summary" in page.content.decode()
    morag.refresh_from_db()
    assert morag.check_password(PASSWORD)


@pytest.mark.parametrize(
    "good", ["correct horse battery", "90210 73311 48", "élève à la plage", "x7" * 90 + "q" * 20]
)
def test_no_password_is_refused_for_what_it_is_made_of(client, morag, good):
    sign_in(client, morag)
    answer = {"oldpassword": PASSWORD, "password1": good, "password2": good}
    assert client.post("/account/password/change/", answer).url == "/account/"
    morag.refresh_from_db()
    assert morag.check_password(good)
    assert log_in(Client(), "morag@example.org", good).status_code == 302


def test_password_managers_and_pasting_are_let_work(client, morag):
    sign_in(client, morag)
    page = client.get("/account/password/change/").content.decode()
    assert page.count('autocomplete="new-password"') == 2
    assert 'autocomplete="current-password"' in page
    assert "maxlength" not in page
    page = Client().get(LOGIN).content.decode()
    assert 'autocomplete="email"' in page and 'autocomplete="current-password"' in page


def test_changing_the_password_ends_the_other_sessions_and_is_told(client, morag, committed):
    log_in(client, "morag@example.org")
    elsewhere = Client()
    log_in(elsewhere, "morag@example.org")
    answer = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    with committed():
        client.post("/account/password/change/", answer)
    assert client.get("/standards/").status_code == 200
    assert elsewhere.get("/standards/").status_code == 302
    assert morag.usersession_set.count() == 1
    assert "password for the CSE Portal was changed" in mail.outbox[-1].subject
    assert HistoryEntry.objects.filter(verb="accounts.password_changed", person_id=morag.pk)


def test_the_link_for_a_new_password_ends_after_two_hours(client, morag, committed, settings):
    with committed():
        client.post(RESET, {"email": "morag@example.org"})
    [link] = re.findall(r"http://testserver(/account/\S+)", str(mail.outbox[0].body))
    assert "two hours" in mail.outbox[0].body
    settings.PASSWORD_RESET_TIMEOUT = -1
    page = Client().get(link, follow=True).content.decode()
    assert 'name="password1"' not in page
    assert "no longer works" in page


def test_what_was_tried_is_in_the_history_and_no_address_that_nobody_has(client, morag):
    log_in(client, "morag@example.org", "wrong")
    log_in(client, "nobody@example.org", "wrong")
    log_in(client, "morag@example.org")
    client.post(LOGOUT)
    verbs = list(HistoryEntry.objects.order_by("sequence").values_list("verb", "person_id"))
    assert verbs == [
        ("accounts.sign_in_refused", morag.pk),
        ("accounts.unknown_sign_in_refused", None),
        ("accounts.signed_in", morag.pk),
        ("accounts.signed_out", morag.pk),
    ]
    words = str(list(HistoryText.objects.values_list("words", "actor")))
    assert "nobody@" not in words
    assert "'factor': 'password'" in words
