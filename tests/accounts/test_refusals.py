"""Whoever is refused leaves an entry in the history, and cannot fill it by asking on."""

import pytest
from django.core.cache import caches
from django.test import Client

from accounts.enums import Role
from accounts.history.verify import verify_chain
from accounts.models import HistoryEntry, HistoryText
from tests.builders.assessments import make_assessment, make_assessor, make_grant, submit
from tests.builders.evidence import make_portfolio
from tests.builders.people import make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_was_refused_before():
    caches["near"].clear()


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
        caches["near"].clear()
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


def test_nobody_fills_the_history_by_asking_on(portfolio):
    client = sign_in(Client(), make_user())
    for number in range(30):
        client.get(f"/services/no-{number}/cse/")
    assert len(refusals()) == 1


def test_visitors_who_have_not_signed_in_leave_nothing(portfolio):
    assert Client().get(f"/services/{portfolio.service.slug}/cse/").status_code == 302
    assert refusals() == []


def test_a_long_address_is_cut_and_letters_no_database_takes_are_written_out(portfolio):
    client = sign_in(Client(), make_user())
    client.get(f"/services/{'x' * 900}/cse/")
    caches["near"].clear()
    client.get("/assessments/987654321/%00%C3%A9/")
    long, odd = (path for _who, _how, path in refusals())
    assert len(long) == 300
    assert odd.endswith("/%00%C3%A9/")
