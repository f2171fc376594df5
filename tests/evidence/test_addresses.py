"""Web addresses as evidence: kept with the day they were seen, and never opened."""

import socket
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from evidence.models import EvidenceItem, EvidenceVersion
from evidence.queries import latest_version_of
from tests.builders.evidence import make_address, make_item, make_version, make_withdrawn

pytestmark = pytest.mark.django_db

HOURS = "https://www.argyll-bute.gov.uk/opening-hours?office=dunoon"


@pytest.fixture
def address(base):
    return f"{base}/elements/1.1.1/evidence/address"


@pytest.fixture
def no_network(monkeypatch):
    """Whatever would look a name up or connect fails."""

    def refuse(*_args, **_kwargs):
        raise AssertionError("the server went out")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def said(**fields):
    return {"title": "Opening hours", "address": HOURS, "seen_on": "2 March 2026"} | fields


def page_of(client, base, code="CSS401"):
    return " ".join(client.get(f"{base}/evidence/{code}/").content.decode().split())


def test_an_address_becomes_an_item_with_the_day_it_was_seen(
    as_officer, team, address, base, no_network
):
    response = as_officer.post(address, said(note="Hours of all offices"))
    assert response.url == f"{base}/elements/1.1.1/#CSS401"
    version = EvidenceVersion.objects.get()
    assert (version.address, version.seen_on) == (HOURS, date(2026, 3, 2))
    assert (version.media_type, version.note) == ("text/uri-list", "Hours of all offices")
    assert b"".join(as_officer.get(f"/files/{version.uuid}/")) == f"{HOURS}\r\n".encode()
    page = page_of(as_officer, base)
    assert f'<a href="{HOURS}" target="_blank" rel="noopener noreferrer">' in page
    assert "seen on 2 March 2026" in page and "Web address" in page


@pytest.mark.parametrize(
    "wrong",
    [
        "www.example.org",
        "javascript:alert(1)",
        "data:text/html,hello",
        "ftp://example.org/file",
        "https://",
        "https://example.org/\r\nX-Header: 1",
        "https://user:secret@example.org/",
        'https://example.org/"onclick=',
        "https://example.org/" + "x" * 2000,
    ],
)
def test_what_is_no_address_of_a_page_is_refused_and_nothing_typed_is_lost(
    wrong, as_officer, team, address
):
    page = as_officer.post(address, said(address=wrong)).content.decode()
    assert "There is a problem" in page and 'value="Opening hours"' in page
    assert not EvidenceItem.objects.exists()


def test_the_day_it_was_seen_is_not_in_the_future(as_officer, team, address):
    tomorrow = timezone.localdate() + timedelta(days=1)
    page = as_officer.post(address, said(seen_on=f"{tomorrow:%d/%m/%Y}")).content.decode()
    assert "must not be in the future" in page


def test_the_same_form_sent_twice_makes_one_item(as_officer, team, address):
    number = uuid4()
    for _ in range(2):
        assert as_officer.post(address, said(sending=number)).status_code == 302
    assert EvidenceItem.objects.count() == 1


def test_seen_again_today_is_a_further_version(as_officer, portfolio, base):
    item = make_item(portfolio, number=401)
    make_address(item, HOURS, date(2026, 3, 2))
    assert "Seen again today" in page_of(as_officer, base)
    as_officer.post(f"{base}/evidence/CSS401/seen-again")
    version = latest_version_of(item)
    assert (version.number, version.address) == (2, HOURS)
    assert version.seen_on == timezone.localdate()


def test_only_an_address_can_be_seen_again_and_not_of_a_withdrawn_item(as_officer, portfolio, base):
    item = make_item(portfolio, number=401)
    make_version(item)
    address = f"{base}/evidence/CSS401/seen-again"
    response = as_officer.post(address)
    assert str(list(get_messages(response.wsgi_request))[-1]) == "CSS401 is not a web address."
    make_address(item)
    make_withdrawn(item)
    response = as_officer.post(address)
    assert "CSS401 was withdrawn" in str(list(get_messages(response.wsgi_request))[-1])
    assert item.versions.count() == 2


def test_an_address_is_a_new_version_of_an_item_that_has_a_file(as_officer, portfolio, base):
    item = make_item(portfolio, number=401)
    make_version(item)
    address = f"{base}/evidence/CSS401/address"
    assert as_officer.get(address).status_code == 200
    fields = {"address": HOURS, "seen_on": "2 March 2026"}
    assert as_officer.post(address, fields).url == f"{base}/evidence/CSS401/"
    assert latest_version_of(item).address == HOURS
