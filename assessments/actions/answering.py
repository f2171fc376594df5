"""The service answers what the assessor asked for."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import User
from assessments.models import Assessment, EvidenceRequest, RequestEntry
from assessments.transitions import NotPossibleNow, refusals
from evidence.actions import AlreadyLinked, add_to_snapshot, link_evidence
from evidence.models import EvidenceItem, EvidenceLink, SnapshotLink

from .about import about_element
from .requests import locked_request, take_step
from .telling import tell_assessor


@transaction.atomic
def answer(
    *,
    request: EvidenceRequest,
    text: str,
    by: User,
    links: Iterable[EvidenceLink] = (),
    items: Iterable[EvidenceItem] = (),
    revision: int | None = None,
) -> EvidenceRequest:
    """Answer in words, with evidence, or with both; the assessor is told by letter.

    `links` are those of the portfolio for the element, `items` are linked to it first. Each
    joins what was submitted, as it is now. Raises RequestMoved where somebody took a step
    since `revision`, NotPossibleNow, and what `link_evidence` raises.
    """
    request = locked_request(request, revision)
    links, items = list(links), list(items)
    given = {"answer": text.strip() or "evidence" * bool(links or items)}
    if refusal := next(refusals(request, "answer", given), None):
        raise NotPossibleNow(refusal)
    cited = [*links, *(_linked(request, item, by) for item in items)]
    lines = [_joined(request, link, by) for link in cited]
    take_step(request, "answer", by=by, text=text, given=given, links=lines)
    record(
        verb="assessments.request_answered",
        by=by,
        about=about_element(request.row),
        said=_said(text, lines),
    )
    tell_assessor(request, text=text, lines=lines, by=by)
    return request


def _said(text: str, lines: list[SnapshotLink]) -> str:
    """An answer in a line of the history: the words, then the codes."""
    codes = ", ".join(dict.fromkeys(line.code for line in lines))
    return " ".join(part for part in (text.strip(), codes and f"({codes})") if part)


def _linked(request: EvidenceRequest, item: EvidenceItem, by: User) -> EvidenceLink:
    portfolio, element = request.row.assessment.portfolio, request.row.element
    try:
        return link_evidence(portfolio=portfolio, element=element, item=item, by=by)
    except AlreadyLinked:
        return EvidenceLink.objects.select_related("item", "element").get(
            portfolio=portfolio, element=element, item=item
        )


def _joined(request: EvidenceRequest, link: EvidenceLink, by: User) -> SnapshotLink:
    row = request.row
    if (link.portfolio_id, link.element_id) != (row.assessment.portfolio_id, row.element_id):
        raise NotPossibleNow(_("Choose evidence that is linked to this element."))
    return add_to_snapshot(snapshot=row.assessment.snapshot, link=link, by=by)


@contextmanager
def requests_follow(assessment: Assessment) -> Iterator[None]:
    """While the lines of a submission are made afresh, let requests point to the new ones.

    After a return the assessment is submitted again with other lines: what a request or an
    answer pointed to is found again by its item, and where it is gone its code stays.
    """
    requests = list(
        EvidenceRequest.objects.filter(row__assessment=assessment, link__isnull=False)
        .select_related("link")
        .all()
    )
    steps = RequestEntry.links.through.objects.filter(
        requestentry__request__row__assessment=assessment
    )
    pointed = list(steps.select_related("snapshotlink"))
    EvidenceRequest.objects.filter(pk__in=[each.pk for each in requests]).update(link=None)
    steps.delete()
    yield
    lines = {(line.element_id, line.item_id): line for line in assessment.snapshot.links.all()}
    for request in requests:
        old = request.link
        request.link = lines.get((old.element_id, old.item_id)) if old else None
    EvidenceRequest.objects.bulk_update(requests, ["link"])
    found = {
        (each.requestentry_id, line.pk)
        for each in pointed
        if (line := lines.get((each.snapshotlink.element_id, each.snapshotlink.item_id)))
    }
    steps.model.objects.bulk_create(
        steps.model(requestentry_id=entry, snapshotlink_id=line) for entry, line in sorted(found)
    )
