"""What is known of an item changed, checked, and the dates of many confirmed at once."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.models import HistoryText
from tests.builders.evidence import make_item, make_many_items
from tests.builders.people import make_user, sign_in

pytestmark = pytest.mark.django_db


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def form_of(client, address, **changes):
    """What the form of a page would send, with some of it changed."""
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in (sent | changes).items() if value is not None}


@pytest.fixture
def item(portfolio):
    return make_item(portfolio, "Website Strategy 2018-21", number=201)


@pytest.fixture
def address(base, item):
    return f"{base}/evidence/{item.code}/"


def test_an_officer_says_whose_an_item_is_and_when_to_review_it(as_officer, officer, item, address):
    sent = form_of(
        as_officer,
        f"{address}edit",
        owner=officer.pk,
        marking="official-sensitive",
        covers_from="1 January 2018",
        covers_to="31/12/2021",
        review_by="2030-01-31",
    )
    assert as_officer.post(f"{address}edit", sent).status_code == 302
    item.refresh_from_db()
    assert (item.owner, item.marking) == (officer, "official-sensitive")
    assert item.covers_to == date(2021, 12, 31) and item.review_by == date(2030, 1, 31)
    page = page_of(as_officer, address)
    for words in ("Isla Campbell", "1 January 2018 to 31 December 2021", "Stale", "SENSITIVE"):
        assert words in page
    assert f"Changed what is known of {item.code}" in page
    words = HistoryText.objects.order_by("-entry_sequence")[0].words
    assert words["before"]["review_by"] == "" and words["after"]["review_by"] == "2030-01-31"
    assert "title" not in words["after"]


def test_nothing_changed_leaves_no_trace_in_the_history(as_officer, item, address):
    form = form_of(as_officer, f"{address}edit")
    before = HistoryText.objects.count()
    assert as_officer.post(f"{address}edit", form).status_code == 302
    assert HistoryText.objects.count() == before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": " "}, "Enter a title"),
        ({"covers_from": "1 May 2020", "covers_to": "1 April 2020"}, "must not end before"),
        ({"review_by": "soon"}, "Enter a real date"),
        ({"produced_on": "1 January 2999"}, "must not be in the future"),
        ({"seen": "made up"}, "Open this page again"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(as_officer, item, address, changes, words):
    response = as_officer.post(f"{address}edit", form_of(as_officer, f"{address}edit", **changes))
    assert response.status_code == 200
    assert words in response.content.decode()
    assert item.title == "Website Strategy 2018-21"


def test_who_comes_second_sees_both_and_loses_nothing(as_officer, portfolio, item, address):
    mine = form_of(as_officer, f"{address}edit", description="Mine")
    other = sign_in(Client(), make_user(Role.OFFICER, portfolio.service))
    other.post(f"{address}edit", form_of(other, f"{address}edit", description="Theirs"))
    late = as_officer.post(f"{address}edit", mine)
    page = late.content.decode()
    assert "Somebody changed this while you were writing" in page
    assert "Mine" in page and "Theirs" in page
    item.refresh_from_db()
    assert item.description == "Theirs"
    again = mine | {"seen": late.context["form"]["seen"].value()}
    assert as_officer.post(f"{address}edit", again).status_code == 302
    item.refresh_from_db()
    assert item.description == "Mine"


def test_an_item_checked_today_is_fresh_again(as_officer, item, address):
    item.review_by = timezone.localdate() - timedelta(days=400)
    item.save()
    assert "Stale" in page_of(as_officer, address)
    assert as_officer.post(f"{address}in-force").status_code == 302
    page = page_of(as_officer, address)
    assert "Stale" not in page and "Fresh" in page
    assert f"Checked that {item.code} is still in force" in page


def test_who_may_only_read_is_offered_no_change(as_governance, item, address):
    page = page_of(as_governance, address)
    assert "Still in force, checked today" not in page and "/edit" not in page


def test_the_dates_read_in_titles_are_confirmed_in_one_step(as_officer, portfolio, item, base):
    survey = make_item(portfolio, "Survey October 2023", number=202)
    plain = make_item(portfolio, "Customer charter", number=203)
    page = page_of(as_officer, f"{base}/dates/")
    assert "3 items have no date yet" in page
    assert "1 January 2018" in page and "31 October 2023" in page
    sent = {
        "item": ["CSS201", "CSS202", "CSS203"],
        "CSS201-confirm": "on",
        "CSS201-covers_from": "1 January 2018",
        "CSS201-covers_to": "31 March 2021",
        "CSS202-covers_to": "not looked at, as it is not ticked",
        "CSS203-confirm": "on",
        "CSS203-covers_to": "1 May 2025",
    }
    assert as_officer.post(f"{base}/dates/", sent).status_code == 302
    for each in (item, survey, plain):
        each.refresh_from_db()
    assert (item.covers_from, item.covers_to) == (date(2018, 1, 1), date(2021, 3, 31))
    assert survey.covers_to is None and plain.covers_to == date(2025, 5, 1)
    page = page_of(as_officer, f"{base}/dates/")
    assert "Dated 2 items." in page and "1 item has no date yet" in page


def test_a_ticked_row_that_is_wrong_changes_none_of_them(as_officer, portfolio, item, base):
    make_item(portfolio, "Charter", number=203)
    sent = {
        "item": ["CSS201", "CSS203"],
        "CSS201-confirm": "on",
        "CSS201-covers_to": "31 March 2021",
        "CSS203-confirm": "on",
        "CSS203-covers_to": "",
    }
    page = as_officer.post(f"{base}/dates/", sent).content.decode()
    assert "<title>Error: Dates to confirm" in page
    assert "CSS203: Enter a date" in page and "31 March 2021" in page
    item.refresh_from_db()
    assert item.covers_to is None


def test_what_was_dated_meanwhile_keeps_its_dates(as_officer, item, base):
    item.covers_to = date(2020, 1, 1)
    item.save()
    sent = {"item": "CSS201", "CSS201-confirm": "on", "CSS201-covers_to": "31 March 2021"}
    assert as_officer.post(f"{base}/dates/", sent).status_code == 302
    item.refresh_from_db()
    assert item.covers_to == date(2020, 1, 1)


def test_corporate_items_are_dated_by_administrators_alone(as_officer, portfolio, base):
    make_item(portfolio, "Corporate Plan 2020", number=9, corporate=True)
    make_item(portfolio, "Service Plan 2020", number=10)
    administrator = sign_in(Client(), make_user(Role.ADMINISTRATOR, portfolio.service.organisation))
    sent = {"item": ["C009", "CSS010"]} | {
        f"{code}-{name}": value
        for code in ("C009", "CSS010")
        for name, value in (("confirm", "on"), ("covers_to", "1 May 2025"))
    }
    codes = [form.item.code for form in administrator.get(f"{base}/dates/").context["forms"]]
    assert codes == ["C009"]
    as_officer.post(f"{base}/dates/", sent)
    assert [f.item.code for f in administrator.get(f"{base}/dates/").context["forms"]] == ["C009"]
    assert "Every item has a date" in page_of(as_officer, f"{base}/dates/")


@pytest.mark.parametrize("size", [1, 150])
def test_the_list_of_dates_takes_as_many_statements_at_any_size(
    size, as_officer, portfolio, base, django_assert_num_queries
):
    make_many_items(portfolio, size)
    with django_assert_num_queries(6):
        as_officer.get(f"{base}/dates/")


def test_a_code_that_no_database_takes_is_the_code_of_nothing(as_officer, base):
    response = as_officer.post(f"{base}/dates/", {"item": ["CSS\x00201"]})
    assert response.status_code == 302
