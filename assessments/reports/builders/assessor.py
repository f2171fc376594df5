"""The assessor's report: the assessor's words, and where there are none those from the data."""

from collections.abc import Iterator
from functools import cached_property

from django.utils.translation import gettext as _

from assessments.models import Assessment
from assessments.outcome import outcome_of, why
from assessments.report_parts import OF_CRITERION
from criteria.enums import CountsAs
from criteria.models import Element, Rating

from ..content import AssessorContent, CriterionContent, Fact, Levels, Passage, Remark
from . import words
from .assessed import AssessedReader
from .frame import day_of
from .key_facts import figures, visit_facts
from .visit import before_of, visit_of
from .words.basis import Basis


def build_assessor(assessment: Assessment) -> AssessorContent:
    """The whole report; at most 15 SQL statements whatever the size."""
    return ReportReader(assessment).content()


class ReportReader(AssessedReader):
    """What the report needs, read once."""

    def __init__(self, assessment: Assessment) -> None:
        self.known = visit_of(assessment)
        super().__init__(assessment)

    def content(self) -> AssessorContent:
        fields = self.fields()
        facts: tuple[Fact, ...] = fields.pop("facts")
        # The reasons for gaps are too long for the cover.
        on_cover = tuple(fact for fact in facts if fact.label != _("Submitted with gaps"))
        return AssessorContent(
            **fields,
            facts=on_cover,
            key_facts=(*visit_facts(self.assessment), *facts, *figures(self.basis)),
            passages=self.passages,
            standing=self.basis.outcome.title,
            recommended=self.recommended,
        )

    def above(self, part: str) -> str:
        """What is printed above the part whatever the assessor writes there."""
        fixed = {"conclusion": self.basis.outcome.title, "recommendation": self.recommended}
        return fixed.get(part, "")

    @property
    def recommended(self) -> str:
        """What the outcome recommends, whatever the assessor wrote."""
        return words.recommended(self.basis)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The parts that are prose, in their order, as they are printed."""
        return tuple(self._passage(part) for part in self.from_data)

    def _passage(self, part: Passage) -> Passage:
        own = self.known.own.get(part.part, "")
        return Passage(part.part, part.title, own, is_own=True) if own else part

    @cached_property
    def from_data(self) -> tuple[Passage, ...]:
        """The same as the data give them, whatever the assessor wrote."""
        basis = self.basis
        return (
            Passage("introduction", _("Introduction"), words.introduction(basis)),
            Passage("method", _("Method"), words.method(basis)),
            Passage("strengths", _("Summary of strengths"), words.strengths(basis)),
            *(self._findings(criterion) for criterion in basis.criteria),
            Passage("conclusion", _("Conclusion"), words.conclusion(basis)),
            Passage("recommendation", _("Recommendation"), words.recommendation(basis)),
        )

    def _findings(self, criterion: CriterionContent) -> Passage:
        title = f"{criterion.code}: {criterion.title}"
        text = words.findings_in(self.basis, criterion)
        return Passage(OF_CRITERION + criterion.code, title, text)

    @cached_property
    def basis(self) -> Basis:
        assessment, edition = self.assessment, self.edition
        portfolio = assessment.portfolio
        submitted = None if assessment.is_with_service else day_of(assessment.submitted_at)
        return Basis(
            label=assessment.label,
            kind=assessment.kind,
            organisation=portfolio.service.organisation.name,
            service=portfolio.service.name,
            standard=portfolio.standard.name,
            submitted_on=submitted,
            visit_on=assessment.visit_on,
            is_completed=assessment.completed_at is not None,
            levels=Levels.from_names(edition.level_names),
            ratings=tuple(self.marks.values()),
            scheme=edition.scheme,
            criteria=tuple(self._criterion(criterion) for criterion in self.criteria),
            reckoning=self.reckoning,
            outcome=outcome_of(self.reckoning, self.ratings.values()),
            visit=self.known.visit,
            before=before_of(assessment, self._rated_now()),
            reasons=tuple(why(self.reckoning, edition)),
            strengths=tuple(self._remarks("is_strength")),
            good_practice=tuple(self._remarks("is_good_practice")),
            improvements=tuple(self._improvements()),
            not_applicable=tuple(self._left_out()),
        )

    def _rated_now(self) -> dict[str, Rating]:
        found = ((e.code, self.rows[e.pk].rating_id) for e in self._elements() if e.pk in self.rows)
        return {code: self.ratings[pk] for code, pk in found if pk}

    def _elements(self) -> Iterator[Element]:
        for criterion in self.criteria:
            for sub_criterion in criterion.sub_criteria.all():
                yield from sub_criterion.elements.all()

    def _left_out(self) -> Iterator[Remark]:
        """What both sides call not applicable, with the assessor's reason or the service's."""
        for element in self._elements():
            row = self.rows.get(element.pk)
            rating = self.ratings.get(row.rating_id) if row else None
            if row and rating and rating.counts_as == CountsAs.EXCLUDED:
                yield Remark(element.code, row.finding or row.commentary or element.text)
