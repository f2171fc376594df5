"""One step of a request for evidence, taken under the lock of its assessment."""

from collections.abc import Iterable

from accounts.models import User
from assessments.models import EvidenceRequest, RequestEntry
from evidence.models import SnapshotLink

from .locking import locked
from .moving import move


class RequestMoved(Exception):
    """Somebody took a step with the request since the form was opened."""


def locked_request(request: EvidenceRequest, revision: int | None) -> EvidenceRequest:
    """The request read afresh, its assessment held until the transaction ends.

    Raises RequestMoved where it is no longer at `revision`; None asks for no check.
    """
    assessment = locked(request.row.assessment)
    current = EvidenceRequest.objects.select_related(
        "row__element", "row__owner", "asked_by", "link"
    ).get(pk=request.pk)
    current.row.assessment = assessment
    if revision is not None and current.revision != revision:
        raise RequestMoved
    return current


def take_step(
    request: EvidenceRequest,
    verb: str,
    *,
    by: User,
    text: str = "",
    given: dict[str, str] | None = None,
    links: Iterable[SnapshotLink] = (),
) -> None:
    """Move the request, and keep what was said and pointed to. Raises NotPossibleNow."""
    move(request, verb, given=given, revision=request.revision + 1)
    add_entry(request, by=by, text=text, links=links)


def add_entry(
    request: EvidenceRequest, *, by: User, text: str, links: Iterable[SnapshotLink] = ()
) -> None:
    """Keep the words that led to the state in which the request is."""
    cited = list(dict.fromkeys(links))
    entry = RequestEntry.objects.create(
        request=request,
        state=request.state,
        text=text.strip(),
        by=by,
        codes=" ".join(dict.fromkeys(link.code for link in cited)),
    )
    entry.links.set(cited)
