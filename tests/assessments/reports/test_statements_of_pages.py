"""The pages of the gap report, the index and the tables cost the same at any size."""

import pytest

from accounts.enums import Role
from criteria.models import Edition
from tests.builders.assessments import fill, make_completed, make_grant, make_submitted
from tests.builders.evidence import make_portfolio
from tests.builders.people import make_user
from tests.builders.standards import load_cse, make_standard

pytestmark = pytest.mark.django_db

ENTRY = 6  # statements of the entry that tells of the reading
PAGES = {
    "gaps/": 15,
    "gaps/gaps.csv": 15,
    "index/": 15,
    "index/tables.xlsx": 15,
    "comparison/tables.xlsx": 12,
}


@pytest.fixture(params=[("small", 3), ("cse", 300)], ids=["small", "large"])
def documents(request, client):
    """Where the documents of a portfolio begin that has had two visits."""
    standard, size = request.param
    edition: Edition = load_cse() if standard == "cse" else make_standard()
    portfolio = make_portfolio(standard=edition)
    make_completed(portfolio, label="One")
    fill(portfolio, size, list(edition.elements.all()))
    make_grant(make_submitted(portfolio, label="Two"))
    client.force_login(make_user(Role.OFFICER, portfolio.service))
    return f"/services/{portfolio.service.slug}/{portfolio.standard.slug}/documents/"


def test_no_page_takes_more_than_fifteen_statements(documents, client, django_assert_num_queries):
    for page, statements in PAGES.items():
        with django_assert_num_queries(statements + ENTRY, info=page):
            assert client.get(documents + page).status_code == 200
    assert max(PAGES.values()) <= 15
