"""The coming visits of a portfolio side by side: what each looks at, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from assessments.cycle import Part, Past, elements_for, next_visit, wanting
from assessments.enums import State
from assessments.models import Assessment, ElementAssessment, PlannedVisit
from assessments.queries import year_of
from assessments.reckoning import Rated, reckon
from criteria.cycle import Cycle, Visit
from criteria.models import Criterion, Edition, Element
from evidence.models import Portfolio


@dataclass(frozen=True)
class Column:
    """One visit: the open one, one that a manager planned, or one as it is proposed."""

    visit: Visit
    year: int
    codes: frozenset[str]
    proposed: frozenset[str]
    assessment: Assessment | None = None
    plan: PlannedVisit | None = None

    @property
    def is_open(self) -> bool:
        return self.assessment is not None


@dataclass(frozen=True)
class VisitPlan:
    """The visits from the open or next one until one of their kinds comes again.

    `wanting` holds the codes that were partly met or not met at the last visit.
    """

    edition: Edition
    elements: tuple[Element, ...]
    columns: tuple[Column, ...]
    wanting: frozenset[str]
    last: Assessment | None

    @property
    def coming(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if not column.is_open)

    def find(self, kind: str) -> Column | None:
        """The coming visit of this kind."""
        return next((column for column in self.coming if column.visit.kind == kind), None)

    def by_criterion(self) -> Iterator[tuple[Criterion, list[Element]]]:
        grouped = groupby(self.elements, key=lambda element: element.sub_criterion.criterion)
        return ((criterion, list(elements)) for criterion, elements in grouped)


def plan_of(portfolio: Portfolio, edition: Edition) -> VisitPlan:
    """The plan as it stands; four statements."""
    made = _visits_made(portfolio)
    elements = tuple(Element.objects.of_edition(edition).with_headings())
    parts = [_part_of(element) for element in elements]
    plans = {
        plan.kind: plan
        for plan in PlannedVisit.objects.to_come()
        .filter(portfolio=portfolio, edition=edition)
        .prefetch_related("elements")
    }
    past = [visit for assessment, visit in made if assessment.state == State.COMPLETED]
    done = [assessment for assessment, _visit in made if assessment.state == State.COMPLETED]
    last = done[-1] if done else None
    return VisitPlan(
        edition=edition,
        elements=elements,
        columns=tuple(_columns(made, edition.scheme, parts, plans)),
        wanting=wanting(parts, past),
        last=last,
    )


def _visits_made(portfolio: Portfolio) -> list[tuple[Assessment, Past]]:
    """Every assessment, the open one last, with what it looked at; one statement."""
    rows = (
        ElementAssessment.objects.filter(assessment__portfolio=portfolio)
        .select_related("assessment__edition", "element__sub_criterion__criterion", "rating")
        .defer("commentary", "finding")
        .order_by("assessment_id", "element")
    )
    grouped = [list(group) for _pk, group in groupby(rows, key=lambda row: row.assessment_id)]
    made = [(group[0].assessment, _past_of(group)) for group in grouped]
    return sorted(made, key=lambda pair: (pair[0].state != State.COMPLETED, _moment(pair[0])))


def _moment(assessment: Assessment) -> tuple[float, int]:
    ended = assessment.completed_at
    return (ended.timestamp() if ended else 0, assessment.pk)


def _past_of(rows: list[ElementAssessment]) -> Past:
    assessment = rows[0].assessment
    reckoning = reckon(
        (Rated(row.element.sub_criterion.criterion, row.rating) for row in rows),
        not_met_allowed=assessment.edition.non_compliant_allowed,
    )
    is_over = assessment.state == State.COMPLETED
    return Past(
        kind=assessment.kind,
        reviewed=frozenset(row.element.code for row in rows if row.in_review),
        found={row.element.code: row.rating.counts_as for row in rows if row.rating}
        if is_over
        else {},
        passed=reckoning.passes or not is_over,
    )


def _part_of(element: Element) -> Part:
    criterion = element.sub_criterion.criterion
    return Part(element.code, criterion.code, criterion.partials_allowed)


def _columns(
    made: list[tuple[Assessment, Past]],
    scheme: Cycle,
    parts: list[Part],
    plans: dict[str, PlannedVisit],
) -> Iterator[Column]:
    past = [visit for _assessment, visit in made]
    seen: set[str] = set()
    year = 0
    if made:
        last = made[-1][0]
        year = year_of(last)
        if last.state != State.COMPLETED:
            yield _open_column(last, past[-1], scheme)
            seen.add(last.kind)
    while (visit := next_visit(scheme, past)).kind not in seen:
        seen.add(visit.kind)
        column = _coming(visit, scheme, parts, past, plans.get(visit.kind), year)
        yield column
        year = column.year
        past.append(Past(visit.kind, column.codes, {}))


def _open_column(assessment: Assessment, past: Past, scheme: Cycle) -> Column:
    visit = scheme.find(assessment.kind) or Visit(assessment.kind, assessment.kind_name)
    return Column(visit, year_of(assessment), past.reviewed, past.reviewed, assessment)


def _coming(
    visit: Visit,
    scheme: Cycle,
    parts: list[Part],
    past: list[Past],
    plan: PlannedVisit | None,
    last_year: int,
) -> Column:
    """A remedial visit comes in the year of the failure, any other in the year after."""
    proposed = elements_for(visit, scheme, parts, past)
    codes = frozenset(each.code for each in plan.elements.all()) if plan else proposed
    year = max(
        last_year if scheme.is_remedial(visit.kind) else last_year + 1, timezone.localdate().year
    )
    if plan and plan.visit_on:
        year = plan.visit_on.year
    return Column(visit, year, codes, proposed, plan=plan)
