"""The standard with its ratings and its evidence, read once for a document."""

from collections.abc import Iterable
from typing import Any

from assessments.improvement_queries import origin_of
from assessments.models import Assessment, ElementAssessment
from assessments.outcome import outcome_of, verdict_of
from assessments.reckoning import Rated, Reckoning, reckon
from criteria.models import Criterion, Element, Rating, SubCriterion
from criteria.queries import standard_tree

from ..content import (
    Clause,
    CriterionContent,
    ElementContent,
    Improvement,
    Remark,
    SubCriterionContent,
)
from .evidence import lists_of
from .frame import day_of, frame_of, mark_of


class AssessedReader:
    """What every part of the document needs, read once."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.edition = assessment.edition
        self.criteria = standard_tree(self.edition)
        self.ratings: dict[int | None, Rating] = {
            rating.pk: rating for rating in self.edition.ratings.all()
        }
        self.marks = {pk: mark_of(rating) for pk, rating in self.ratings.items()}
        rows = assessment.elements.select_related("accepted_by", "improvement__owner")
        self.rows = {row.element_id: row for row in rows}
        self.lists = lists_of(assessment)
        self.reckoning = self._reckon()

    def fields(self) -> dict[str, Any]:
        """The fields of `AssessedPaper` but the title."""
        assessment = self.assessment
        outcome = outcome_of(self.reckoning, self.ratings.values())
        return frame_of(assessment, ratings=self.marks.values(), outcome=outcome) | {
            "criteria": tuple(self._criterion(criterion) for criterion in self.criteria),
            "strengths": tuple(self._remarks("is_strength")),
            "good_practice": tuple(self._remarks("is_good_practice")),
            "improvements": tuple(self._improvements()),
            "statement": assessment.statement if assessment.completed_at else "",
            "signed_by": assessment.signed_name,
            "signed_on": assessment.signed_on,
        }

    def _reviewed(self) -> Iterable[tuple[Element, ElementAssessment]]:
        for criterion in self.criteria:
            for sub_criterion in criterion.sub_criteria.all():
                for element in sub_criterion.elements.all():
                    row = self.rows.get(element.pk)
                    if row and row.in_review:
                        yield element, row

    def _remarks(self, flag: str) -> Iterable[Remark]:
        """What the assessor singled out, in the words of the comment or else of the element."""
        for element, row in self._reviewed():
            if getattr(row, flag):
                yield Remark(element.code, row.finding or element.text)

    def _improvements(self) -> Iterable[Improvement]:
        for element, row in self._reviewed():
            row.rating = self.ratings.get(row.rating_id)
            if origin_of(row):
                follows = getattr(row, "improvement", None)
                yield Improvement(
                    element.code,
                    row.finding or element.text,
                    self.marks.get(row.rating_id),
                    owner=str(follows.owner or "") if follows else "",
                    due_on=follows.due_on if follows else None,
                )

    def _reckon(self) -> Reckoning:
        return reckon(
            (
                Rated(criterion, self.ratings.get(row.rating_id), element.code)
                for criterion in self.criteria
                for sub_criterion in criterion.sub_criteria.all()
                for element in sub_criterion.elements.all()
                if (row := self.rows.get(element.pk))
            ),
            not_met_allowed=self.edition.non_compliant_allowed,
        )

    def _criterion(self, criterion: Criterion) -> CriterionContent:
        parts = self.reckoning.criteria
        verdict = next((verdict_of(part) for part in parts if part.criterion == criterion), "")
        return CriterionContent(
            code=criterion.code,
            title=criterion.title,
            sub_criteria=tuple(self._sub(sub) for sub in criterion.sub_criteria.all()),
            partials_allowed=criterion.partials_allowed,
            verdict=verdict if self.reckoning.rated else "",
        )

    def _sub(self, sub_criterion: SubCriterion) -> SubCriterionContent:
        elements = tuple(self._element(element) for element in sub_criterion.elements.all())
        return SubCriterionContent(sub_criterion.code, sub_criterion.title, elements)

    def _element(self, element: Element) -> ElementContent:
        row = self.rows.get(element.pk) or ElementAssessment(in_review=False)
        lists = self.lists.get(element.pk, {})
        accepted = row.accepted_by if row.accepted_by_id else None
        return ElementContent(
            code=element.code,
            text=element.text,
            clauses=tuple(Clause(clause.code, clause.text) for clause in element.clauses.all()),
            new=lists.get("new", ()),
            active=lists.get("active", ()),
            corporate=lists.get("corporate", ()),
            self_rating=self.marks.get(row.self_rating_id),
            rating=self.marks.get(row.rating_id),
            finding=row.finding,
            accepted_by=str(accepted) if accepted else "",
            accepted_on=day_of(row.accepted_at),
            in_review=row.in_review,
            carried_from=row.carried_from,
        )
