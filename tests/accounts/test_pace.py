"""Nobody empties the portal by a program, and nobody who reads ever hears of it."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import HistoryEntry, SharedCount
from cse_portal.settings import pace
from cse_portal.settings.pace import Pace
from tests.builders.evidence import make_item, make_portfolio, make_version
from tests.builders.people import make_user, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

FEW = {
    "files": Pace(6, 10, 2),
    "exports": Pace(2, 10, 1),
    "searches": Pace(6, 10, 2),
    "pages": Pace(9, 10, 3),
}


@pytest.fixture(autouse=True)
def _few(settings):
    settings.PACE = FEW
    caches["near"].clear()


@pytest.fixture
def portfolio():
    return make_portfolio()


@pytest.fixture
def officer(portfolio):
    return make_user(Role.OFFICER, portfolio.service, name="Morag Officer")


@pytest.fixture
def reader(officer):
    return sign_in(Client(), officer)


@pytest.fixture
def file(portfolio):
    return f"/files/{make_version(make_item(portfolio)).uuid}/"


@pytest.fixture
def library(portfolio):
    return f"/services/{portfolio.service.slug}/{portfolio.standard.slug}/evidence/"


def until_refused(client, address, most=15):
    """How many are served before the first that is not."""
    answers = [client.get(address).status_code for _ in range(most)]
    assert set(answers) <= {200, 429}
    assert answers == sorted(answers), "once refused, refused until the time is over"
    return answers.count(200)


def a_while_later():
    """What was counted lies eleven minutes ago, in all processes."""
    caches["near"].clear()
    SharedCount.objects.update(expires_at=F("expires_at") - timedelta(minutes=11))


def test_files_are_served_until_they_are_too_many_and_again_after_a_while(reader, file):
    assert 6 <= until_refused(reader, file) <= 8
    refused = reader.get(file)
    assert "far more in a few minutes than anybody reads" in refused.text
    assert 0 < int(refused["Retry-After"]) <= 600
    assert reader.get("/account/").status_code == 200, "other pages are open"
    a_while_later()
    assert reader.get(file).status_code == 200


def test_governance_sees_it_once(reader, file, officer):
    until_refused(reader, file)
    entry = HistoryEntry.objects.get(verb="accounts.slowed_down")
    assert entry.person_id == officer.pk
    assert entry.organisation_id == officer.memberships.get().organisation_id


def test_another_process_is_told(reader, file):
    assert until_refused(reader, file) == 7
    caches["near"].clear()
    assert until_refused(reader, file) == 1, "within a step of its own"


def test_what_one_reads_is_not_counted_for_another(reader, file, portfolio):
    until_refused(reader, file)
    colleague = sign_in(Client(), make_user(Role.OFFICER, portfolio.service))
    assert colleague.get(file).status_code == 200


def test_searches_exports_and_pages_have_limits_of_their_own(reader, library):
    assert 6 <= until_refused(reader, f"{library}?q=survey") <= 8
    assert 2 <= until_refused(reader, f"{library}register.csv") <= 3
    a_while_later()
    assert 2 <= until_refused(reader, "/account/activity/?as=csv") <= 3
    assert until_refused(reader, "/account/") <= 12


def test_what_is_written_is_never_refused(reader, library):
    until_refused(reader, "/account/")
    assert reader.post(f"{library}add", {}).status_code != 429
    assert reader.get("/account/sessions/").status_code == 200
    assert reader.post("/account/logout/").status_code == 302


def test_the_parts_of_one_film_are_not_files(reader, file):
    parts = [reader.get(file, headers={"range": f"bytes={n}-"}).status_code for n in range(1, 9)]
    assert 429 not in parts


def test_an_assessors_fastest_day_in_ten_minutes_meets_no_limit(reader, file, settings):
    settings.PACE = pace.PACE
    for _element in range(57):
        assert reader.get("/account/").status_code == 200
    for _file in range(200):
        assert reader.get(file).status_code == 200


def test_a_page_costs_no_statement_more_for_it(reader, settings):
    settings.PACE = {}
    with CaptureQueriesContext(connection) as without:
        reader.get("/account/")
    settings.PACE = pace.PACE
    for _page in range(50):
        with CaptureQueriesContext(connection) as counted:
            reader.get("/account/")
        assert len(counted) == len(without)
