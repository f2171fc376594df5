"""The outcome reckoned another way: every combination of a small standard, random ones of CSE."""

import random
from itertools import product

import pytest

from assessments.outcome import outcome_of, why
from assessments.reckoning import Rated, reckon
from criteria.models import Criterion, Edition, Rating
from tests.builders.standards import cse_data

EFFECTS = ("met", "partial", "not-met", "excluded", None)
RATINGS = {
    effect: Rating(code=effect, counts_as=effect, name=effect.capitalize(), position=1)
    for effect in EFFECTS
    if effect
}
NAMES = {
    "criterion": {"one": "Criterion", "many": "Criteria"},
    "element": {"one": "Element", "many": "Elements"},
}
EDITION = Edition(level_names=NAMES)
SMALL = {"1": (3, 1), "2": (2, None)}  # by criterion: how many elements, how many partials


def elements_of_cse():
    data = cse_data()["editions"][0]
    return {
        criterion["code"]: (
            [e["code"] for sub in criterion["sub_criteria"] for e in sub["elements"]],
            criterion["partials_allowed"],
        )
        for criterion in data["criteria"]
    }


def passes(chosen, allowed, not_met_allowed):
    """By striking off: what is left once each allowed partial and failure is forgiven."""
    forgiven = not_met_allowed
    for criterion, effects in chosen.items():
        partials = sorted(effect for effect in effects if effect == "partial")
        limit = allowed[criterion]
        if limit is not None:
            del partials[:limit]
            if partials:
                return False
        for effect in effects:
            if effect == "not-met":
                forgiven -= 1
    return forgiven >= 0


def reckoned(chosen, allowed, not_met_allowed):
    criteria = {
        code: Criterion(pk=int(code), code=code, partials_allowed=allowed[code]) for code in chosen
    }
    rows = [
        Rated(criteria[code], RATINGS.get(effect), f"{code}.{place}")
        for code, effects in chosen.items()
        for place, effect in enumerate(effects, start=1)
    ]
    return reckon(rows, not_met_allowed=not_met_allowed)


def faults(chosen, allowed, not_met_allowed):
    """What the reckoning says otherwise than a count by hand."""
    found = reckoned(chosen, allowed, not_met_allowed)
    everything = [effect for effects in chosen.values() for effect in effects]
    counting = [effect for effect in everything if effect != "excluded"]
    if found.passes != passes(chosen, allowed, not_met_allowed):
        yield "passes"
    if found.elements != len(counting) or found.unrated != counting.count(None):
        yield "elements left"
    if found.partials != everything.count("partial"):
        yield "partials"
    if found.not_applicable != everything.count("excluded"):
        yield "not applicable"
    for part in found.criteria:
        effects = chosen[part.criterion.code]
        named = [int(code.rpartition(".")[2]) - 1 for code in part.partial_codes]
        if named != [at for at, effect in enumerate(effects) if effect == "partial"]:
            yield "elements named"
        if part.met + part.partials_used + part.not_met + part.unrated != part.elements:
            yield "sum"
    if bool(why(found, EDITION)) == found.passes:
        yield "why"


@pytest.mark.parametrize("not_met_allowed", [0, 1])
def test_every_combination_of_a_small_standard_ends_as_by_hand(not_met_allowed):
    allowed = {code: limit for code, (_count, limit) in SMALL.items()}
    sizes = [count for count, _limit in SMALL.values()]
    for all_effects in product(EFFECTS, repeat=sum(sizes)):
        chosen = {"1": all_effects[: sizes[0]], "2": all_effects[sizes[0] :]}
        assert list(faults(chosen, allowed, not_met_allowed)) == [], chosen


def test_random_ratings_of_the_real_standard_end_as_by_hand():
    standard = elements_of_cse()
    allowed = {code: limit for code, (_elements, limit) in standard.items()}
    chance = random.Random(57)
    outcomes = set()
    for _ in range(1500):
        # Mostly met, so that the limits are tried from both sides.
        weights = [20, chance.choice([0, 1, 3]), chance.choice([0, 0, 1]), 1, 1]
        chosen = {
            code: chance.choices(EFFECTS, weights, k=len(elements))
            for code, (elements, _limit) in standard.items()
        }
        assert list(faults(chosen, allowed, 0)) == [], chosen
        outcomes.add(passes(chosen, allowed, 0))
    assert outcomes == {True, False}


def test_the_reason_names_the_deciding_elements():
    found = reckoned({"2": ["partial", "met", "partial", "partial"]}, {"2": 2}, 0)
    assert why(found, EDITION) == ["Criterion 2 has 3 partials, 2 are allowed: 2.1, 2.3, 2.4"]
    found = reckoned({"1": ["not-met", "met"]}, {"1": 2}, 0)
    assert why(found, EDITION) == ["1 element is not met, none allowed: 1.1"]
    assert outcome_of(found, RATINGS.values()).title == "Standard not met"
