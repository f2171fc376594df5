"""Where people are signed in, for how long, and how it ends."""

import time
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import HistoryEntry
from accounts.sign_in.browsers import browser_in_words
from accounts.sign_in.lifetime import BEGAN, USED
from tests.builders.people import PASSWORD, make_user, sign_in

from .second_factors import browser, with_password

pytestmark = pytest.mark.django_db

SESSIONS, SESSION = "/account/sessions/", "/account/session/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
UNATTENDED = {"x-unattended": "1"}


@pytest.fixture
def morag():
    return make_user(email="morag@example.org", name="Morag")


def ago(client, *, used=None, began=None):
    """The session was used, and begun, so many seconds ago."""
    session = client.session
    for name, seconds in ((USED, used), (BEGAN, began)):
        if seconds is not None:
            session[name] = int(time.time()) - seconds
    session.save()


def is_in(client):
    return client.get("/standards/").status_code == 200


def test_a_session_ends_half_an_hour_after_its_last_use(morag):
    client = with_password(morag)
    ago(client, used=29 * 60)
    assert is_in(client)
    ago(client, used=29 * 60)
    assert is_in(client), "each use counts anew"
    ago(client, used=30 * 60 + 1)
    answer = client.get("/standards/?page=1")
    assert answer.url == "/account/login/?next=/standards/%3Fpage%3D1"
    assert not Session.objects.exists()
    assert not UserSession.objects.exists()


def test_a_session_ends_after_twelve_hours_however_it_is_used(morag):
    client = with_password(morag)
    ago(client, used=0, began=12 * 3600 - 60)
    assert is_in(client)
    ago(client, used=0, began=12 * 3600 + 1)
    assert not is_in(client)


def test_the_last_use_is_written_down_once_a_minute(morag):
    client = with_password(morag)
    with CaptureQueriesContext(connection) as asked:
        is_in(client)
    assert [each["sql"] for each in asked if not each["sql"].startswith("SELECT")] == []
    ago(client, used=61)
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(minutes=5))
    began = timezone.now()
    is_in(client)
    assert client.session[USED] >= int(began.timestamp())
    assert UserSession.objects.get().last_seen_at >= began


def test_what_a_page_asks_by_itself_keeps_no_session_alive(morag):
    client = with_password(morag)
    ago(client, used=20 * 60)
    left = client.get(SESSION, headers=UNATTENDED).json()["ends_in"]
    assert 595 <= left <= 600
    assert client.get(SESSION, headers=UNATTENDED).json()["ends_in"] <= left
    assert client.post(SESSION).json()["ends_in"] > 29 * 60, "the button does"


def test_a_page_left_open_learns_of_the_end(morag):
    client = with_password(morag)
    ago(client, used=31 * 60)
    assert client.get(SESSION, headers=UNATTENDED).status_code == 302


def test_the_session_before_the_sign_in_is_not_the_one_after(morag):
    client = browser()
    client.get("/account/login/")
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    with_password(morag, client)
    assert client.session.session_key != planted
    assert is_in(client)
    thief = browser()
    thief.cookies["sessionid"] = planted
    assert not is_in(thief)


def test_the_list_names_each_place_and_ends_one(morag):
    here, there = browser(), browser(REMOTE_ADDR="192.0.2.4", headers={"user-agent": FIREFOX})
    with_password(morag, here)
    with_password(morag, there)
    page = here.get(SESSIONS).text
    assert "Firefox on Linux" in page and "192.0.2.4" in page and "(here)" in page
    row = UserSession.objects.get(ip="192.0.2.4")
    assert here.post(SESSIONS, {"which": row.pk}).url == SESSIONS
    assert is_in(here) and not is_in(there)
    assert HistoryEntry.objects.filter(verb="accounts.session_ended").count() == 1


def test_nobody_ends_somebody_elses_session(morag):
    other = make_user()
    theirs, mine = with_password(other), with_password(morag)
    row = UserSession.objects.get(user=other)
    for which in (str(row.pk), "987654321", "x", "9" * 40, ""):
        mine.post(SESSIONS, {"which": which})
    assert is_in(theirs)
    assert not HistoryEntry.objects.filter(verb="accounts.session_ended").exists()


def test_all_others_end_and_then_all(morag):
    here, *others = (with_password(morag) for _ in range(3))
    here.post(SESSIONS, {"which": "others"})
    assert is_in(here) and not any(is_in(other) for other in others)
    with_password(morag, others[0])
    assert here.post(SESSIONS, {"which": "all"}).url == "/account/login/"
    assert not is_in(here) and not is_in(others[0])
    verbs = HistoryEntry.objects.values_list("verb", flat=True)
    assert {"accounts.other_sessions_ended", "accounts.sessions_ended"} <= set(verbs)


@pytest.mark.parametrize("which", ["one", "others", "all"])
def test_ending_other_sessions_takes_showing_again_who_one_is(morag, which):
    there, here = with_password(morag), sign_in(browser(), morag)
    row = UserSession.objects.get(session_key=there.session.session_key)
    asked = here.post(SESSIONS, {"which": row.pk if which == "one" else which})
    assert asked["Location"].startswith("/account/reauthenticate/?next=")
    assert is_in(there)
    here.post(asked["Location"], {"password": "a guess", "next": SESSIONS})
    assert is_in(there)
    done = here.post(asked["Location"], {"password": PASSWORD, "next": SESSIONS})
    assert not is_in(there), "and what was asked for is done"
    assert is_in(here) == (which != "all")
    assert ("Clear-Site-Data" in done.headers) == (which == "all")


@pytest.mark.parametrize("places", [2, 9])
def test_the_list_takes_as_many_statements_however_many_places(
    morag, places, django_assert_num_queries
):
    clients = [with_password(morag) for _ in range(places)]
    clients[0].get(SESSIONS)
    with django_assert_num_queries(5):
        assert len(clients[0].get(SESSIONS).context["places"]) == places


def test_what_has_ended_is_not_in_the_list(morag):
    here, idle, gone = (with_password(morag) for _ in range(3))
    idle_row = UserSession.objects.get(session_key=idle.session.session_key)
    UserSession.objects.filter(pk=idle_row.pk).update(
        last_seen_at=timezone.now() - timedelta(minutes=32)
    )
    Session.objects.filter(session_key=gone.session.session_key).delete()
    assert len(here.get(SESSIONS).context["places"]) == 1


def test_signing_out_takes_the_place_off_the_list(morag):
    client = with_password(morag)
    client.post("/account/logout/")
    assert not UserSession.objects.exists()


def test_the_account_page_says_who_one_is_and_how_one_signs_in(morag):
    client = sign_in(browser(), morag)
    page = client.get("/account/").text
    for words in ("Morag", "morag@example.org", "None yet", "anybody who learns your password"):
        assert words in page
    assert 'href="/account/sessions/"' in page and 'href="/account/password/change/"' in page
    assert 'href="/account/"' in client.get("/standards/").text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/130 Safari/537 Edg/130",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18) AppleWebKit Version/18 Safari/604",
            "Safari on iPhone",
        ),
        ("", "Unknown browser"),
        ("<script>", "Unknown browser"),
    ],
)
def test_browsers_are_named_in_words(sent, words):
    assert browser_in_words(sent) == words
