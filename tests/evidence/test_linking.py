"""Finding evidence that is here already and linking it to an element."""

import pytest
from django.contrib.messages import get_messages

from evidence.models import EvidenceLink
from tests.builders.evidence import make_item, make_link, make_portfolio
from tests.builders.people import make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(base):
    return f"{base}/elements/1.1.1/evidence"


def page_of(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def shelf(portfolio):
    make_link(portfolio, make_item(portfolio, "Consultation report", number=242), "1.1.2")
    make_link(portfolio, make_item(portfolio, "Consulting <staff>", number=243), "1.1.1")
    make_item(portfolio, "Budget consultation", number=114, corporate=True)
    make_item(portfolio, "Minutes", number=300)


def test_items_are_found_by_part_of_title_or_code(as_officer, shelf, address):
    page = page_of(as_officer.get(f"{address}/find?q=CONSULT"))
    assert "<mark>Consult</mark>ation report" in page
    assert 'used for <span class="cse-num">1.1.2</span>' in page
    assert "Linked here" in page and "&lt;staff&gt;" in page
    assert "Minutes" not in page
    assert "Budget" in page_of(as_officer.get(f"{address}/find?q=c1"))


def test_what_is_linked_here_cannot_be_chosen_again(as_officer, shelf, address):
    page = page_of(as_officer.get(f"{address}/find?q=css243"))
    assert "Linked here" in page and "<form action" in page
    assert 'name="item" value="CSS243"' not in page


def test_htmx_gets_only_the_part_that_changes(as_officer, shelf, address):
    part = page_of(as_officer.get(f"{address}/find?q=minutes", headers={"hx-request": "true"}))
    assert "CSS300" not in part or "<html" not in part
    assert part.startswith("<ul") and 'value="CSS300"' in part


def test_nothing_found_says_what_to_do(as_officer, shelf, address):
    assert "Try another word" in page_of(as_officer.get(f"{address}/find?q=nowhere"))
    assert "Try another word" not in page_of(as_officer.get(f"{address}/find"))


def test_twenty_are_shown_and_more_are_told(as_officer, portfolio, address):
    for number in range(1, 22):
        make_item(portfolio, "Survey", number=number)
    response = as_officer.get(f"{address}/find?q=survey")
    assert len(response.context["found"]) == 20
    assert "The first 20 are shown" in page_of(response)


def test_items_of_another_service_are_neither_found_nor_linked(as_officer, portfolio, address):
    other = make_portfolio(make_service(portfolio.service.organisation, prefix="HR"))
    make_item(other, "Secret survey", number=1)
    assert "Secret" not in page_of(as_officer.get(f"{address}/find?q=survey"))
    assert as_officer.post(f"{address}/link", {"item": "HR001"}).status_code == 404


@pytest.mark.parametrize(("code", "status"), [("CSS300", "new"), ("c114", "active")])
def test_an_item_is_linked_at_the_end_of_its_list(code, status, as_officer, shelf, address, base):
    response = as_officer.post(f"{address}/link", {"item": code})
    assert response.url == f"{base}/elements/1.1.1/#{code.upper()}"
    link = EvidenceLink.objects.get(item__code=code.upper())
    assert (link.status, link.element.code) == (status, "1.1.1")
    assert link.position == (2 if status == "new" else 1)


def test_linking_twice_is_told_and_changes_nothing(as_officer, shelf, address):
    response = as_officer.post(f"{address}/link", {"item": "CSS243"})
    assert told(response) == ["CSS243 is linked to 1.1.1 already."]
    assert EvidenceLink.objects.count() == 2


def test_linking_nothing_is_told(as_officer, shelf, address):
    assert told(as_officer.post(f"{address}/link")) == ["Choose an item to link"]


@pytest.mark.parametrize("words", ["%00", "x" * 300])
def test_what_cannot_be_words_finds_nothing(words, as_officer, shelf, address):
    assert as_officer.get(f"{address}/find?q={words}").context["found"] == []


def test_strangers_find_nothing_and_readers_may_not_link(
    as_stranger, as_governance, shelf, address
):
    for path, send in (("find?q=a", "get"), ("link", "post")):
        assert getattr(as_stranger, send)(f"{address}/{path}").status_code == 404
        assert getattr(as_governance, send)(f"{address}/{path}").status_code == 403


def test_finding_takes_nine_statements_however_much_is_found(
    as_officer, portfolio, address, django_assert_max_num_queries
):
    for number in range(1, 31):
        make_link(portfolio, make_item(portfolio, "Survey", number=number), "1.1.2")
    with django_assert_max_num_queries(9):
        as_officer.get(f"{address}/find?q=survey")
