"""Signing in and out, and what the doors tell to those outside."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User
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
    """The page without what differs by itself: the token, and the address as it was typed."""
    text = response.content.decode()
    token = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+')
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
    assert cookie["samesite"] == "Lax"


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


@pytest.mark.parametrize("weak", ["short", "password1234", "123456789012", "morag@example.org"])
def test_a_weak_password_is_refused(client, morag, weak):
    sign_in(client, morag)
    answer = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    page = client.post("/account/password/change/", answer)
    assert page.status_code == 200
    assert "govuk-error-summary" in page.content.decode()
    morag.refresh_from_db()
    assert morag.check_password(PASSWORD)


@pytest.fixture
def limited(settings):
    """The limits as they are outside the tests, which switch them off."""
    del settings.ACCOUNT_RATE_LIMITS
    cache.clear()
    yield
    cache.clear()


@pytest.mark.parametrize("email", ["morag@example.org", "nobody@example.org"])
def test_guessing_a_password_is_stopped_for_known_and_unknown_alike(client, morag, limited, email):
    pages = [page_of(log_in(client, email, f"guess {n}")) for n in range(8)]
    stopped = [number for number, page in enumerate(pages) if "Too many failed" in page]
    assert stopped == [5, 6, 7]


def test_the_right_password_does_not_pass_while_guesses_are_stopped(client, morag, limited):
    for number in range(6):
        log_in(client, "morag@example.org", f"guess {number}")
    assert log_in(client, "morag@example.org").status_code == 200
    assert signed_in_as(client) is None


def test_another_name_for_the_sender_does_not_lift_the_limit(morag, limited):
    for number in range(12):
        sender = Client(headers={"x-forwarded-for": f"192.0.2.{number}"})
        page = log_in(sender, f"person{number}@example.org", "guess")
    assert "Too many failed" in page.content.decode(), "ten a minute from one address"


def test_links_for_new_passwords_are_not_sent_without_end(client, morag, limited, committed):
    with committed():
        answers = [client.post(RESET, {"email": "morag@example.org"}) for _ in range(7)]
    assert [answer.status_code for answer in answers[:5]] == [302] * 5
    assert answers[-1].status_code == 429
    assert "Wait five minutes" in answers[-1].content.decode()
    assert len(mail.outbox) <= 5
