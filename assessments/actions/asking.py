"""The assessor asks for more evidence, and decides about each answer."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import User
from assessments.models import Assessment, ElementAssessment, EvidenceRequest
from assessments.transitions import NotPossibleNow, refusals
from assessments.transitions.requests import NOT_ASKED
from evidence.models import SnapshotLink

from .about import about_element
from .locking import locked
from .requests import add_entry, locked_request, take_step
from .telling import tell_service


@transaction.atomic
def ask(
    *, row: ElementAssessment, text: str, by: User, link: SnapshotLink | None = None
) -> EvidenceRequest:
    """Ask the service about an element, or about one item cited for it; it is told by letter.

    Raises NotPossibleNow with what stands in the way.
    """
    row.assessment = locked(row.assessment)
    question = EvidenceRequest(row=row, state=NOT_ASKED)
    if refusal := next(refusals(question, "ask", {"text": text}), None):
        raise NotPossibleNow(refusal)
    if link and (link.snapshot_id, link.element_id) != (row.assessment.snapshot_id, row.element_id):
        raise NotPossibleNow(_("Ask about an item that was submitted for this element."))
    request = EvidenceRequest.objects.create(
        row=row, link=link, item_code=link.code if link else "", asked_by=by
    )
    add_entry(request, by=by, text=text)
    about = f"{link.code}: " if link else ""
    record(
        verb="assessments.evidence_asked",
        by=by,
        about=about_element(row),
        text=f"{about}{text.strip()}",
    )
    tell_service(request, "request_asked", text=text, by=by)
    return request


@transaction.atomic
def accept_answer(
    *, request: EvidenceRequest, by: User, revision: int | None = None
) -> EvidenceRequest:
    """The answer is enough: the request is closed. Raises RequestMoved and NotPossibleNow."""
    request = locked_request(request, revision)
    take_step(request, "accept", by=by)
    record(verb="assessments.answer_accepted", by=by, about=about_element(request.row))
    return request


@transaction.atomic
def return_answer(
    *, request: EvidenceRequest, reason: str, by: User, revision: int | None = None
) -> EvidenceRequest:
    """The answer is not enough: the service is told why. Raises as `accept_answer`."""
    request = locked_request(request, revision)
    take_step(request, "return", by=by, text=reason, given={"reason": reason})
    record(
        verb="assessments.answer_returned",
        by=by,
        about=about_element(request.row),
        reason=reason.strip(),
    )
    tell_service(request, "request_returned", text=reason, by=by)
    return request


@transaction.atomic
def withdraw_request(
    *, request: EvidenceRequest, by: User, revision: int | None = None, reason: str = ""
) -> EvidenceRequest:
    """Nothing is needed any more; what was said stays. Raises as `accept_answer`."""
    request = locked_request(request, revision)
    _withdraw(request, reason, by)
    return request


def _withdraw(request: EvidenceRequest, reason: str, by: User) -> None:
    take_step(request, "withdraw", by=by, text=reason)
    record(verb="assessments.request_withdrawn", by=by, about=about_element(request.row))


@transaction.atomic
def close_open_requests(*, assessment: Assessment, by: User) -> int:
    """Withdraw what is still open, because the visit is completed; says how many there were.

    Call it under the lock of the assessment, while it still is with the assessor.
    """
    requests = EvidenceRequest.objects.open().filter(row__assessment=assessment)
    found = list(requests.select_related("row__element"))
    for request in found:
        request.row.assessment = assessment
        _withdraw(request, _("The assessment was completed while this was open."), by)
    return len(found)
