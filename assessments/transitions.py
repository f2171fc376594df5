"""How an assessment moves: the one table of states and the verbs between them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.enums import State
from assessments.models import Assessment


class NotPossibleNow(Exception):
    """The state of the assessment does not allow this; the message says what would."""


@dataclass(frozen=True)
class Transition:
    """From which states a verb leads where, and what to say when it cannot."""

    sources: frozenset[State]
    target: State
    refusal: Promise


TRANSITIONS = {
    "submit": Transition(
        frozenset({State.PREPARING, State.RETURNED}),
        State.SUBMITTED,
        _("Only an assessment that is being prepared can be submitted."),
    ),
    "begin": Transition(
        frozenset({State.SUBMITTED, State.ASSESSING}),
        State.ASSESSING,
        _("Elements can be rated between submission and completion only."),
    ),
    "return": Transition(
        frozenset({State.SUBMITTED, State.ASSESSING}),
        State.RETURNED,
        _("Only a submitted assessment can be returned to the service."),
    ),
    "complete": Transition(
        frozenset({State.ASSESSING}),
        State.COMPLETED,
        _("Only an assessment in which elements are rated can be completed."),
    ),
}


def require(assessment: Assessment, verb: str) -> State:
    """The state that `verb` leads to. Raises NotPossibleNow from any other state."""
    transition = TRANSITIONS[verb]
    if State(assessment.state) not in transition.sources:
        raise NotPossibleNow(str(transition.refusal))
    return transition.target


def require_with_service(assessment: Assessment) -> None:
    """Raises NotPossibleNow unless the service may still write."""
    if not assessment.is_with_service:
        raise NotPossibleNow(
            str(_("The assessment is submitted: the self-assessment can no longer be changed."))
        )
