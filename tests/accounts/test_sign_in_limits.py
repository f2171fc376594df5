"""Guessing is stopped for whoever guesses and wherever from; nobody is locked out for ever."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db.models import F
from django.test import Client

from accounts.actions import find_or_add_person
from accounts.models import HistoryEntry, SharedCount
from cse_portal.settings.sign_in import ACCOUNT_RATE_LIMITS
from tests.builders.people import PASSWORD, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

LOGIN, RESET = "/account/login/", "/account/password/reset/"


@pytest.fixture(autouse=True)
def _limited(settings):
    """The limits as they are outside the tests, which switch them off."""
    settings.ACCOUNT_RATE_LIMITS = ACCOUNT_RATE_LIMITS


@pytest.fixture
def morag():
    return make_user(email="morag@example.org", name="Morag Officer")


def log_in(client, email="morag@example.org", password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def at(address):
    """Somebody at a network address, with a browser nobody has signed in with."""
    return Client(REMOTE_ADDR=address)


def after(**time):
    """What was counted lies so much longer ago."""
    passed = timedelta(**time)
    SharedCount.objects.update(expires_at=F("expires_at") - passed)
    for row in SharedCount.objects.all():
        if isinstance(row.value, list):
            row.value = [moment - passed.total_seconds() for moment in row.value]
            row.save()


@pytest.mark.parametrize("email", ["morag@example.org", "nobody@example.org"])
def test_guessing_is_stopped_for_known_and_unknown_alike(client, morag, email):
    answers = [log_in(client, email, f"guess {n}").status_code for n in range(8)]
    assert answers == [200] * 5 + [429] * 3


def test_the_right_password_does_not_pass_until_the_time_is_over(client, morag):
    for number in range(6):
        log_in(client, password=f"guess {number}")
    stopped = log_in(client)
    assert stopped.status_code == 429
    page = stopped.content.decode()
    assert "Try again after" in page and "choose a new one by a letter" in page
    assert 14 * 60 < int(stopped["Retry-After"]) <= 15 * 60
    after(minutes=14)
    assert log_in(client).status_code == 429
    after(minutes=2)
    assert log_in(client).status_code == 302


def test_capitals_and_spaces_make_no_other_account(client, morag):
    for typed in ("MORAG@example.org", " morag@example.org", "Morag@Example.org") * 2:
        answer = log_in(client, typed, "guess")
    assert answer.status_code == 429


def test_one_address_cannot_try_many_accounts(morag):
    answers = [log_in(at("192.0.2.7"), f"p{n}@example.org", "x").status_code for n in range(31)]
    assert answers == [200] * 30 + [429]
    assert log_in(at("192.0.2.8"), "p1@example.org", "x").status_code == 200


def test_another_name_for_the_sender_does_not_lift_the_limit(morag):
    for number in range(6):
        forged = {
            "x-forwarded-for": f"192.0.2.{number}",
            "x-real-ip": f"192.0.2.{number}",
            "forwarded": f"for=192.0.2.{number}",
        }
        answer = log_in(Client(headers=forged), password="guess")
    assert answer.status_code == 429


def test_many_addresses_together_are_stopped_and_the_person_is_not_locked_out(morag):
    at_home = Client(REMOTE_ADDR="203.0.113.5")
    assert log_in(at_home).status_code == 302
    at_home.post("/account/logout/")
    answers = [
        log_in(at(f"198.51.100.{n // 5}"), password=f"guess {n}").status_code for n in range(55)
    ]
    assert answers == [200] * 50 + [429] * 5, "fifty an hour from everywhere"
    assert log_in(at("203.0.113.99")).status_code == 429, "nor does the right one, from elsewhere"
    assert log_in(at_home).status_code == 302, "in her own browser she gets in"


def test_a_browser_that_knows_the_person_may_not_guess_without_end(morag):
    known = Client()
    log_in(known)
    known.post("/account/logout/")
    answers = [log_in(known, password=f"guess {n}").status_code for n in range(7)]
    assert answers == [200] * 5 + [429] * 2


def test_the_cookie_of_one_person_gives_no_other_guesses_at_somebody_else(morag):
    make_user(email="eilidh@example.org")
    eilidh = Client()
    log_in(eilidh, "eilidh@example.org")
    eilidh.post("/account/logout/")
    for number in range(50):
        log_in(at(f"198.51.100.{number // 5}"), password=f"guess {number}")
    assert log_in(eilidh, password="guess").status_code == 429


def test_a_right_password_is_not_counted(client, morag):
    for _time in range(7):
        assert log_in(client).status_code == 302
        client.post("/account/logout/")


def test_a_new_password_by_letter_lets_the_person_in_at_once(
    client, morag, django_capture_on_commit_callbacks
):
    for number in range(6):
        log_in(client, password=f"guess {number}")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(RESET, {"email": "morag@example.org"})
    link = next(word for word in mail.outbox[0].body.split() if "/reset/key/" in word)
    form = client.get(link).url
    new = "another long enough one"
    client.post(form, {"password1": new, "password2": new})
    assert log_in(client, password=new).status_code == 302


def test_letters_for_new_passwords_are_not_sent_without_end(
    client, morag, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        known = [client.post(RESET, {"email": "morag@example.org"}).status_code for _ in range(7)]
        other = [client.post(RESET, {"email": "nobody@example.org"}).status_code for _ in range(7)]
    assert known == other == [302] * 5 + [429] * 2
    assert len(mail.outbox) == 10


def test_tokens_of_invitations_cannot_be_tried_without_end(client):
    answers = [client.get(f"/invitations/guess-{n}/").status_code for n in range(22)]
    assert answers == [404] * 20 + [429] * 2


def test_who_finds_an_open_browser_does_not_guess_its_password_without_end(morag):
    found = at("192.0.2.7")
    log_in(found)
    for _time in range(5):
        for n in range(9):
            answer = found.post("/account/reauthenticate/", {"password": f"guess {n}"})
        SharedCount.objects.filter(key__contains="login_failed").delete()
        after(minutes=6)
    assert answer.status_code == 429


def test_a_stranger_cannot_fill_the_history(morag):
    for number in range(40):
        log_in(at("192.0.2.7"), "morag@example.org", f"guess {number}")
        log_in(at("192.0.2.9"), f"nobody{number}@example.org", "guess")
    verbs = list(HistoryEntry.objects.order_by("sequence").values_list("verb", flat=True))
    assert verbs.count("accounts.sign_in_refused") == 5
    assert verbs.count("accounts.locked_out") == 1
    assert verbs.count("accounts.unknown_sign_in_refused") == 1
    assert verbs.count("accounts.place_locked_out") == 1


def test_a_person_without_a_password_is_as_unknown_to_the_page(client, morag):
    find_or_add_person(email="invited@example.org", name="Invited")
    known = log_in(client, "invited@example.org", "guess")
    assert known.status_code == 200
    assert "govuk-error-summary" in known.content.decode()
