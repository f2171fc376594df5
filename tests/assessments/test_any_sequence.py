"""Whatever people do in whatever order, visits keep to the tables and nothing locked moves.

Allowed and forbidden steps come at random. A model beside the portal knows from the tables
which are allowed, and by counting of its own how the visit stands.
"""

from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from accounts.history.verify import verify_chain
from assessments.transitions import ASSESSMENTS, REQUESTS

from .sequence import CODES, Step, Visits, World

pytestmark = pytest.mark.django_db

# How often each kind of step is tried, so that visits get on and yet much is forbidden.
WEIGHTS = {
    "hand_over": 3, "open": 3, "rate_oneself": 3, "link": 4, "change_evidence": 3, "submit": 2,
    "rate": 4, "rate_the_rest": 4, "give_back": 1, "complete": 5, "reopen": 3, "ask": 2,
    "answer": 4, "decide": 5, "ask_the_table": 1,
}  # fmt: skip

REASON = "It could not be had in time."
steps = st.builds(
    Step,
    kind=st.sampled_from([kind for kind, weight in WEIGHTS.items() for _ in range(weight)]),
    code=st.sampled_from(CODES),
    which=st.integers(0, 5),
    rating=st.sampled_from(("met", "met", None, "nearly", "unmet", "none")),
    reason=st.sampled_from((REASON, "")),
    yes=st.booleans(),
)

# Through every step of the tables once; at random some come seldom.
EVERYWHERE = [
    Step("rate_oneself", rating="met"),
    Step("hand_over"),
    *(Step("answer", yes=True), Step("decide", which=1, reason=REASON)),
    *(Step("decide", which=1), Step("answer", reason=REASON), Step("answer"), Step("decide")),
    *(Step("give_back", reason=REASON), Step("give_back")),
    Step("hand_over", "1.1.2"),
    *(Step("decide", which=2), Step("decide", which=2), Step("decide")),
    Step("rate", "1.1.2", rating="met"),  # not accepted: its evidence stays New
    *(Step("complete"), Step("rate_the_rest", yes=True), Step("complete"), Step("ask")),
    *(Step("rate", yes=True), Step("reopen"), Step("reopen", reason=REASON), Step("complete")),
    *(Step("open"), Step("hand_over"), Step("reopen", reason=REASON)),
    *(Step("rate", "1.1.2", rating="unmet"), Step("rate", "1.1.3", rating="nearly", yes=True)),
    *(Step("complete"), Step("submit", reason=REASON)),
]


def play(*, sequences: int, length: int) -> Counter:
    """Each sequence begins with the same empty portfolio; what became of the steps."""
    world = World()
    tally: Counter = Counter()

    @settings(
        max_examples=sequences,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],  # making a failure shorter would take minutes
        suppress_health_check=list(HealthCheck),
    )
    @example(EVERYWHERE)
    @given(st.lists(steps, min_size=length, max_size=length))
    def any_sequence(sequence: list[Step]) -> None:
        with transaction.atomic():
            visits = Visits(world, tally)
            for step in (Step("open", yes=True), *sequence):
                visits.take(step)
            assert verify_chain().sound
            transaction.set_rollback(True)

    any_sequence()
    return tally


def reached(tally: Counter) -> set[tuple[str, str]]:
    """The steps of the tables that happened, and those that were refused."""
    return {each for each in tally if isinstance(each, tuple)}


EVERY_STEP = {
    *ASSESSMENTS.transitions,
    *("ask" if verb == "ask" else f"{verb} request" for verb in REQUESTS.transitions),
}


def test_no_sequence_of_steps_leaves_the_tables_or_moves_what_was_submitted():
    tally = play(sequences=8, length=25)
    wanted = {(verb, end) for verb in EVERY_STEP for end in ("happened", "refused")}
    assert wanted <= reached(tally)
    assert tally["made Active"]


@pytest.mark.long
def test_nor_do_hundreds_of_longer_sequences():
    play(sequences=400, length=60)
