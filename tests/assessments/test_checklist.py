"""What is missing: said by one function, to the page and to the refusal alike."""

import pytest

from assessments.checklist import what_is_missing
from evidence.enums import LinkStatus
from tests.builders.assessments import make_assessment, self_assess, self_assess_all
from tests.builders.evidence import make_link, make_portfolio
from tests.builders.standards import make_standard

pytestmark = pytest.mark.django_db


def missing(assessment):
    return [(gap.element_code, gap.kind) for gap in what_is_missing(assessment)]


def test_an_untouched_element_lacks_everything():
    assert missing(make_assessment(under_review=["1.1.2"])) == [
        ("1.1.2", "no-self-rating"),
        ("1.1.2", "no-evidence"),
        ("1.1.2", "no-commentary"),
    ]


def test_only_a_missing_self_rating_stands_in_the_way():
    gaps = what_is_missing(make_assessment(under_review=["1.1.1"]))
    assert [gap.kind for gap in gaps if gap.blocks] == ["no-self-rating"]


def test_an_element_that_is_whole_lacks_nothing():
    portfolio = make_portfolio()
    make_link(portfolio)
    assessment = make_assessment(portfolio, under_review=["1.1.1"])
    self_assess(assessment)
    assert missing(assessment) == []


def test_evidence_that_is_no_longer_used_does_not_count():
    portfolio = make_portfolio()
    make_link(portfolio, status=LinkStatus.ARCHIVED)
    assessment = make_assessment(portfolio, under_review=["1.1.1"])
    self_assess(assessment)
    assert missing(assessment) == [("1.1.1", "no-evidence")]


def test_evidence_of_another_service_does_not_count():
    standard = make_standard()
    make_link(make_portfolio(standard=standard))
    assessment = make_assessment(make_portfolio(standard=standard), under_review=["1.1.1"])
    self_assess(assessment)
    assert missing(assessment) == [("1.1.1", "no-evidence")]


def test_spaces_are_no_commentary():
    assessment = make_assessment(under_review=["1.1.1"])
    self_assess(assessment, commentary=" \n ")
    assert ("1.1.1", "no-commentary") in missing(assessment)


def test_the_list_follows_the_standard_and_not_the_letters_of_its_codes():
    portfolio = make_portfolio(standard=make_standard("long", elements=11))
    assessment = make_assessment(portfolio)
    self_assess_all(assessment)
    codes = [code for code, _kind in missing(assessment)]
    assert codes == [f"1.1.{number}" for number in range(1, 12)]


def test_it_costs_the_same_for_any_number_of_elements(django_assert_num_queries):
    assessment = make_assessment(make_portfolio(standard=make_standard("long", elements=30)))
    with django_assert_num_queries(2):
        what_is_missing(assessment)
