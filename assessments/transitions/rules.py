"""What a table says of one object: for pages that draw buttons and actions that refuse."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessments.models import Assessment, ElementAssessment, EvidenceRequest

from .approvals import APPROVALS
from .assessments import ASSESSMENTS
from .requests import REQUESTS
from .shape import NotPossibleNow, Table, Transition

Subject = Assessment | ElementAssessment | EvidenceRequest

WHO: dict[str, Promise] = {
    "assessments.assess": _("Only an assessor who has access to the assessment can do this."),
    "assessments.submit_assessment": _("Only a manager of the service can do this."),
    "assessments.write_self_assessment": _("Only officers and managers of the service can do it."),
}


def table_of(subject: Subject) -> Table:
    """The table by which such an object moves."""
    tables = (ASSESSMENTS, APPROVALS, REQUESTS)
    return next(table for table in tables if isinstance(subject, table.model))


def assessment_of(subject: Subject) -> Assessment:
    """The assessment that permissions are asked for."""
    if isinstance(subject, Assessment):
        return subject
    row = subject if isinstance(subject, ElementAssessment) else subject.row
    return row.assessment


def allows(subject: Subject, verb: str) -> bool:
    """Whether the state alone would let it happen."""
    table = table_of(subject)
    return getattr(subject, table.field) in table.transitions[verb].sources


def possible(subject: Subject, verb: str, user: User) -> str | None:
    """Why this person cannot do this now, or None where they can.

    What the step needs (a reason, a signature) is not asked here: the form asks for it.
    """
    transition = table_of(subject).transitions[verb]
    if not user.has_perm(transition.permission, assessment_of(subject)):
        return str(WHO[transition.permission])
    return next(_why_not(subject, verb, transition), None)


def require(subject: Subject, verb: str) -> str:
    """The state that `verb` leads to. Raises NotPossibleNow from any other state."""
    transition = table_of(subject).transitions[verb]
    if not allows(subject, verb):
        raise NotPossibleNow(str(transition.refusal))
    return transition.target


def refusals(subject: Subject, verb: str, given: dict[str, str]) -> Iterator[str]:
    """All that stands in the way whoever it is: the state, what must hold, what is needed."""
    transition = table_of(subject).transitions[verb]
    yield from _why_not(subject, verb, transition)
    for need in transition.needs:
        if not given.get(need.name, "").strip():
            yield str(need.refusal)


def _why_not(subject: Subject, verb: str, transition: Transition) -> Iterator[str]:
    if not allows(subject, verb):
        yield str(transition.refusal)
        return
    yield from filter(None, (guard(subject) for guard in transition.guards))
