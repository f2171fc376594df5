"""Signing in by an organisation's identity provider, with a real one beside the tests."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from oidc_provider_mock import run_server_in_thread

from accounts.actions import invite
from accounts.models import HistoryEntry, HistoryText, User
from cse_portal.settings.sign_in import ACCOUNT_RATE_LIMITS
from tests.builders.people import PASSWORD, make_organisation, make_user

from .second_factors import browser, with_password

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

START = "/account/with/council/"


@pytest.fixture(scope="module")
def provider():
    with run_server_in_thread(require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def council(settings, provider):
    """The provider switched on for one domain; the settings may be changed by the test."""
    app = {
        "provider_id": "council",
        "name": "Argyll and Bute",
        "client_id": "portal",
        "secret": "only for the tests",
        "settings": {
            "server_url": provider,
            "domains": ["council.example"],
            "only": False,
            "fetch_userinfo": False,
            "oauth_pkce_enabled": True,
        },
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    settings.ROOT_URLCONF = "tests.accounts.provider_urls"
    return app["settings"]


@pytest.fixture
def morag():
    return User.objects.create_user("morag@council.example", name="Morag")


def at_provider(provider, sub="7", **claims):
    """What the provider knows of somebody."""
    told = {"email": "Morag@council.example", "email_verified": True, "name": "M", **claims}
    requests.put(f"{provider}/users/{sub}", json=told, timeout=10).raise_for_status()
    return sub


def go(client, **question):
    """To the provider: the address that the browser is sent to."""
    answer = client.get(START, question)
    assert answer.status_code == 302, answer.text
    return answer.url


def signed_in_there(address, sub):
    """What the person does there; the address that the browser comes back to."""
    answer = requests.post(address, {"sub": sub}, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    assert back.netloc == "testserver"
    return f"{back.path}?{back.query}"


def come_back(client, sub, **question):
    return client.get(signed_in_there(go(client, **question), sub))


def is_in(client):
    return client.get("/standards/").status_code == 200


def refused(answer, words):
    assert answer.status_code == 403
    assert words in answer.text
    assert not SocialAccount.objects.exists()
    entry = HistoryEntry.objects.get(verb="accounts.provider_refused")
    assert "@" not in str(HistoryText.objects.get(entry_sequence=entry.sequence).words)
    return True


def test_the_request_bears_state_nonce_and_a_proof_key(council, provider):
    asked = parse_qs(urlsplit(go(browser())).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert all(len(asked[name][0]) >= 16 for name in ("state", "nonce", "code_challenge"))
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}


def test_somebody_known_gets_in_and_needs_no_other_factor(council, provider, morag, settings):
    settings.SECOND_FACTOR = "required"
    client = browser()
    page = client.get("/account/login/?next=/standards/").text
    assert 'href="/account/with/council/?next=%2Fstandards%2F"' in page
    assert "Sign in with Argyll and Bute" in page
    answer = come_back(client, at_provider(provider), next="/standards/?page=1")
    assert answer.url == "/standards/?page=1"
    assert is_in(client)
    assert client.session["_auth_user_id"] == str(morag.pk)
    verbs = HistoryEntry.objects.order_by("sequence").values_list("verb", "person_id")
    assert list(verbs) == [
        ("accounts.provider_linked", morag.pk),
        ("accounts.signed_in", morag.pk),
    ]
    assert HistoryText.objects.latest("entry_sequence").words == {"factor": "council"}


def test_after_the_first_time_the_providers_number_counts_and_no_address(council, provider, morag):
    sub = at_provider(provider)
    come_back(browser(), sub)
    at_provider(provider, sub, email="another@council.example", email_verified=False)
    client = browser()
    come_back(client, sub)
    assert client.session["_auth_user_id"] == str(morag.pk)
    assert SocialAccount.objects.get().extra_data == {}, "nothing is kept of what it told"


@pytest.mark.parametrize(
    ("strength", "claims"),
    [
        (("amr", "mfa"), {"amr": ["pwd", "mfa"]}),
        (("acr", "urn:two"), {"acr": "urn:two"}),
        (("acrs", "c1"), {"acrs": ["c1", "c2"]}),
    ],
)
def test_a_sign_in_there_with_two_factors_is_let_in(council, provider, morag, strength, claims):
    council["strength"] = strength
    client = browser()
    come_back(client, at_provider(provider, **claims))
    assert is_in(client)


@pytest.mark.parametrize(
    "claims",
    [{}, {"amr": ["pwd"]}, {"amr": "mfa2"}, {"amr": None}, {"amr": ["Xmfa"]}, {"acr": "mfa"}],
)
def test_a_sign_in_there_without_two_factors_is_refused(council, provider, morag, claims):
    council["strength"] = ("amr", "mfa")
    answer = come_back(browser(), at_provider(provider, **claims))
    assert refused(answer, "did not say that you signed in there with a second factor")


def test_who_came_with_two_factors_before_brings_them_again(council, provider, morag):
    council["strength"] = ("amr", "mfa")
    sub = at_provider(provider, amr=["mfa"])
    come_back(browser(), sub)
    client = browser()
    assert come_back(client, at_provider(provider, sub, amr=["pwd"])).status_code == 403
    assert not is_in(client)


def test_an_address_that_has_changed_hands_lets_nobody_in(council, provider, morag):
    come_back(browser(), at_provider(provider, "7"))
    client = browser()
    answer = come_back(client, at_provider(provider, "8"))
    assert answer.status_code == 403
    assert "belonged to somebody else" in answer.text
    assert not is_in(client)
    assert SocialAccount.objects.count() == 1


def test_an_invitation_is_accepted_by_it(council, provider, morag):
    invite(user=morag, organisation=make_organisation(), by=make_user())
    come_back(browser(), at_provider(provider))
    assert morag.invitations.get().accepted_at


def test_who_is_not_invited_is_told_what_to_do(council, provider):
    answer = come_back(browser(), at_provider(provider))
    assert refused(answer, "nobody has invited you")
    assert not User.objects.exists()


@pytest.mark.parametrize("claim", [False, None, "false", "yes"])
def test_an_address_that_is_not_vouched_for_is_refused(council, provider, morag, claim):
    answer = come_back(browser(), at_provider(provider, email_verified=claim))
    assert refused(answer, "did not confirm that your email address")


def test_entra_vouches_by_a_claim_of_its_own(council, provider, morag):
    client = browser()
    come_back(client, at_provider(provider, email_verified=None, xms_edov=True))
    assert is_in(client)


@pytest.mark.parametrize(
    "email", ["morag@elsewhere.example", "morag@evil.council.example", "", "council.example"]
)
def test_an_address_of_another_domain_is_refused(council, provider, email):
    make_user(email="morag@elsewhere.example")
    assert refused(come_back(browser(), at_provider(provider, email=email)), "not one of your")


def test_a_closed_account_stays_closed(council, provider, morag):
    sub = at_provider(provider)
    come_back(browser(), sub)
    User.objects.update(is_active=False)
    client = browser()
    assert come_back(client, sub).url == "/account/inactive/"
    assert not is_in(client)


def test_the_answer_to_another_browser_is_refused(council, provider, morag):
    mine, theirs = browser(), browser()
    back = signed_in_there(go(mine), at_provider(provider))
    arrived = f"{back}&_redir="  # as after the page that finds the cookies again
    assert refused(theirs.get(arrived), "not meant for this browser")
    assert not is_in(theirs)
    assert mine.get(arrived).status_code == 302
    assert mine.get(arrived).status_code == 403, "an answer is taken once"


def test_an_answer_with_another_nonce_is_refused(council, provider, morag):
    client = browser()
    there = go(client)
    session = client.session
    [state] = session["socialaccount_states"].values()
    state[0]["nonce"] = "of another sign-in"
    session.save()
    assert refused(client.get(signed_in_there(there, at_provider(provider))), "not meant for")
    assert not is_in(client)


def test_a_provider_that_goes_by_another_name_is_refused(council, provider, morag):
    port = urlsplit(provider).port
    council["server_url"] = f"http://127.0.0.1:{port}"
    there = go(browser())
    assert there
    council["server_url"] = f"{provider}/.well-known/openid-configuration"
    answer = browser().get(START)
    assert answer.status_code == 403
    assert "Location" not in answer


def test_somebody_who_changes_their_mind_comes_back_to_the_sign_in_page(council, provider):
    client = browser()
    state = parse_qs(urlsplit(go(client)).query)["state"][0]
    answer = client.get(f"{START}callback/", {"error": "access_denied", "state": state})
    assert answer.url == "/account/login/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil"])
def test_nobody_is_led_to_another_site(council, provider, morag, elsewhere):
    assert come_back(browser(), at_provider(provider), next=elsewhere).url == "/"


def test_a_provider_that_is_not_set_is_not_there(council):
    assert browser().get("/account/with/nobody/").status_code == 404
    assert browser().get("/account/with/nobody/callback/").status_code == 404


def test_without_settings_there_is_no_such_address():
    assert browser().get(START).status_code == 404
    assert "Sign in with" not in browser().get("/account/login/").text


def test_where_it_is_the_only_way_no_password_is_looked_at(
    council, provider, django_capture_on_commit_callbacks
):
    council["only"] = True
    person = make_user(email="eilidh@council.example")
    answer = browser().post("/account/login/", {"login": person.email, "password": PASSWORD})
    unknown = browser().post("/account/login/", {"login": "x@council.example", "password": "x"})
    assert answer.status_code == unknown.status_code == 403
    assert "Go to Argyll and Bute" in answer.text
    assert not HistoryEntry.objects.exists()
    assert is_in(with_password(make_user(email="someone@elsewhere.example")))
    with django_capture_on_commit_callbacks(execute=True):
        browser().post("/account/password/reset/", {"email": person.email})
    assert all("/reset/key/" not in letter.body for letter in mail.outbox)


def test_an_invitation_leads_to_the_only_way(council, provider, morag):
    council["only"] = True
    ticket = invite(user=morag, organisation=make_organisation(), by=make_user())
    words = {"name": "M", "password1": PASSWORD, "password2": PASSWORD}
    client = browser()
    page = client.post(f"/invitations/{ticket.token}/", words).text
    assert "You need no password here" in page
    morag.refresh_from_db()
    assert not morag.has_usable_password()


def again(client, sub, wanted):
    """Press the button of the page that asks who one is; what it answers."""
    asked = client.get(wanted)
    assert asked.status_code == 403 and "Sign in once more with Argyll and Bute" in asked.text
    there = client.get(START, {"again": "1", "next": wanted}).url
    question = parse_qs(urlsplit(there).query)
    assert (question["prompt"], question["max_age"]) == (["login"], ["0"])
    return client.get(signed_in_there(there, sub))


def test_who_has_nothing_but_the_provider_shows_it_again_who_they_are(council, provider, morag):
    sub, wanted = at_provider(provider), "/account/second-factor/app/"
    client = browser()
    come_back(client, sub)
    at_provider(provider, sub, auth_time=int(time.time()))
    come_back(client, sub)
    assert again(client, sub, wanted).url == wanted
    assert client.get(wanted).status_code == 200
    at_provider(provider, sub)


@pytest.mark.parametrize("auth_time", [None, 0, "now", True])
def test_a_provider_that_did_not_ask_again_is_not_enough(council, provider, morag, auth_time):
    sub, wanted = at_provider(provider, auth_time=auth_time), "/account/second-factor/app/"
    client = browser()
    come_back(client, sub)
    answer = again(client, sub, wanted)
    assert "did not say that you signed in there a moment ago" in answer.text
    assert client.get(wanted).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "same-origin", "referer": f"http://testserver{START}"},
    ],
)
def test_another_sites_page_does_not_sign_anybody_in(council, headers):
    assert browser().get(START, headers=headers).url.startswith("/account/login/")
    pressed = {"sec-fetch-site": "same-origin", "referer": "http://testserver/account/login/"}
    assert browser().get(START, headers=pressed).url.startswith("http://localhost")


def test_nobody_keeps_the_portal_asking_a_provider(council, settings):
    settings.ACCOUNT_RATE_LIMITS = ACCOUNT_RATE_LIMITS | {"provider": "5/5m/ip"}
    assert "provider" in ACCOUNT_RATE_LIMITS
    client = browser()
    assert [client.get(START).status_code for _ in range(7)] == [302] * 5 + [429] * 2


def test_a_provider_that_does_not_answer_is_told_of_on_a_page(council):
    council["server_url"] = "http://127.0.0.1:9"
    answer = browser().get(START)
    assert answer.status_code == 403
    assert "could not be signed in" in answer.text
