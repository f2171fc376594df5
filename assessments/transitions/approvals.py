"""How the approval of one element inside the service moves.

Whoever saves what was sent or approved takes that back with it ("change"). What was
returned stays so, with its reason to be read, until it is sent again. Taking an element
out of review, or putting it back, begins its approval afresh ("cover").
"""

from django.utils.translation import gettext_lazy as _

from assessments.enums import Approval
from assessments.models import ElementAssessment

from .guards import has_self_rating, is_under_review, is_with_service
from .shape import Need, Table, Transition

NOT_SENT = ""
OFFICERS = "assessments.write_self_assessment"
MANAGERS = "assessments.submit_assessment"

APPROVALS = Table(
    ElementAssessment,
    "approval",
    frozenset({NOT_SENT, *Approval.values}),
    {
        "send": Transition(
            sources=frozenset({NOT_SENT, Approval.RETURNED}),
            target=Approval.SENT,
            permission=OFFICERS,
            refusal=_("This element has been sent for approval already."),
            guards=(is_with_service, is_under_review, has_self_rating),
        ),
        "approve": Transition(
            sources=frozenset({NOT_SENT, Approval.SENT, Approval.RETURNED}),
            target=Approval.APPROVED,
            permission=MANAGERS,
            refusal=_("This element is approved already."),
            guards=(is_with_service, is_under_review, has_self_rating),
        ),
        "return": Transition(
            sources=frozenset({NOT_SENT, Approval.SENT, Approval.APPROVED}),
            target=Approval.RETURNED,
            permission=MANAGERS,
            refusal=_("This element has been returned already."),
            guards=(is_with_service, is_under_review),
            needs=(Need("reason", _("Say why you return the element.")),),
        ),
        "change": Transition(
            sources=frozenset({Approval.SENT, Approval.APPROVED}),
            target=NOT_SENT,
            permission=OFFICERS,
            refusal=_("Only what was sent or approved can be taken back."),
            guards=(is_with_service,),
        ),
        "cover": Transition(
            sources=frozenset(Approval.values),
            target=NOT_SENT,
            permission=MANAGERS,
            refusal=_("Nothing was sent, approved or returned."),
            guards=(is_with_service,),
        ),
    },
)
