"""Reading a file from its middle is a reading too, unless one goes on with what was begun."""

import pytest
from django.test import Client

from accounts.models import HistoryEntry, User
from assessments.models import Assessment
from evidence.models import SnapshotLink
from evidence.views import serving
from tests.builders.assessments import make_grant, make_submitted
from tests.builders.evidence import make_item, make_link, make_version
from tests.builders.people import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def address(portfolio):
    item = make_item(portfolio)
    make_version(item)
    make_link(portfolio, item)
    assessment = make_submitted(portfolio)
    link = SnapshotLink.objects.get(snapshot=assessment.snapshot)
    return f"/assessments/{assessment.pk}/files/{link.pk}/"


@pytest.fixture
def desk(address):
    return sign_in(Client(), make_grant(Assessment.objects.get()).reader)


def readings() -> int:
    return HistoryEntry.objects.filter(verb="evidence.read").count()


@pytest.mark.parametrize("part", ["bytes=1-", "bytes=-9999999", "bytes=7-30"])
def test_who_leaves_out_the_beginning_is_seen_all_the_same(part, desk, address):
    assert desk.get(address, headers={"range": part}).status_code == 206
    assert readings() == 1
    desk.get(address, headers={"range": part})
    assert readings() == 1, "the second part goes on with it"


def test_the_parts_of_a_film_are_one_reading_for_an_hour(desk, address, monkeypatch):
    for part in ("bytes=0-", "bytes=50-", "bytes=5-9"):
        desk.get(address, headers={"range": part})
    assert readings() == 1
    now = serving.time()
    monkeypatch.setattr(serving, "time", lambda: now + serving.A_READING_LASTS + 1)
    desk.get(address, headers={"range": "bytes=50-"})
    assert readings() == 2


def test_a_part_that_another_session_began_is_a_reading_of_its_own(desk, address):
    desk.get(address, headers={"range": "bytes=0-"})
    reader = HistoryEntry.objects.get(verb="evidence.read").actor_id
    assert reader
    elsewhere = sign_in(Client(), User.objects.get(pk=reader))
    elsewhere.get(address, headers={"range": "bytes=50-"})
    assert readings() == 2
