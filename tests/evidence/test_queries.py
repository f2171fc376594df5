"""The reads that other pages are built from."""

import pytest

from accounts.enums import Role
from evidence.parts import element_evidence_context
from evidence.queries import LinkCounts, element_evidence, link_counts
from evidence.views.common import element_of
from tests.builders.evidence import make_item, make_link, make_portfolio, make_version
from tests.builders.files import pdf
from tests.builders.people import make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def element(portfolio):
    return element_of(portfolio, "1.1.1")


def rows_of(rows):
    return [(row.position, row.item.code, row.is_first, row.is_last) for row in rows]


def test_the_evidence_of_an_element_stands_in_its_lists_and_order(portfolio, element):
    for number in (3, 1, 2):
        make_link(portfolio, make_item(portfolio, number=number), element)
    make_link(portfolio, make_item(portfolio, number=4), element, status="active")
    make_link(portfolio, make_item(portfolio, number=5), element, status="archived")
    make_link(portfolio, make_item(portfolio, number=6, corporate=True), element)
    make_link(portfolio, make_item(portfolio, number=7), "1.1.2")
    evidence = element_evidence(portfolio, element)
    assert rows_of(evidence.new) == [
        (1, "CSS003", True, False),
        (2, "CSS001", False, False),
        (3, "CSS002", False, True),
    ]
    assert rows_of(evidence.active) == [(1, "CSS004", True, True)]
    assert rows_of(evidence.corporate) == [(1, "C006", True, True)]
    assert [row.item.code for row in evidence.archived] == ["CSS005"]


def test_links_of_another_portfolio_are_not_among_them(portfolio, element):
    other = make_portfolio()
    make_link(other, make_item(other), element)
    assert element_evidence(portfolio, element).in_use == []


def test_a_row_says_its_file_its_version_and_its_team(portfolio, element, team):
    item = make_item(portfolio, team=team)
    make_link(portfolio, item, element)
    assert element_evidence(portfolio, element).new[0].facts == ["Customer Engagement"]
    make_version(item)
    make_version(item, pdf("second"))
    row = element_evidence(portfolio, element).new[0]
    assert row.version and row.version.number == 2
    assert row.facts[1:] == ["PDF, version 2", "Customer Engagement"]


@pytest.mark.parametrize("size", [1, 30])
def test_the_evidence_of_an_element_takes_one_statement(
    size, portfolio, element, django_assert_num_queries
):
    for _ in range(size):
        item = make_item(portfolio, team=make_team(portfolio.service, f"Team {_}", blocks=[]))
        make_version(item)
        make_link(portfolio, item, element)
    with django_assert_num_queries(1):
        rows = element_evidence(portfolio, element).in_use
        assert [row.facts and row.link.element.code for row in rows] == ["1.1.1"] * size


@pytest.mark.parametrize(
    ("role", "teams", "statements"),
    [(Role.OFFICER, 2, 3), (Role.OFFICER, 1, 3), (Role.OFFICER, 0, 3), (Role.GOVERNANCE, 2, 2)],
)
def test_the_part_of_the_element_page_takes_five_statements_at_most(
    role, teams, statements, portfolio, element, django_assert_num_queries
):
    """One of them is the reader's memberships, which the rest of the page needs as well."""
    for number in range(teams):
        make_team(portfolio.service, f"Team {number}", blocks=[(number * 10 + 1, number * 10 + 9)])
    place = portfolio.service if role == Role.OFFICER else portfolio.service.organisation
    user = make_user(role, place)
    item = make_item(portfolio)
    make_version(item)
    make_link(portfolio, item, element)
    with django_assert_num_queries(statements):
        context = element_evidence_context(portfolio, element, user)
    assert context["may_change"] == (role == Role.OFFICER)


def test_links_in_use_are_counted_by_element_in_one_statement(
    portfolio, element, django_assert_num_queries
):
    second = element_of(portfolio, "1.1.2")
    make_link(portfolio, make_item(portfolio), element)
    make_link(portfolio, make_item(portfolio), element, status="active")
    make_link(portfolio, make_item(portfolio), element, status="archived")
    make_link(portfolio, make_item(portfolio, corporate=True), element)
    make_link(portfolio, make_item(portfolio, corporate=True), second)
    other = make_portfolio()
    make_link(other, make_item(other), element)
    with django_assert_num_queries(1):
        counts = link_counts(portfolio, element.edition)
    assert counts == {element.pk: LinkCounts(2, 1), second.pk: LinkCounts(0, 1)}
