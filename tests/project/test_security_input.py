"""Doors that strangers try first, tried."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.mail import send_letter
from cse_portal.settings import sign_in as sign_in_settings
from tests.builders.people import PASSWORD, make_user, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

SOURCES = (
    "/.git/config",
    "/.git/HEAD",
    "/.env",
    "/manage.py",
    "/requirements/production.txt",
    "/static/",
    "/static/css/",
    "/static/..%2fmanage.py",
    "/static/%2e%2e/manage.py",
    "/static/../../manage.py",
    "/var/portal.sqlite3",
    "/evidence/",
    "/admin/",
    "/__debug__/",
    "/server-status",
    "/docs/security.md",
)


def test_a_name_with_ends_of_lines_stays_in_the_subject_of_its_letter(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks(execute=True):
        send_letter(
            to="helen@example.org",
            template="access_given",
            sender="Ann",
            organisation="Council\r\nBcc: everybody@example.org\r\n\r\nAnother letter",
            service="Care\nX-Spam: no",
            assessment="Review",
            name="Helen",
            starts_on=timezone.localdate(),
            ends_on=timezone.localdate(),
        )
    [letter] = mail.outbox
    message = letter.message()
    assert "\n" not in str(letter.subject) and "\r" not in str(letter.subject)
    assert message["Bcc"] is None and message["X-Spam"] is None
    assert letter.recipients() == ["helen@example.org"]


@pytest.mark.parametrize(
    "address", ["/", "/account/login/", "/healthz", "/readyz", "/nothing/here/", "/standards/"]
)
def test_every_answer_says_what_it_is_and_in_which_letters(address, client):
    sign_in(client, make_user())
    for asked in (client, Client()):
        answer = asked.get(address, follow=True)
        assert re.fullmatch(r"text/(html|plain); charset=utf-8", answer["Content-Type"]), address


def test_a_session_is_named_by_32_random_signs_that_the_server_knows(client):
    keys = set()
    for _time in range(3):
        client.session.flush()
        sign_in(client, make_user())
        keys.add(client.session.session_key)
    # 32 signs of 36 are 165 bits.
    assert len(keys) == 3 and all(re.fullmatch("[a-z0-9]{32}", key) for key in keys)
    made_up = Client()
    made_up.cookies["sessionid"] = "a" * 32
    assert made_up.get("/").status_code == 302
    assert SESSION_KEY not in made_up.session


@pytest.mark.parametrize("address", SOURCES)
def test_nothing_of_the_sources_is_served(address, client):
    sign_in(client, make_user())
    assert client.get(address).status_code == 404


def test_a_session_that_was_signed_out_lets_nobody_in_again(client):
    sign_in(client, make_user())
    key = client.cookies["sessionid"].value
    copied = Client()
    copied.cookies["sessionid"] = key
    assert copied.get("/").status_code == 200
    client.post("/account/logout/")
    copied.cookies["sessionid"] = key
    assert copied.get("/").status_code == 302


@pytest.mark.parametrize("address", ["/", "/standards/", "/account/password/change/", "/nothing/"])
def test_every_page_of_somebody_signed_in_offers_to_sign_out(address, client):
    sign_in(client, make_user())
    page = client.get(address).content.decode()
    assert re.search(
        r'<form[^>]*action="/account/logout/"[^>]*method="post"|'
        r'<form[^>]*method="post"[^>]*action="/account/logout/"',
        page,
    ), address
    assert "Sign out" in page


def test_recovery_codes_and_seeds_are_random_and_long_enough():
    seeds = {generate_totp_secret() for _time in range(50)}
    assert len(seeds) == 50 and all(len(seed) == 32 for seed in seeds)  # 160 bits
    codes = [
        code for _n in range(3) for code in RecoveryCodes.activate(make_user()).generate_codes()
    ]
    # Eight digits are 26 bits.
    assert len(set(codes)) == len(codes) == 30
    assert all(re.fullmatch(r"\d{8}", code) for code in codes)


def test_who_shares_a_browser_with_somebody_does_not_guess_without_end(client, settings):
    limits = dict(sign_in_settings.ACCOUNT_RATE_LIMITS, password_known="7/1h/key")
    settings.ACCOUNT_RATE_LIMITS = limits
    victim, colleague = make_user(email="victim@example.org"), make_user(email="me@example.org")

    def tried(user, password):
        return client.post("/account/login/", {"login": user.email, "password": password})

    assert tried(victim, PASSWORD).status_code == 302
    looked_at = 0
    for _round in range(3):
        client.post("/account/logout/")
        assert tried(colleague, PASSWORD).status_code == 302  # and the cookie is another one
        client.post("/account/logout/")
        looked_at += sum(tried(victim, f"wrong {n}").status_code == 200 for n in range(4))
    assert 5 <= looked_at <= 7  # fewer where a cookie of the same second is the same
