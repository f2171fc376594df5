"""What all processes count together, and what ends with a person's sessions."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.actions import end_sessions, reset_second_factor
from accounts.enums import Role
from accounts.models import HistoryEntry, SharedCount
from accounts.queries import has_second_factor
from accounts.sign_in.shared import forget_expired
from tests.builders.people import PASSWORD, make_organisation, make_service, make_user, sign_in

pytestmark = pytest.mark.django_db


def over(key):
    row = SharedCount.objects.filter(key__endswith=key)
    assert row.update(expires_at=timezone.now() - timedelta(seconds=1)) == 1


def test_a_key_is_added_once_until_its_time_is_over():
    assert [cache.add("k", 1, 30), cache.add("k", 2, 30), cache.get("k")] == [True, False, 1]
    over("k")
    assert cache.get("k") is None
    assert [cache.add("k", 3, 30), cache.get("k")] == [True, 3]


def test_what_is_over_is_forgotten_and_nothing_else():
    cache.set("old", [1.5], 30)
    cache.set("new", [2.5], 30)
    over("old")
    assert forget_expired() == 1
    assert cache.get("new") == [2.5]
    assert cache.delete("new") and not cache.delete("new")


@pytest.mark.django_db(transaction=True)
def test_of_many_who_add_a_key_at_one_moment_one_succeeds():
    def add(_number):
        try:
            return cache.add("lock", True, 30)
        finally:
            connection.close()

    cache.set("lock", True, 30)
    over("lock")
    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(add, range(16))) == [False] * 15 + [True]


def test_signing_out_everywhere_ends_every_session_and_counts_those_known():
    user, by = make_user(), make_user()
    clients = [Client(), Client()]
    for client in clients:
        client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    unknown = sign_in(Client(), user)
    assert all(client.get("/standards/").status_code == 200 for client in [*clients, unknown])
    assert end_sessions(user=user, by=by) == 2
    assert all(client.get("/standards/").status_code == 302 for client in [*clients, unknown])
    assert not UserSession.objects.exists()
    entry = HistoryEntry.objects.latest("sequence")
    assert (entry.verb, entry.actor_id, entry.person_id) == (
        "accounts.sessions_ended",
        by.pk,
        user.pk,
    )


def test_resetting_a_second_factor_takes_it_away_signs_out_and_says_so(
    django_capture_on_commit_callbacks,
):
    council = make_organisation()
    user = make_user(Role.MANAGER, make_service(council))
    by = make_user(Role.ADMINISTRATOR, council)
    for kind in Authenticator.Type:
        Authenticator.objects.create(user=user, type=kind, data={})
    client = sign_in(Client(), user)
    assert has_second_factor(user)
    with django_capture_on_commit_callbacks(execute=True):
        reset_second_factor(user=user, by=by)
    assert not has_second_factor(user)
    assert not Authenticator.objects.exists()
    assert client.get("/standards/").status_code == 302
    assert mail.outbox[0].to == [user.email]
    entry = HistoryEntry.objects.latest("sequence")
    assert (entry.verb, entry.organisation_id) == ("accounts.second_factor_reset", council.pk)
