"""How an assessment moves, and where it refuses to."""

import pytest

from assessments.enums import State
from assessments.models import Assessment
from assessments.transitions import TRANSITIONS, NotPossibleNow, require, require_with_service

ALLOWED = {
    ("preparing", "submit"): "submitted",
    ("returned", "submit"): "submitted",
    ("submitted", "begin"): "assessing",
    ("assessing", "begin"): "assessing",
    ("submitted", "return"): "returned",
    ("assessing", "return"): "returned",
    ("assessing", "complete"): "completed",
}


@pytest.mark.parametrize("verb", TRANSITIONS)
@pytest.mark.parametrize("state", State.values)
def test_each_step_is_possible_from_the_right_states_only(state, verb):
    assessment = Assessment(state=state)
    if target := ALLOWED.get((state, verb)):
        assert require(assessment, verb) == target
    else:
        with pytest.raises(NotPossibleNow):
            require(assessment, verb)


@pytest.mark.parametrize("state", State.values)
def test_the_service_writes_while_it_holds_the_assessment(state):
    assessment = Assessment(state=state)
    if state in ("preparing", "returned"):
        require_with_service(assessment)
    else:
        with pytest.raises(NotPossibleNow):
            require_with_service(assessment)
