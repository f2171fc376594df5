"""What the history of an item tells, and to whom it does not."""

import pytest
from django.test import Client

from accounts.models import HistoryEntry
from evidence.actions import record_reading, retitle_item
from evidence.queries import teams_of, usual_team
from tests.builders.evidence import make_item, make_link, make_portfolio, make_version
from tests.builders.people import make_service, make_team, make_user, sign_in
from tests.reading_costs import READING

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio():
    return make_portfolio(make_service(name="Libraries"))


def page_of(client: Client, item) -> str:
    address = f"/services/libraries/small/evidence/{item.code}/"
    return client.get(address).content.decode()


def test_the_history_tells_who_added_and_linked_an_item(client: Client, portfolio):
    officer = make_user("officer", portfolio.service, name="Isla Campbell")
    item = make_item(portfolio, "Charter", number=501, by=officer)
    make_link(portfolio, item, by=officer)

    page = page_of(sign_in(client, officer), item)

    assert "Added CSS501: Charter" in page
    assert "Linked CSS501 to 1.1.1" in page
    assert "Isla Campbell" in page


def test_what_another_service_does_with_a_corporate_item_is_not_told(client: Client, portfolio):
    other = make_portfolio(make_service(portfolio.service.organisation, prefix="BS"))
    item = make_item(portfolio, "Charter", corporate=True, number=17)
    make_link(other, item, by=make_user("officer", other.service, name="Calum Ross"))

    page = page_of(sign_in(client, make_user("officer", portfolio.service)), item)

    assert "Added C017: Charter" in page
    assert "Calum Ross" not in page


def test_what_an_assessor_has_opened_is_not_told(client: Client, portfolio):
    item = make_item(portfolio, "Charter", number=501)
    version = make_version(item)
    reader = make_user(name="Helen Whitworth")
    record_reading(version=version, by=reader, portfolio=portfolio, element_code="1.1.1")

    page = page_of(sign_in(client, make_user("officer", portfolio.service)), item)

    assert "Helen Whitworth" not in page


def retitled(item, times: int) -> None:
    for at in range(times):
        retitle_item(item=item, title=f"Charter, draft {at}", by=None)


def test_all_of_the_history_is_on_pages_of_its_own(client: Client, portfolio):
    item = make_item(portfolio, "Charter", number=501)
    client = sign_in(client, make_user("officer", portfolio.service))
    retitled(item, 60)

    page = page_of(client, item)
    assert "All of its history" in page and "Added CSS501" not in page
    address = "/services/libraries/small/evidence/CSS501/history"
    first = client.get(address).content.decode()
    assert "Older entries" in first and "Added CSS501: Charter" not in first
    oldest = HistoryEntry.objects.filter(item_id=item.pk).order_by("-sequence")[49]
    second = client.get(f"{address}?before={oldest.sequence}").content.decode()
    assert "Older entries" not in second and "Added CSS501: Charter" in second


def test_the_pages_of_history_do_not_tell_who_read_it(client: Client, portfolio):
    item = make_item(portfolio, "Charter", number=501)
    reader = make_user(name="Helen Whitworth")
    record_reading(version=make_version(item), by=reader, portfolio=portfolio, element_code="1.1.1")
    sign_in(client, make_user("officer", portfolio.service))
    page = client.get("/services/libraries/small/evidence/CSS501/history").content.decode()
    assert "Added version 1" in page and "Helen Whitworth" not in page


@pytest.mark.parametrize("entries", [5, 120])
def test_a_page_of_history_takes_as_many_statements_whatever_the_size(
    entries, client: Client, portfolio, django_assert_num_queries
):
    item = make_item(portfolio, "Charter", number=501)
    retitled(item, entries)
    sign_in(client, make_user("officer", portfolio.service))
    with django_assert_num_queries(7 + READING):
        client.get("/services/libraries/small/evidence/CSS501/history")


def test_the_team_offered_is_the_one_a_person_drew_from_last(client: Client, portfolio):
    first = make_team(portfolio.service, "Customers", blocks=[(401, 410)], position=1)
    second = make_team(portfolio.service, "ICT", blocks=[(221, 240), (411, 420)], position=2)
    second.number_blocks.filter(first=221).update(is_closed=True)
    officer = make_user("officer", portfolio.service)

    make_item(portfolio, number=222, team=second, by=officer)
    assert usual_team(teams_of(portfolio, officer)) == first
    make_item(portfolio, number=411, team=second, by=officer)
    assert usual_team(teams_of(portfolio, officer)) == second
