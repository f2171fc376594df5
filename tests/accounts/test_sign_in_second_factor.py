"""The second factor: set up, asked for, not to be replayed, and needed before anything else."""

import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection
from django.utils import timezone

from accounts.actions import invite
from accounts.models import HistoryEntry, HistoryText, User
from cse_portal.settings.sign_in import ACCOUNT_RATE_LIMITS, MFA_TOTP_TOLERANCE
from tests.builders.people import PASSWORD, make_organisation, make_user, sign_in
from tests.project.routes import routes

from .second_factors import (
    CONFIRM,
    LOGIN,
    SECRET,
    browser,
    code_of,
    give_app,
    give_passkey,
    with_password,
)

pytestmark = pytest.mark.django_db

FACTOR = "/account/second-factor/"
APP, CODES = f"{FACTOR}app/", f"{FACTOR}codes/"


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR = "required"


@pytest.fixture
def morag():
    return make_user(email="morag@example.org", name="Morag")


def is_in(client):
    return client.get("/standards/").status_code == 200


def enter(client, code):
    return client.post(CONFIRM, {"code": code})


def set_up_app(client):
    page = client.get(APP)
    secret = page.context["form"].secret
    return client.post(APP, {"code": code_of(secret)}), secret


def test_the_password_alone_does_not_let_in_who_has_a_second_factor(morag):
    give_app(morag)
    client = with_password(morag)
    assert not is_in(client)
    assert client.get(LOGIN).url == CONFIRM
    assert enter(client, "000000").status_code == 200
    assert not is_in(client)
    assert enter(client, code_of()).url == "/"
    assert is_in(client)
    verbs = HistoryEntry.objects.order_by("sequence").values_list("verb", flat=True)
    assert list(verbs) == ["accounts.factor_refused", "accounts.signed_in"]
    words = HistoryText.objects.latest("entry_sequence").words
    assert words == {"factor": "password and authenticator app"}


@pytest.fixture
def clock_stands(monkeypatch):
    """No half minute ends between the code and its check."""
    now = time.time()
    for place in ("allauth.mfa.totp.internal.auth", "tests.accounts.second_factors"):
        monkeypatch.setattr(f"{place}.time", SimpleNamespace(time=lambda: now))


@pytest.mark.parametrize(("steps", "status"), [(-1, 200), (0, 302), (1, 200)])
def test_a_code_holds_for_its_own_half_minute(morag, settings, clock_stands, steps, status):
    settings.MFA_TOTP_TOLERANCE = MFA_TOTP_TOLERANCE
    give_app(morag)
    client = with_password(morag)
    answer = enter(client, code_of(steps=steps))
    assert answer.status_code == status
    assert ("Codes change every half minute" in answer.text) == (status == 200)


@pytest.mark.parametrize("written", ["{}", "{}{}{} {}{}{}", " {}-{}", "{}\t"])
def test_a_code_that_was_used_lets_nobody_in_again_however_it_is_written(morag, written):
    give_app(morag)
    code = code_of(steps=1)
    assert enter(with_password(morag), code).status_code == 302
    again = with_password(morag)
    typed = written.format(*code) if written.count("{}") > 2 else code.join(written.split("{}", 1))
    answer = enter(again, typed.replace("{}", ""))
    assert answer.status_code == 200
    assert not is_in(again)


def test_the_code_that_set_the_app_up_does_not_sign_in_as_well(morag):
    client = with_password(morag)
    _answer, secret = set_up_app(client)
    other = with_password(morag)
    assert enter(other, code_of(secret)).status_code == 200
    assert "used already" in enter(other, code_of(secret)).content.decode()
    assert not is_in(other)


@pytest.mark.django_db(transaction=True)
def test_one_code_at_one_moment_lets_one_in():
    morag = make_user(email="morag@example.org")
    give_app(morag)
    clients = [with_password(morag) for _ in range(8)]
    code = code_of(steps=1)

    def try_it(client):
        try:
            return enter(client, code).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(try_it, clients)) == [200] * 7 + [302]


def test_a_recovery_code_lets_in_once_and_the_person_is_told(
    morag, django_capture_on_commit_callbacks
):
    codes = give_app(morag)
    with django_capture_on_commit_callbacks(execute=True):
        assert enter(with_password(morag), codes[3]).status_code == 302
    assert enter(with_password(morag), codes[3]).status_code == 200
    assert "recovery code" in mail.outbox[-1].subject
    used = HistoryEntry.objects.get(verb="accounts.recovery_code_used")
    assert HistoryText.objects.get(entry_sequence=used.sequence).words == {"left": 9}


def test_guessing_codes_is_stopped_and_the_right_one_refused(morag, settings):
    settings.ACCOUNT_RATE_LIMITS = ACCOUNT_RATE_LIMITS
    codes = give_app(morag)
    client = with_password(morag)
    answers = [enter(client, f"00000{n}").status_code for n in range(7)]
    assert answers == [200] * 5 + [429] * 2
    for right in (code_of(), codes[0]):
        stopped = enter(with_password(morag), right)
        assert stopped.status_code == 429
        assert "Try again after" in stopped.content.decode()
    assert HistoryEntry.objects.filter(verb="accounts.locked_out").count() == 1


