"""The pass rule of the standard, applied."""

import pytest

from assessments.reckoning import Rated, reckon
from criteria.models import Criterion, Rating

PLUS = Rating(code="compliance-plus", counts_as="met")
MET = Rating(code="compliant", counts_as="met")
PARTIAL = Rating(code="partial", counts_as="partial")
NOT_MET = Rating(code="non-compliant", counts_as="not-met")
LEFT_OUT = Rating(code="not-applicable", counts_as="excluded")
FIRST = Criterion(pk=1, code="1", partials_allowed=2)
SECOND = Criterion(pk=2, code="2", partials_allowed=None)


def reckoned(*ratings, criterion=FIRST, not_met_allowed=0):
    return reckon([Rated(criterion, rating) for rating in ratings], not_met_allowed=not_met_allowed)


@pytest.mark.parametrize(
    ("ratings", "passes"),
    [
        ([MET, PLUS, LEFT_OUT], True),
        ([MET, PARTIAL, PARTIAL], True),
        ([PARTIAL, PARTIAL, PARTIAL], False),
        ([MET, NOT_MET], False),
        ([MET, None], True),
    ],
)
def test_two_partials_pass_and_a_third_or_one_not_met_fail(ratings, passes):
    assert reckoned(*ratings).passes is passes


def test_the_limit_is_told_from_what_lies_beyond_it():
    at, over = reckoned(PARTIAL, PARTIAL).criteria[0], reckoned(*[PARTIAL] * 3).criteria[0]
    assert (at.is_at_limit, at.is_over) == (True, False)
    assert (over.is_at_limit, over.is_over) == (False, True)


def test_no_partial_is_not_the_limit_even_where_none_is_allowed():
    none_allowed = Criterion(pk=3, code="3", partials_allowed=0)
    assert not reckoned(MET, criterion=none_allowed).criteria[0].is_at_limit


def test_a_criterion_without_a_limit_is_never_over_it():
    assert reckoned(*[PARTIAL] * 9, criterion=SECOND).passes


def test_a_standard_may_allow_some_not_met():
    assert reckoned(NOT_MET, not_met_allowed=1).passes
    assert not reckoned(NOT_MET, NOT_MET, not_met_allowed=1).passes


def test_limits_are_held_for_each_criterion_by_itself():
    rows = [Rated(FIRST, PARTIAL)] * 2 + [Rated(Criterion(pk=4, partials_allowed=2), PARTIAL)] * 2
    assert reckon(rows, not_met_allowed=0).passes


def test_everything_is_counted_once():
    whole = reckoned(PLUS, MET, MET, PARTIAL, None, LEFT_OUT)
    assert (whole.elements, whole.rated, whole.unrated) == (5, 4, 1)
    assert (whole.count("compliant"), whole.partials, whole.not_met) == (2, 1, 0)
