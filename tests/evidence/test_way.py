"""From the library to an item, through the list that one came from, and back to it."""

import re
from html import unescape

import pytest

from evidence.models import EvidenceItem
from tests.builders.evidence import make_item, make_many_items, make_version
from tests.builders.files import pdf
from tests.reading_costs import READING

pytestmark = pytest.mark.django_db

ITEM = 13  # statements of an item page at most, whatever list it was reached from


@pytest.fixture
def items(portfolio):
    titles = {201: "Charter", 202: "Audit", 203: "Board", 204: "Diary"}
    return {n: make_item(portfolio, title, number=n) for n, title in titles.items()}


def link_to(client, address, code):
    page = client.get(address).content.decode()
    return unescape(re.search(rf'href="([^"]*/{code}/[^"]*)"', page)[1])


def way(client, address):
    return client.get(address).context["way"]


def test_the_list_is_followed_in_its_order_and_led_back_to(as_officer, base, items):
    address = link_to(as_officer, f"{base}/evidence/?sort=title&scope=service", "CSS203")
    found = way(as_officer, address)
    assert (found.beside.previous, found.beside.next) == ("CSS202", "CSS201")
    assert (found.beside.place, found.beside.total) == (2, 4)
    assert found.back_url == f"{base}/evidence/?scope=service&sort=title"
    further = way(as_officer, found.next_url)
    assert (further.beside.previous, further.beside.next) == ("CSS203", "CSS204")
    assert further.back_url == found.back_url
    last = way(as_officer, further.next_url)
    assert last.next_url == "" and last.beside.place == 4
    page = as_officer.get(address).content.decode()
    assert f'<a href="{found.back_url.replace("&", "&amp;")}">Back to the list</a>' in page


def test_only_what_the_list_holds_is_passed_through(as_officer, base, items):
    EvidenceItem.objects.filter(number__in=[202, 204]).update(marking="official-sensitive")
    address = link_to(as_officer, f"{base}/evidence/?marking=official-sensitive", "CSS202")
    assert way(as_officer, address).beside.next == "CSS204"


def test_words_lead_through_what_they_found_best_first(as_officer, base, portfolio, items):
    make_item(portfolio, "The board of the library", number=205)
    shown = f"{base}/evidence/?words=board"
    order = [each.code for each in as_officer.get(shown).context["page_obj"]]
    assert set(order) == {"CSS203", "CSS205"}
    found = way(as_officer, link_to(as_officer, shown, order[0]))
    assert (found.beside.previous, found.beside.next) == ("", order[1])
    assert way(as_officer, found.next_url).beside.previous == order[0]
    assert found.back_url == shown
    unplaced = way(as_officer, f"{base}/evidence/{order[1]}/?list=words%3Dboard")
    assert (unplaced.beside.previous, unplaced.beside.place) == (order[0], 2)


def test_back_leads_to_the_page_that_the_item_is_on(as_officer, base, portfolio):
    make_many_items(portfolio, 45)
    second = f"{base}/evidence/?size=20&page=2"
    address = link_to(as_officer, second, "CSS10040")
    found = way(as_officer, address)
    assert found.beside.place == 40
    assert found.back_url == f"{base}/evidence/?size=20&page=2"
    assert way(as_officer, found.next_url).back_url == f"{base}/evidence/?size=20&page=3"


def test_without_a_list_the_codes_decide(as_officer, base, items):
    found = way(as_officer, f"{base}/evidence/CSS202/")
    assert found.next_url == f"{base}/evidence/CSS203/"
    assert found.back_url == ""


def test_an_item_that_has_left_the_list_is_shown_all_the_same(as_officer, base, items):
    found = way(as_officer, f"{base}/evidence/CSS202/?list=words%3Dboard&at=1")
    assert found.next_url == f"{base}/evidence/CSS203/"


def test_a_list_that_has_moved_since_is_looked_through(as_officer, base, items):
    found = way(as_officer, f"{base}/evidence/CSS204/?list=sort%3Dtitle&at=2")
    assert (found.beside.previous, found.beside.place) == ("CSS201", 4)


@pytest.mark.parametrize(
    "query",
    [
        "list=nonsense%3D1%26sort%3Dsideways&at=-7",
        "list=%3Cscript%3E&at=99999999999999999999",
        "list=sort%3Dtitle%26next%3Dhttps%3A%2F%2Felsewhere.example",
        "list=element%3D%2527%2520OR%25201&at=x",
        "list=" + "words%3D" + "x" * 5000,
        "list=%00&at=%00",
    ],
)
def test_only_what_the_library_knows_is_kept(query, as_officer, base, items):
    response = as_officer.get(f"{base}/evidence/CSS202/?{query}")
    assert response.status_code == 200
    found = response.context["way"]
    for url in (found.previous_url, found.next_url, found.back_url):
        for strange in ("nonsense", "script", "elsewhere", "OR", "xxxx", "sideways"):
            assert strange not in url


@pytest.mark.parametrize("query", ["", "sort=title", "words=evidence", "sort=-age&age=undated"])
@pytest.mark.parametrize("size", [5, 150])
def test_the_item_page_takes_as_many_statements_from_any_list(
    query, size, as_officer, base, portfolio, django_assert_max_num_queries
):
    make_many_items(portfolio, size)
    item = EvidenceItem.objects.latest("pk")
    make_version(item, pdf())
    address = link_to(as_officer, f"{base}/evidence/?{query}&size=100", "CSS10003")
    with django_assert_max_num_queries(ITEM + READING):
        assert way(as_officer, address).beside.total == size
