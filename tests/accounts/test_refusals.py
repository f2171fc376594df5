"""Whoever is refused leaves an entry in the history, and cannot fill it by asking on."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F, Sum
from django.test import Client

from accounts.actions.refusing import ONE_BY_ONE, record_refusal, tell_counted_refusals
from accounts.enums import Role
from accounts.history.sentences import told
from accounts.history.verify import verify_chain
from accounts.models import HistoryEntry, HistoryText, RefusalCount
from tests.builders.assessments import make_assessment, make_assessor, make_grant, submit
from tests.builders.evidence import make_portfolio
from tests.builders.people import make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio():
    return make_portfolio()


def refusals():
    entries = HistoryEntry.objects.filter(verb="accounts.refused").order_by("sequence")
    texts = HistoryText.objects.in_bulk([entry.sequence for entry in entries])
    return [
        (entry.actor_id, texts[entry.sequence].words["method"], texts[entry.sequence].words["path"])
        for entry in entries
    ]


def test_what_is_not_theirs_and_what_is_not_there_leave_the_same(portfolio):
    stranger = make_user()
    client = sign_in(Client(), stranger)
    said = []
    for path in (f"/services/{portfolio.service.slug}/cse/", "/services/nothing-here/cse/"):
        assert client.get(f"{path}?secret=words").status_code == 404
        (entry,) = HistoryEntry.objects.filter(verb="accounts.refused").order_by("-sequence")[:1]
        fields = ("organisation_id", "portfolio_id", "person_id", "item_id", "element_code")
        said.append([getattr(entry, name) for name in fields])
    assert said[0] == said[1]
    assert [path for _who, _how, path in refusals()] == [
        f"/services/{portfolio.service.slug}/cse/",
        "/services/nothing-here/cse/",
    ]


def test_who_may_read_but_not_do_it_leaves_an_entry_of_the_organisation(portfolio):
    council = portfolio.service.organisation
    officer = make_user(Role.OFFICER, portfolio.service)
    path = f"/organisations/{council.slug}/house-style/"
    assert sign_in(Client(), officer).post(path).status_code == 403
    assert refusals() == [(officer.pk, "POST", path)]
    assert HistoryEntry.objects.get(verb="accounts.refused").organisation_id == council.pk
    assert verify_chain().sound


def test_access_that_ended_leaves_an_entry(portfolio):
    assessment = submit(make_assessment(portfolio))
    reader = make_assessor()
    grant = make_grant(assessment, reader)
    type(grant).objects.filter(pk=grant.pk).update(starts_on="2020-01-01", ends_on="2020-01-02")
    assert sign_in(Client(), reader).get(f"/assessments/{assessment.pk}/").status_code == 403
    assert [who for who, _how, _path in refusals()] == [reader.pk]


def asks_on(client, times):
    for number in range(times):
        assert client.get(f"/services/no-{number}/cse/").status_code == 404


def a_minute_passes():
    earlier = {name: F(name) - timedelta(seconds=61) for name in ("since", "last_at")}
    RefusalCount.objects.update(**earlier)


def counted():
    return [line.sentence for line in told(HistoryEntry.objects.filter(verb=OFTEN))]


OFTEN = "accounts.refused_often"


def test_each_refusal_is_told_also_several_within_a_minute(portfolio):
    client = sign_in(Client(), make_user())
    asks_on(client, 5)
    assert [path for _who, _how, path in refusals()] == [
        f"/services/no-{number}/cse/" for number in range(5)
    ]


def test_whoever_asks_on_and_on_is_told_of_by_number_and_none_is_lost(portfolio):
    person = make_user(name="Morag Curious")
    asks_on(sign_in(Client(), person), ONE_BY_ONE + 7)
    assert len(refusals()) == ONE_BY_ONE
    assert counted() == [], "the minute is not over"
    a_minute_passes()
    count = RefusalCount.objects.get()
    first, last = (f"{at.astimezone():%H:%M:%S}" for at in (count.since, count.last_at))
    tell_counted_refusals()
    assert counted() == [f"Was refused 7 more times between {first} and {last}"]
    entry = HistoryEntry.objects.get(verb=OFTEN)
    assert entry.actor_id == person.pk
    assert not RefusalCount.objects.exists()
    asks_on(sign_in(Client(), person), 1)
    assert len(refusals()) == ONE_BY_ONE + 1, "and each is told again"
    assert verify_chain().sound


def test_nobody_sees_a_history_or_takes_its_head_while_a_count_is_kept_back(portfolio, tmp_path):
    council = portfolio.service.organisation
    governance = make_user(Role.GOVERNANCE, council)
    officer = sign_in(Client(), make_user(Role.OFFICER, portfolio.service))
    for look in (
        lambda: sign_in(Client(), governance).get(f"/organisations/{council.slug}/history/"),
        lambda: call_command("history_anchor", tmp_path / "anchor", stdout=StringIO()),
    ):
        before = len(counted())
        asks_on(officer, ONE_BY_ONE + 2)
        a_minute_passes()
        look()
        assert len(counted()) == before + 1


def test_a_count_does_not_take_the_address_of_whoever_looks(portfolio):
    council = portfolio.service.organisation
    officer = sign_in(Client(REMOTE_ADDR="10.1.1.1"), make_user(Role.OFFICER, portfolio.service))
    asks_on(officer, ONE_BY_ONE + 1)
    a_minute_passes()
    governance = sign_in(Client(REMOTE_ADDR="10.2.2.2"), make_user(Role.GOVERNANCE, council))
    assert governance.get(f"/organisations/{council.slug}/history/").status_code == 200
    entry = HistoryEntry.objects.get(verb=OFTEN)
    assert HistoryText.objects.get(entry_sequence=entry.sequence).address == ""
    assert entry.organisation_id == council.pk


@pytest.mark.django_db(transaction=True)
def test_all_processes_count_together():
    person = make_user()

    def refused(_number):
        try:
            record_refusal(by=person, method="GET", path="/x/", organisation_id=None)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(refused, range(ONE_BY_ONE + 12)))
    assert len(refusals()) == ONE_BY_ONE
    assert RefusalCount.objects.aggregate(Sum("counted"))["counted__sum"] == 12
    a_minute_passes()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(refused, range(4)))
    assert len(counted()) == 1
    assert len(refusals()) == ONE_BY_ONE + 4


def test_visitors_who_have_not_signed_in_leave_nothing(portfolio):
    assert Client().get(f"/services/{portfolio.service.slug}/cse/").status_code == 302
    assert refusals() == []


def test_a_long_address_is_cut_and_letters_no_database_takes_are_written_out(portfolio):
    client = sign_in(Client(), make_user())
    client.get(f"/services/{'x' * 900}/cse/")
    client.get("/assessments/987654321/%00%C3%A9/")
    long, odd = (path for _who, _how, path in refusals())
    assert len(long) == 300
    assert odd.endswith("/%00%C3%A9/")