def test_setting_up_an_app_works_without_scripts_and_shows_the_codes_once(
    morag, django_capture_on_commit_callbacks
):
    client = with_password(morag)
    page = client.get(APP)
    secret = page.context["form"].secret
    assert " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)) in page.text
    assert "data:" not in page.text
    picture = client.get(f"{APP}picture.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert "no-store" in picture["Cache-Control"]
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(APP, {"code": code_of(secret)})
    assert answer.url == CODES
    shown = client.get(CODES)
    codes = shown.context["unused_codes"]
    assert len(set(codes)) == 10 and all(code in shown.text for code in codes)
    file = client.post(f"{CODES}file/", {"codes": " ".join(codes)})
    assert file["Content-Disposition"].startswith("attachment")
    assert all(code in file.text for code in codes)
    again = client.get(CODES)
    assert "not shown again" in again.text
    assert not any(code in again.text for code in codes)
    assert "authenticator app was added" in mail.outbox[-1].subject
    assert HistoryEntry.objects.filter(verb="accounts.factor_added", person_id=morag.pk).exists()


def test_secrets_lie_encrypted_in_the_database(morag):
    give_app(morag)
    assert SECRET not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_changing_factors_takes_confirming_who_one_is(morag):
    client = sign_in(browser(), morag)
    for address in (APP, f"{FACTOR}passkeys/add/", f"{CODES}new/"):
        answer = client.get(address)
        assert answer["Location"].startswith("/account/reauthenticate/?next="), address
    answer = client.post("/account/reauthenticate/", {"password": PASSWORD, "next": APP})
    assert answer["Location"] == APP
    assert client.get(APP).status_code == 200


def test_new_recovery_codes_end_the_old_ones(morag):
    codes = give_app(morag)
    client = with_password(morag)
    enter(client, code_of())
    assert client.post(f"{CODES}new/").url == CODES
    assert client.get(CODES).context["can_view_codes"]
    assert enter(with_password(morag), codes[0]).status_code == 200


def test_where_it_is_required_nothing_is_served_before_it(required, morag):
    client = with_password(morag)
    free = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "second_factor_picture"}
    reached = set()
    for route in routes():
        if route.keys:
            continue
        answer = client.get(route.address({}))
        if getattr(answer, "url", "") != FACTOR and answer.status_code != 405:
            reached.add(route.name)
    public = {route.name for route in routes() if route.permission == "public"}
    signing_in = {name for name in reached if name.startswith("account_")}
    assert reached - public - signing_in - {"session", "mfa_authenticate"} <= free | {
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
    assert {"account_change_password", "home", "account", "sessions"} & reached == set()


@pytest.mark.django_db(transaction=True)
def test_setting_it_up_leads_on_to_what_was_wanted(required):
    client = with_password(make_user(email="morag@example.org"))
    assert client.get("/standards/?page=1").url == FACTOR
    page = client.get(FACTOR)
    assert "You need one before you can go on" in page.text
    answer, _secret = set_up_app(client)
    assert answer.url == CODES
    assert client.post(f"{FACTOR}go-on/").url == "/standards/?page=1"
    assert is_in(client)
    assert client.post(f"{FACTOR}go-on/").url == "/"


def test_a_session_from_before_shows_the_factor_and_adds_none_by_password(required, morag):
    early = with_password(morag)
    give_passkey(morag)
    Authenticator.objects.create(
        user=morag, type="recovery_codes", data={"seed": "x", "used_mask": 0}
    )
    for address in ("/standards/", APP, f"{FACTOR}passkeys/add/"):
        assert early.get(address).url == f"{FACTOR}confirm-again/", address


def test_the_proof_of_one_person_is_no_proof_of_another(required, morag):
    give_app(morag)
    client = with_password(morag)
    enter(client, code_of())
    assert is_in(client)
    other = make_user()
    client.post("/account/logout/")
    with_password(other, client)
    assert client.get("/standards/").url == FACTOR


def test_the_last_factor_stays_where_one_is_required(required, morag):
    give_app(morag)
    client = with_password(morag)
    enter(client, code_of())
    page = client.get(f"{APP}take-away/")
    assert "Set up another one before" in page.text
    client.post(f"{APP}take-away/")
    assert Authenticator.objects.filter(type="totp").exists()


def test_taking_a_factor_away_is_told(morag, django_capture_on_commit_callbacks):
    give_app(morag)
    client = with_password(morag)
    enter(client, code_of())
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{APP}take-away/").url == FACTOR
    assert not Authenticator.objects.exists(), "recovery codes go with the last factor"
    assert "taken off your account" in mail.outbox[-1].subject
    assert HistoryEntry.objects.filter(verb="accounts.factor_removed").exists()


def test_where_it_is_optional_the_password_is_enough(morag):
    assert is_in(with_password(morag))


def test_an_invited_person_goes_on_to_their_second_factor(required):
    user = User.objects.create_user("new@example.org", name="")
    ticket = invite(user=user, organisation=make_organisation(), by=make_user())
    client = browser()
    words = {"name": "New Person", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post(f"/invitations/{ticket.token}/", words).status_code == 302
    assert client.get("/").url == FACTOR
    assert ticket.expires_at > timezone.now()


@pytest.mark.parametrize(
    ("host", "secure", "work"),
    [
        ("localhost", False, True),
        ("127.0.0.1", False, False),
        ("127.0.0.1", True, False),
        ("testserver", False, False),
        ("testserver", True, True),
    ],
)
def test_where_passkeys_cannot_work_the_page_says_so_and_offers_an_app(morag, host, secure, work):
    client = sign_in(browser(), morag)
    page = client.get(FACTOR, secure=secure, headers={"host": host}).text
    assert ("Add a passkey" in page) == work
    assert ("Passkeys do not work at this address" in page) != work
    assert "Set up an app" in page
