"""How an assessment moves."""

from django.utils.translation import gettext_lazy as _

from assessments.enums import State
from assessments.models import Assessment

from .guards import everything_is_rated, nothing_came_after
from .shape import Need, NotPossibleNow, Table, Transition

ASSESSMENTS = Table(
    Assessment,
    "state",
    frozenset(State.values),
    {
        "submit": Transition(
            sources=frozenset({State.PREPARING, State.RETURNED}),
            target=State.SUBMITTED,
            permission="assessments.submit_assessment",
            refusal=_("Only an assessment that is being prepared can be submitted."),
        ),
        "begin": Transition(
            sources=frozenset({State.SUBMITTED, State.ASSESSING}),
            target=State.ASSESSING,
            permission="assessments.assess",
            refusal=_("Elements can be rated between submission and completion only."),
        ),
        "return": Transition(
            sources=frozenset({State.SUBMITTED, State.ASSESSING}),
            target=State.RETURNED,
            permission="assessments.assess",
            refusal=_("Only a submitted assessment can be returned to the service."),
            needs=(Need("reason", _("Say why you return the assessment.")),),
        ),
        "complete": Transition(
            sources=frozenset({State.ASSESSING}),
            target=State.COMPLETED,
            permission="assessments.assess",
            refusal=_("Only an assessment in which elements are rated can be completed."),
            guards=(everything_is_rated,),
            needs=(Need("signature", _("Sign with your name before you complete.")),),
        ),
        "reopen": Transition(
            sources=frozenset({State.COMPLETED}),
            target=State.ASSESSING,
            permission="assessments.assess",
            refusal=_("Only a completed assessment can be opened again."),
            guards=(nothing_came_after,),
            needs=(Need("reason", _("Say why you open the assessment again.")),),
        ),
    },
)


def require_with_service(assessment: Assessment) -> None:
    """Raises NotPossibleNow unless the service may still write."""
    if not assessment.is_with_service:
        raise NotPossibleNow(
            str(_("The assessment is submitted: the self-assessment can no longer be changed."))
        )
