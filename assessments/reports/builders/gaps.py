"""The gap report of an assessment: the state of today.

What is missing is said by the checklist alone, figure by figure as on the overview page.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.board import Board, Show, Tile, lay_out
from assessments.checklist import Gap
from assessments.gap_kinds import KINDS
from assessments.improvement_queries import Filter, improvements_of
from assessments.improvement_queries import Show as Which
from assessments.models import Assessment
from assessments.outcome import Outcome
from assessments.queries import standing_of
from assessments.request_queries import threads_of_assessment
from evidence.freshness import why_stale
from evidence.models import EvidenceItem, EvidenceLink

from ..content.gaps import (
    GapElement,
    GapKind,
    GapLine,
    GapReport,
    ItemNote,
    LateImprovement,
    WaitingRequest,
)
from ..subject import Subject
from .first_steps import answer_of, first_steps, looks_at, visit_facts
from .frame import british, frame_of


def build_gaps(subject: Subject) -> GapReport:
    """The whole report; at most ten SQL statements whatever the size."""
    assessment = subject.assessment
    board = lay_out(standing_of(assessment), edition=assessment.edition, show=Show.SELF_RATING)
    reader = GapReader(assessment, board)
    frame = frame_of(assessment, ratings=(), outcome=Outcome("", "", ""))
    report = GapReport(
        **frame
        | {
            "title": _("Gap report"),
            "is_draft": False,
            "notice": _("A working paper: how things stood on %(day)s.")
            % {"day": british(reader.today)},
        },
        as_of=reader.today,
        looks_at=looks_at(assessment),
        under_review=tuple(reader.elements()),
        kinds=tuple(
            GapKind(code, str(kind.heading), str(kind.remedy), kind.blocks)
            for code, kind in KINDS.items()
        ),
        most_elements=reader.most_elements,
        over_cited=tuple(reader.over_cited()),
        stale=tuple(reader.stale()),
        uncited=tuple(reader.uncited()),
        improvements=tuple(reader.improvements()),
        requests=tuple(reader.requests()),
        visit_on=assessment.visit_on,
    )
    report = replace(report, first=tuple(first_steps(report, assessment, board.reckoning)))
    facts = (*report.facts, *visit_facts(report))
    return replace(report, facts=facts, **answer_of(report, assessment))


class GapReader:
    """What speaks against the assessment today, read once."""

    def __init__(self, assessment: Assessment, board: Board) -> None:
        self.assessment, self.board = assessment, board
        self.portfolio = assessment.portfolio
        self.today = timezone.localdate()
        customary = assessment.edition.cycle.get("customary", {})
        self.most_elements: int | None = customary.get("elements")
        # Of the edition's elements, under review or not, in the order of the standard.
        self.cited: dict[str, list[str]] = {}
        for tile in board.tiles:
            for each in tile.standing.evidence:
                self.cited.setdefault(each.code, []).append(tile.code)
        self.items = list(self._items())

    def _items(self) -> Iterable[EvidenceItem]:
        """The service's own items and the corporate ones it cites, but those withdrawn."""
        cited = EvidenceLink.objects.in_use().filter(portfolio=self.portfolio)
        items = EvidenceItem.objects.of_service(self.portfolio.service).in_use()
        return items.filter(
            Q(service__isnull=False) | Q(pk__in=cited.order_by().values("item"))
        ).select_related("owner")

    def elements(self) -> Iterator[GapElement]:
        for tile in self.board.tiles:
            if tile.in_review:
                yield self._element(tile)

    def _element(self, tile: Tile) -> GapElement:
        row = tile.standing.row
        assert row is not None  # noqa: S101  what is under review has a row
        gaps = tuple(_line(gap) for gap in tile.gaps)
        awaited = self.assessment.is_with_service and any(gap.blocks for gap in gaps)
        late = (self.today - row.due_on).days if row.due_on and awaited else 0
        return GapElement(
            code=tile.code,
            text=tile.standing.element.text,
            owner=str(row.owner or ""),
            due_on=row.due_on,
            days_late=max(late, 0),
            gaps=gaps,
        )

    def over_cited(self) -> Iterator[ItemNote]:
        """Items cited for more elements than is usual."""
        for item in self.items:
            most = self.most_elements
            if most is not None and len(self.cited.get(item.code, ())) > most:
                yield self._note(item)

    def stale(self) -> Iterator[ItemNote]:
        for item in self.items:
            why = why_stale(item, self.today)
            if why:
                yield self._note(item, why)

    def uncited(self) -> Iterator[ItemNote]:
        """The service's own items that no element cites."""
        for item in self.items:
            if item.service_id and item.code not in self.cited:
                yield self._note(item)

    def _note(self, item: EvidenceItem, why: str = "") -> ItemNote:
        elements = tuple(self.cited.get(item.code, ()))
        return ItemNote(item.code, item.title, why, str(item.owner or ""), elements)

    def improvements(self) -> Iterator[LateImprovement]:
        """Those that are overdue, whatever visit they follow from."""
        for each in improvements_of(self.portfolio, Filter(show=Which.OVERDUE)).found:
            if each.due_on:
                yield LateImprovement(
                    element_code=each.row.element.code,
                    text=each.text or each.row.finding or each.row.element.text,
                    visit=each.row.assessment.label,
                    owner=str(each.owner or ""),
                    due_on=each.due_on,
                    days_late=(self.today - each.due_on).days,
                    progress=str(each.get_progress_display()),
                )

    def requests(self) -> Iterator[WaitingRequest]:
        """What the assessor waits for, in the order of the standard."""
        for thread in threads_of_assessment(self.assessment):
            if thread.waits_for_service:
                asked_on = timezone.localdate(thread.asked_at)
                yield WaitingRequest(
                    element_code=thread.element_code,
                    question=thread.question,
                    asked_by=str(thread.asked_by),
                    asked_on=asked_on,
                    days=(self.today - asked_on).days,
                    owner=str(thread.owner or ""),
                )


def _line(gap: Gap) -> GapLine:
    return GapLine(gap.kind, gap.message, gap.action, gap.blocks, gap.codes)
