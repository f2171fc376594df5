"""Trying ratings out, without anything being saved."""

import pytest
from django.test import Client

from accounts.models import HistoryEntry
from assessments.models import ElementAssessment
from tests.builders.assessments import (
    fill,
    make_assessment,
    make_submitted,
    rate,
    self_assess,
)
from tests.builders.evidence import element_of, make_portfolio
from tests.builders.people import make_service, make_user, sign_in
from tests.builders.standards import load_cse

pytestmark = pytest.mark.django_db

WHAT_IF = 7


@pytest.fixture
def url(base):
    return f"{base}/assessment/what-if/"


def test_it_begins_with_the_ratings_there_are(portfolio, url, as_officer, words):
    assessment = make_assessment(portfolio)
    self_assess(assessment, "1.1.1")
    page = words(as_officer.get(url))
    assert "As it is: no rating is tried out." in page
    assert "Standard met as it stands" in page


def test_a_supposed_rating_changes_the_outcome_and_nothing_else(portfolio, url, as_officer, words):
    assessment = make_submitted(portfolio)
    before = list(ElementAssessment.objects.values())
    entries = HistoryEntry.objects.count()
    page = words(as_officer.get(url + "?1.1.1=unmet&1.1.2=unmet"))
    assert "Standard not met" in page
    assert "2 elements are not met, 1 allowed: 1.1.1, 1.1.2" in page
    assert "2 ratings are tried out: 1.1.1 , 1.1.2" in page
    assert list(ElementAssessment.objects.values()) == before
    assert HistoryEntry.objects.count() == entries
    assert assessment.state == "submitted"


def test_a_rating_can_be_supposed_away(portfolio, url, as_officer, words):
    make_submitted(portfolio)
    assert "2 of 3 have a rating" in words(as_officer.get(url + "?1.1.1=none"))


def test_the_assessors_rating_comes_before_the_services(portfolio, url, as_officer, words):
    assessment = make_submitted(portfolio)
    rate(assessment, "1.1.1", "unmet")
    page = as_officer.get(url).content.decode()
    assert '<option value="unmet" selected>' in page


def test_only_those_that_fall_short_can_be_shown_and_the_rest_stays_tried_out(
    portfolio, url, as_officer
):
    assessment = make_submitted(portfolio)
    rate(assessment, "1.1.1", "nearly")
    rate(assessment, "1.1.3", "", accepted=False)
    page = as_officer.get(url + "?show=short&1.1.3=none").content.decode()
    assert 'id="r-1.1.1"' in page
    assert 'id="r-1.1.2"' not in page
    assert '<input type="hidden" name="1.1.3" value="none">' in page


def test_what_is_not_under_review_cannot_be_supposed_otherwise(portfolio, url, as_officer):
    make_assessment(portfolio, under_review=["1.1.2"])
    page = as_officer.get(url + "?1.1.1=unmet&1.1.2=nonsense&9.9.9=unmet").content.decode()
    assert 'id="r-1.1.2"' in page
    assert 'id="r-1.1.1"' not in page
    assert "no rating is tried out" in page


def test_without_an_assessment_it_says_so(portfolio, url, as_officer, words):
    assert "No assessment yet" in words(as_officer.get(url))


@pytest.mark.parametrize("items", [3, 150])
def test_57_elements_cost_the_same_at_any_size(items, django_assert_num_queries):
    portfolio = make_portfolio(make_service(), load_cse())
    fill(portfolio, items, [element_of(portfolio, code) for code in ("1.1.1", "1.1.2")])
    make_assessment(portfolio)
    client = sign_in(Client(), make_user("officer", portfolio.service))
    address = f"/services/{portfolio.service.slug}/cse/assessment/what-if/"
    client.get(address)
    with django_assert_num_queries(WHAT_IF):
        response = client.get(address + "?1.1.1=partial")
    assert response.content.count(b"<select") == 57
