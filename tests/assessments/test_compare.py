"""Two visits side by side, and an earlier one to be read."""

from datetime import date

import pytest

from accounts.enums import Role
from tests.builders.assessments import fill, make_assessment, make_completed, make_submitted
from tests.builders.evidence import make_item, make_link, make_portfolio, make_version
from tests.builders.files import pdf
from tests.builders.people import make_user
from tests.builders.standards import load_cse, make_standard
from tests.reading_costs import READING

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(portfolio):
    item = make_item(portfolio, "Customer survey", number=401)
    make_version(item)
    make_link(portfolio, item)
    make_link(portfolio, make_item(portfolio, "Old minutes", number=402))
    return make_completed(
        portfolio, {"1.1.2": "nearly"}, label="Full 2025", visit_on=date(2025, 3, 1)
    )


@pytest.fixture
def second(portfolio, first):
    """1.1.2 is met now; its survey has a newer file, the minutes are gone, a new item came."""
    make_version(portfolio.links.get(item__number=401).item, pdf("The survey of 2026"))
    portfolio.links.filter(item__number=402).delete()
    make_link(portfolio, make_item(portfolio, "New minutes", number=403))
    visit = make_completed(
        portfolio, label="Review 2026", kind="annual-review-1", visit_on=date(2026, 3, 1)
    )
    visit.elements.filter(element__code="1.1.2").update(finding="Seen and found very good.")
    return visit


def test_the_two_outcomes_ratings_and_comments_stand_side_by_side(base, second, as_officer, words):
    response = as_officer.get(f"{base}/assessment/compare/")
    page = words(response)
    assert "Full 2025" in page and "Review 2026" in page
    assert "2 of 3 differ." in page
    assert "Rating differs. Comment differs." in page
    assert "Nearly met" in page
    assert "<ins>very " in response.content.decode()


def test_each_item_says_what_became_of_it(base, second, as_officer, words):
    page = words(as_officer.get(f"{base}/assessment/compare/"))
    assert "CSS401 Customer survey newer version" in page
    assert "CSS402 Old minutes no longer used" in page
    assert "CSS403 New minutes new" in page


def test_any_two_can_be_chosen_also_the_other_way_round(base, first, second, as_officer, words):
    page = words(as_officer.get(f"{base}/assessment/compare/?a={second.pk}&b={first.pk}"))
    assert "CSS402 Old minutes new" in page and "CSS403 New minutes no longer used" in page
    same = words(as_officer.get(f"{base}/assessment/compare/?a={first.pk}&b={first.pk}"))
    assert "0 of 3 differ." in same


def test_only_what_changed(base, second, as_officer):
    page = as_officer.get(f"{base}/assessment/compare/?show=changed").content.decode()
    assert 'id="element-1.1.2"' in page and 'id="element-1.1.3"' not in page


def test_an_assessment_in_preparation_is_compared_as_it_is_now(
    portfolio, base, first, as_officer, words
):
    make_assessment(portfolio, label="Review 2026", kind="annual-review-1", under_review=["1.1.1"])
    make_link(portfolio, make_item(portfolio, "New minutes", number=403))
    page = words(as_officer.get(f"{base}/assessment/compare/"))
    assert "CSS403 New minutes new" in page and "CSS401 Customer survey unchanged" in page
    assert "carried from 2025" in page


def test_a_visit_of_another_portfolio_is_not_found(base, second, as_officer):
    foreign = make_completed(make_portfolio())
    for words in (f"a={foreign.pk}", f"b={foreign.pk}", "a=nonsense"):
        assert as_officer.get(f"{base}/assessment/compare/?{words}").status_code == 404
    assert as_officer.get(f"{base}/assessment/visits/{foreign.pk}/").status_code == 404


def test_with_one_visit_there_is_nothing_to_compare(base, first, as_officer, words):
    assert "Nothing to compare yet" in words(as_officer.get(f"{base}/assessment/compare/"))


def test_an_earlier_visit_can_be_opened_and_read(portfolio, base, first, as_officer, words):
    current = make_assessment(portfolio, label="Review", under_review=["1.1.1"])
    overview = as_officer.get(f"{base}/assessment/").content.decode()
    assert f"{base}/assessment/visits/{first.pk}/" in overview
    assert f"{base}/assessment/compare/?a={first.pk}&amp;b={current.pk}" in overview
    page = words(as_officer.get(f"{base}/assessment/visits/{first.pk}/"))
    assert "Full 2025" in page and "Nearly met" in page and "Seen and found good." in page
    assert "2 items of evidence, as submitted CSS401 Customer survey CSS402 Old minutes" in page
    assert "Signed by" in page
    assert as_officer.get(f"{base}/assessment/visits/{current.pk}/").status_code == 404


def test_the_element_page_leads_to_the_comparison(portfolio, base, first, as_officer):
    current = make_assessment(portfolio, label="Review")
    page = as_officer.get(f"{base}/elements/1.1.2/").content.decode()
    assert f"compare/?a={first.pk}&amp;b={current.pk}#element-1.1.2" in page


@pytest.mark.parametrize(("standard", "size"), [("small", 3), ("cse", 150)])
def test_the_comparison_costs_the_same_at_any_size(
    standard, size, client, django_assert_num_queries
):
    edition = load_cse() if standard == "cse" else make_standard()
    portfolio = make_portfolio(standard=edition)
    make_completed(portfolio, label="One")
    fill(portfolio, size, list(edition.elements.all()))
    make_submitted(portfolio, label="Two")
    client.force_login(make_user(Role.OFFICER, portfolio.service))
    with django_assert_num_queries(8 + READING):
        client.get(
            f"/services/{portfolio.service.slug}/{portfolio.standard.slug}/assessment/compare/"
        )
