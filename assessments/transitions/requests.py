"""How a request for more evidence moves.

A request that is not asked yet has no state; to know whether it could be asked, ask of
`EvidenceRequest(row=row, state=NOT_ASKED)`.
"""

from django.utils.translation import gettext_lazy as _

from assessments.enums import RequestState
from assessments.models import EvidenceRequest

from .guards import asks_about_what_is_reviewed, is_with_assessor
from .shape import Need, Table, Transition

NOT_ASKED = ""
SERVICE = "assessments.write_self_assessment"
ASSESSOR = "assessments.assess"

REQUESTS = Table(
    EvidenceRequest,
    "state",
    frozenset({NOT_ASKED, *RequestState.values}),
    {
        "ask": Transition(
            sources=frozenset({NOT_ASKED}),
            target=RequestState.OPEN,
            permission=ASSESSOR,
            refusal=_("This has been asked already."),
            guards=(is_with_assessor, asks_about_what_is_reviewed),
            needs=(Need("text", _("Say what you would like to see.")),),
        ),
        "answer": Transition(
            # Two may answer at once, or one may add what was forgotten: both answers count.
            sources=frozenset({RequestState.OPEN, RequestState.RETURNED, RequestState.ANSWERED}),
            target=RequestState.ANSWERED,
            permission=SERVICE,
            refusal=_("This request is closed: it takes no further answer."),
            guards=(is_with_assessor,),
            needs=(Need("answer", _("Write an answer or add evidence.")),),
        ),
        "accept": Transition(
            sources=frozenset({RequestState.ANSWERED}),
            target=RequestState.ACCEPTED,
            permission=ASSESSOR,
            refusal=_("Only an answered request can be accepted."),
            guards=(is_with_assessor,),
        ),
        "return": Transition(
            sources=frozenset({RequestState.ANSWERED}),
            target=RequestState.RETURNED,
            permission=ASSESSOR,
            refusal=_("Only an answered request can be returned."),
            guards=(is_with_assessor,),
            needs=(Need("reason", _("Say what is still missing.")),),
        ),
        "withdraw": Transition(
            sources=frozenset({RequestState.OPEN, RequestState.ANSWERED, RequestState.RETURNED}),
            target=RequestState.WITHDRAWN,
            permission=ASSESSOR,
            refusal=_("This request is closed already."),
            guards=(is_with_assessor,),
        ),
    },
)
