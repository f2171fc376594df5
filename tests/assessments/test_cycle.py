"""Which visit comes next and what it looks at, for three schemes and any standard."""

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.cycle import Part, Past, elements_for, next_visit, to_put_right
from criteria.cycle import Cycle, cycle_from
from tests.builders.schemes import REMEDIAL, ROLLING
from tests.builders.standards import CYCLE

CSE, ROUND, REPAIRED = cycle_from(CYCLE), cycle_from(ROLLING), cycle_from(REMEDIAL)
UNHURRIED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CSE_SIZES = (11, 11, 12, 13, 10)


def parts_of(sizes, allowed=2) -> list[Part]:
    return [
        Part(f"{criterion}.1.{number}", str(criterion), allowed)
        for criterion, size in enumerate(sizes, 1)
        for number in range(1, size + 1)
    ]


def visits_made(cycle: Cycle, parts, count, found=None) -> list[Past]:
    """So many visits one after another, each as it is proposed; `found` by place."""
    past: list[Past] = []
    for place in range(count):
        visit = next_visit(cycle, past)
        codes = elements_for(visit, cycle, parts, past)
        ratings = {part.code: "met" for part in parts} | dict((found or {}).get(place, {}))
        past.append(Past(visit.kind, codes, ratings))
    return past


sizes = st.lists(st.integers(1, 15), min_size=1, max_size=6)


@UNHURRIED
@given(sizes=sizes, years=st.integers(1, 5))
def test_the_shares_of_a_rolling_programme_are_disjoint_and_together_everything(sizes, years):
    cycle = Cycle(years, ROUND.visits, "review-1")
    parts = parts_of(sizes)
    shares = [visit.reviewed for visit in visits_made(cycle, parts, years + 1)[1:]]
    assert Counter(code for share in shares for code in share) == Counter(p.code for p in parts)
    of_each = [len(share) for share in shares]
    assert max(of_each) - min(of_each) <= 1
    for criterion, size in enumerate(sizes, 1):
        counts = [sum(code.startswith(f"{criterion}.") for code in share) for share in shares]
        assert max(counts) - min(counts) <= 1 and sum(counts) == size


@UNHURRIED
@given(data=st.data(), sizes=sizes, rounds=st.integers(4, 9))
def test_what_was_partial_is_always_looked_at_and_nothing_is_left_out_for_three_visits(
    data, sizes, rounds
):
    parts = parts_of(sizes)
    codes = st.sampled_from([part.code for part in parts])
    found = {
        place: dict.fromkeys(data.draw(st.sets(codes, max_size=4)), "partial")
        for place in range(rounds)
    }
    past = visits_made(ROUND, parts, rounds, found)
    for place, visit in enumerate(past[1:]):
        assert visit.reviewed >= found[place].keys()
    everything = {part.code for part in parts}
    for start in range(len(past) - 2):
        assert set().union(*(visit.reviewed for visit in past[start : start + 3])) == everything


@UNHURRIED
@given(data=st.data(), sizes=sizes)
def test_a_manager_may_take_any_out_and_it_comes_back_within_the_round(data, sizes):
    parts = parts_of(sizes)
    everything = {part.code for part in parts}
    past = visits_made(ROUND, parts, 1)
    chosen = data.draw(st.sets(st.sampled_from(sorted(everything)), min_size=1))
    past.append(Past("review-1", frozenset(chosen), {}))
    for _ in range(3):
        visit = next_visit(ROUND, past)
        past.append(Past(visit.kind, elements_for(visit, ROUND, parts, past), {}))
    assert set().union(*(visit.reviewed for visit in past[2:])) == everything


def test_the_57_elements_fall_into_three_shares_of_19():
    parts = parts_of(CSE_SIZES)
    past = visits_made(ROUND, parts, 4)
    assert [len(visit.reviewed) for visit in past] == [57, 19, 19, 19]
    first = [code for code in past[1].reviewed if code.startswith("1.")]
    assert sorted(first, key=lambda code: int(code[4:])) == ["1.1.1", "1.1.2", "1.1.3", "1.1.4"]


def test_the_third_share_of_a_certificate_is_the_first_after_its_next_full_assessment():
    parts = parts_of(CSE_SIZES)
    past = visits_made(CSE, parts, 6)
    assert [visit.kind for visit in past] == [
        *("full", "annual-review-1", "annual-review-2"),
        *("full", "annual-review-1", "annual-review-2"),
    ]
    reviews = [past[place].reviewed for place in (1, 2, 4)]
    assert Counter(code for codes in reviews for code in codes) == Counter(p.code for p in parts)


def test_after_a_failure_comes_the_remedial_visit_and_then_the_one_that_was_next():
    everything = frozenset({"1.1.1"})
    failed = Past("full", everything, {"1.1.1": "not-met"}, passed=False)
    assert next_visit(REPAIRED, [failed]).kind == "remedial"
    again = Past("remedial", everything, {"1.1.1": "not-met"}, passed=False)
    assert next_visit(REPAIRED, [failed, again]).kind == "remedial"
    mended = Past("remedial", everything, {"1.1.1": "met"})
    assert next_visit(REPAIRED, [failed, again, mended]).kind == "review"


def test_without_a_remedial_visit_a_failure_changes_nothing_in_the_order():
    failed = Past("full", frozenset({"1.1.1"}), {"1.1.1": "not-met"}, passed=False)
    assert next_visit(CSE, [failed]).kind == "annual-review-1"
    assert "1.1.1" in elements_for(CSE.visits[1], CSE, parts_of([9]), [failed])


def test_a_remedial_visit_covers_the_not_met_and_the_partials_that_were_too_many():
    parts = parts_of([4, 4], allowed=2)
    found = {
        "1.1.1": "partial",
        "1.1.2": "partial",
        "1.1.3": "partial",
        "1.1.4": "met",
        "2.1.1": "partial",
        "2.1.2": "partial",
        "2.1.3": "not-met",
        "2.1.4": "excluded",
    }
    assert to_put_right(parts, found) == {"1.1.1", "1.1.2", "1.1.3", "2.1.3"}
    past = [Past("full", frozenset(found), found, passed=False)]
    visit = next_visit(REPAIRED, past)
    assert elements_for(visit, REPAIRED, parts, past) == {"1.1.1", "1.1.2", "1.1.3", "2.1.3"}


def test_a_new_edition_goes_on_where_the_old_one_was_by_code():
    old = parts_of([6])
    past = visits_made(ROUND, old, 3)
    new = [Part(f"1.1.{number}", "1", 2) for number in (3, 4, 5, 6, 7, 8)]
    share = elements_for(next_visit(ROUND, past), ROUND, new, past)
    assert share == {"1.1.7", "1.1.8"}
