"""What can be said and done about one link."""

import pytest
from django.contrib.messages import get_messages

from accounts.models import HistoryEntry
from evidence.models import EvidenceLink
from tests.builders.evidence import element_of, make_item, make_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def links(portfolio):
    return [
        make_link(portfolio, make_item(portfolio, number=number), "1.1.1") for number in (1, 2, 3)
    ]


@pytest.fixture
def address(base):
    return lambda link, deed: f"{base}/elements/{link.element.code}/evidence/{link.pk}/{deed}"


def order():
    links = EvidenceLink.objects.in_use().order_by("position")
    return [(link.position, link.item.code) for link in links]


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize(
    ("which", "where", "codes"),
    [
        (0, {"direction": "down"}, ["CSS002", "CSS001", "CSS003"]),
        (2, {"direction": "up"}, ["CSS001", "CSS003", "CSS002"]),
        (2, {"position": 1}, ["CSS003", "CSS001", "CSS002"]),
        (0, {"position": 99}, ["CSS002", "CSS003", "CSS001"]),
        (0, {"direction": "up"}, ["CSS001", "CSS002", "CSS003"]),
    ],
)
def test_a_link_moves_within_its_list(which, where, codes, as_officer, links, address, base):
    response = as_officer.post(address(links[which], "move"), where)
    assert response.url == f"{base}/elements/1.1.1/#{links[which].item.code}"
    assert order() == list(enumerate(codes, start=1))
    assert HistoryEntry.objects.filter(verb="evidence.link_moved").count() == 1


@pytest.mark.parametrize("where", [{}, {"direction": "sideways"}, {"position": "0"}])
def test_a_move_to_nowhere_is_told_and_changes_nothing(where, as_officer, links, address):
    response = as_officer.post(address(links[0], "move"), where)
    assert told(response) == ["Say where to move CSS001."]
    assert [code for _place, code in order()] == ["CSS001", "CSS002", "CSS003"]


def test_where_to_look_and_why_are_said_in_a_form(as_officer, portfolio, links, address, base):
    clause = element_of(portfolio).clauses.get(code="1.1.1.2")
    page = as_officer.get(address(links[0], "edit")).content.decode()
    assert clause.text in page and "Where to look" in page
    response = as_officer.post(
        address(links[0], "edit"),
        {"locator": "Pages 6 to 9", "rationale": "It shows how.", "clause": clause.pk},
    )
    assert response.url == f"{base}/elements/1.1.1/#CSS001"
    link = EvidenceLink.objects.get(pk=links[0].pk)
    assert (link.locator, link.rationale, link.clause) == ("Pages 6 to 9", "It shows how.", clause)


def test_what_was_typed_comes_back_with_the_error(as_officer, links, address):
    response = as_officer.post(
        address(links[0], "edit"), {"locator": "x" * 301, "rationale": "Kept words"}
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert "There is a problem" in page and "Kept words" in page and "<title>Error:" in page
    assert EvidenceLink.objects.get(pk=links[0].pk).locator == ""


def test_a_part_of_another_element_cannot_be_chosen(as_officer, portfolio, links, address):
    foreign = element_of(portfolio, "1.1.2").clauses.get(code="1.1.2.1")
    response = as_officer.post(address(links[0], "edit"), {"clause": foreign.pk})
    assert response.status_code == 200 and response.context["form"].errors["clause"]


def test_no_longer_using_an_item_takes_a_reason_and_closes_the_gap(
    as_officer, links, address, base
):
    nothing_said = as_officer.post(address(links[0], "archive"), {"reason": " "})
    assert "Say why it is no longer used" in nothing_said.content.decode()
    response = as_officer.post(address(links[0], "archive"), {"reason": "Replaced"})
    assert response.url == f"{base}/elements/1.1.1/#no-longer-used"
    assert order() == [(1, "CSS002"), (2, "CSS003")]
    link = EvidenceLink.objects.get(pk=links[0].pk)
    assert (link.status, link.position, link.archived_reason) == ("archived", None, "Replaced")


def test_an_item_is_used_again_at_the_end(as_officer, links, address):
    as_officer.post(address(links[0], "archive"), {"reason": "Replaced"})
    as_officer.post(address(links[0], "restore"))
    assert order() == [(1, "CSS002"), (2, "CSS003"), (3, "CSS001")]


@pytest.mark.parametrize("deed", ["archive", "move"])
def test_what_is_no_longer_used_is_not_moved_or_archived_again(deed, as_officer, links, address):
    as_officer.post(address(links[0], "archive"), {"reason": "Replaced"})
    before = HistoryEntry.objects.count()
    response = as_officer.post(address(links[0], deed), {"reason": "Again", "position": 1})
    assert response.status_code == 302 and told(response)
    assert HistoryEntry.objects.count() == before


def test_what_is_used_is_not_restored(as_officer, links, address):
    before = HistoryEntry.objects.count()
    assert told(as_officer.post(address(links[0], "restore")))[0].endswith("already.")
    assert HistoryEntry.objects.count() == before and len(order()) == 3


@pytest.mark.parametrize("deed", ["edit", "archive", "move", "restore"])
def test_strangers_find_no_link_and_readers_may_not_change_it(
    deed, as_stranger, as_governance, links, address
):
    assert as_stranger.post(address(links[0], deed)).status_code == 404
    assert as_governance.post(address(links[0], deed)).status_code == 403


def test_a_link_is_found_at_the_address_of_its_own_element_only(as_officer, links, base):
    address = f"{base}/elements/1.1.2/evidence/{links[0].pk}/edit"
    assert as_officer.get(address).status_code == 404


@pytest.mark.parametrize("deed", ["move", "restore"])
def test_looking_changes_nothing(deed, as_officer, links, address):
    assert as_officer.get(address(links[0], deed)).status_code == 405
