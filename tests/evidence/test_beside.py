"""What stands before and after an item, in the list that one came from."""

from datetime import date

import pytest

from evidence.models import EvidenceItem
from evidence.queries.beside import Beside, beside_by_code, beside_in, beside_on_element
from tests.builders.evidence import element_of, make_item, make_link, make_many_items

pytestmark = pytest.mark.django_db


@pytest.fixture
def items(portfolio):
    titles = {201: "Charter", 202: "Audit", 203: "Board", 204: "Diary"}
    return {n: make_item(portfolio, title, number=n) for n, title in titles.items()}


def every(portfolio):
    return EvidenceItem.objects.of_service(portfolio.service)


def test_without_a_list_the_codes_decide(portfolio, items):
    assert beside_by_code(portfolio, items[201]) == Beside("", "CSS202")
    assert beside_by_code(portfolio, items[203]) == Beside("CSS202", "CSS204")
    make_item(portfolio, corporate=True, number=9)
    assert beside_by_code(portfolio, items[201]).previous == "C009"


def test_the_order_of_the_list_is_followed(portfolio, items):
    by_title = every(portfolio).order_by("title", "number")
    assert beside_in(by_title, items[201]) == Beside("CSS203", "CSS204", 3, 4)
    assert beside_in(by_title, items[202]) == Beside("", "CSS203", 1, 4)
    backwards = every(portfolio).order_by("-title", "number")
    assert beside_in(backwards, items[202]) == Beside("CSS203", "", 4, 4)


def test_only_what_the_list_holds_counts(portfolio, items):
    with_b_or_c = every(portfolio).filter(title__regex="^[BC]").order_by("prefix", "number")
    assert beside_in(with_b_or_c, items[203]) == Beside("CSS201", "", 2, 2)
    assert beside_in(with_b_or_c, items[202]) is None


def test_blanks_stand_where_the_list_puts_them(portfolio, items):
    from django.db.models import F

    items[202].review_by = date(2027, 1, 1)
    items[202].save()
    by_review = every(portfolio).order_by(F("review_by").asc(nulls_last=True), "number")
    assert beside_in(by_review, items[202]) == Beside("", "CSS201", 1, 4)
    assert beside_in(by_review, items[204]) == Beside("CSS203", "", 4, 4)


@pytest.mark.parametrize("at", range(8))
def test_where_it_stood_only_makes_it_quicker(portfolio, items, at):
    by_title = every(portfolio).order_by("title", "number")
    for item in items.values():
        assert beside_in(by_title, item, at=at) == beside_in(by_title, item)


@pytest.mark.parametrize("size", [10, 500])
def test_it_costs_one_statement_at_any_size(portfolio, size, django_assert_num_queries):
    make_many_items(portfolio, size)
    item = every(portfolio).order_by("number")[size // 2]
    with django_assert_num_queries(1):
        assert beside_in(every(portfolio).order_by("number"), item).total == size
    with django_assert_num_queries(2):
        found = beside_in(every(portfolio).order_by("number"), item, at=size // 2 + 1)
    assert (found.place, found.total) == (size // 2 + 1, size)


def test_the_rows_of_an_element_follow_each_other_as_they_are_printed(portfolio, items):
    element = element_of(portfolio)
    charter = make_item(portfolio, "Shared", corporate=True, number=9)
    make_link(portfolio, charter, element)
    make_link(portfolio, items[204], element, status="active")
    make_link(portfolio, items[203], element, status="new")
    make_link(portfolio, items[201], element, status="new")
    make_link(portfolio, items[202], element, status="archived")
    order = [items[203], items[201], items[204], charter]
    for at, item in enumerate(order):
        before = order[at - 1].code if at else ""
        after = order[at + 1].code if at < 3 else ""
        found = beside_on_element(portfolio, element.code, item)
        assert found == Beside(before, after, at + 1, 4)
    assert beside_on_element(portfolio, element.code, items[202]) is None
    assert beside_on_element(portfolio, "9.9.9", items[203]) is None
