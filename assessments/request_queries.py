"""What an assessor asked for and what was answered, read as threads; one statement each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from assessments.enums import RequestState
from assessments.models import Assessment, ElementAssessment, EvidenceRequest, RequestEntry
from evidence.enums import Scan

FOR_SERVICE = (RequestState.OPEN, RequestState.RETURNED)
CLOSED = (RequestState.ACCEPTED, RequestState.WITHDRAWN)


@dataclass(frozen=True)
class Added:
    """An item that an answer points to; `pk` is that of its line in what was submitted.

    None where the assessment was returned and submitted again without the item.
    """

    code: str
    pk: int | None = None
    title: str = ""
    version: int | None = None
    scan: str = ""
    joined_at: datetime | None = None
    item_id: int | None = None

    @property
    def is_being_checked(self) -> bool:
        return self.scan == Scan.WAITING


@dataclass(frozen=True)
class Entry:
    """One step: the question, an answer, or what became of it."""

    state: RequestState
    text: str
    by: User
    at: datetime
    added: tuple[Added, ...]

    @property
    def is_question(self) -> bool:
        return self.state == RequestState.OPEN

    @property
    def is_answer(self) -> bool:
        return self.state == RequestState.ANSWERED


@dataclass(frozen=True)
class Thread:
    """A request with all that was said and done about it, oldest first."""

    request: EvidenceRequest
    entries: tuple[Entry, ...]

    @property
    def pk(self) -> int:
        return self.request.pk

    @property
    def state(self) -> RequestState:
        return RequestState(self.request.state)

    @property
    def revision(self) -> int:
        return self.request.revision

    @property
    def element_code(self) -> str:
        return self.request.row.element.code

    @property
    def owner(self) -> User | None:
        """Whose element it is in the service."""
        return self.request.row.owner

    @property
    def item_code(self) -> str:
        """The code of the item it is about; empty where it is about the element."""
        return self.request.item_code

    @property
    def asked_by(self) -> User:
        return self.entries[0].by

    @property
    def asked_at(self) -> datetime:
        return self.entries[0].at

    @property
    def question(self) -> str:
        return self.entries[0].text

    @property
    def last(self) -> Entry:
        return self.entries[-1]

    @property
    def since(self) -> datetime:
        """Since when it stands where it stands."""
        return self.last.at

    @property
    def waits_for_service(self) -> bool:
        return self.state in FOR_SERVICE

    @property
    def waits_for_assessor(self) -> bool:
        return self.state == RequestState.ANSWERED

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED


def threads_of(row: ElementAssessment) -> tuple[Thread, ...]:
    """The requests about one element, in the order they were asked; one statement."""
    return _threads(RequestEntry.objects.filter(request__row=row))


def threads_of_assessment(assessment: Assessment) -> tuple[Thread, ...]:
    """Those about all elements, in the order of the standard; one statement."""
    return _threads(RequestEntry.objects.filter(request__row__assessment=assessment))


def thread_of(request: EvidenceRequest) -> Thread:
    """One request; one statement."""
    (thread,) = _threads(RequestEntry.objects.filter(request=request))
    return thread


def open_requests(assessment: Assessment) -> dict[int, int]:
    """How many requests are not closed, by the element's id; one statement."""
    requests = EvidenceRequest.objects.open().filter(row__assessment=assessment)
    counts = requests.order_by().values_list("row__element_id").annotate(count=Count("pk"))
    return dict(counts)


def waiting_in_sql(path: str) -> Coalesce:
    """How many requests wait for the service: "row" of an element, "row__assessment" of a visit."""
    waiting = EvidenceRequest.objects.waiting_for_service().filter(**{path: OuterRef("pk")})
    counts = waiting.order_by().values(path).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


def _threads(entries: QuerySet[RequestEntry]) -> tuple[Thread, ...]:
    """A row for each item that a step points to, and one for a step without any."""
    rows = (
        entries.select_related("by", "request__row__element", "request__row__owner")
        .annotate(
            link_pk=F("links__pk"),
            link_code=F("links__code"),
            link_title=F("links__title"),
            link_version=F("links__version__number"),
            link_scan=F("links__version__scan"),
            link_joined_at=F("links__added_at"),
            link_item=F("links__item_id"),
        )
        .order_by("request__row__element", "request", "pk", "links__pk")
    )
    return tuple(
        Thread(steps[0][0].request, tuple(_entry(step) for step in steps))
        for _pk, found in groupby(rows, key=lambda each: each.request_id)
        if (steps := [list(step) for _step, step in groupby(found, key=lambda each: each.pk)])
    )


def _entry(rows: Sequence[RequestEntry]) -> Entry:
    first = rows[0]
    return Entry(RequestState(first.state), first.text, first.by, first.at, tuple(_added(rows)))


def _added(rows: Sequence) -> Iterable[Added]:
    linked = [
        Added(
            row.link_code,
            row.link_pk,
            row.link_title,
            row.link_version,
            row.link_scan or "",
            row.link_joined_at,
            row.link_item,
        )
        for row in rows
        if row.link_pk
    ]
    known = {added.code for added in linked}
    return [*linked, *(Added(code) for code in rows[0].codes.split() if code not in known)]
