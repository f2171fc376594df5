"""The assessor's report: what was found, in the assessor's words or those from the data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from accounts.writing import Block, blocks_of
from assessments.report_parts import OF_CRITERION

from .assessed import AssessedPaper
from .elements import CriterionContent, ElementContent
from .paper import Fact
from .words import breakable


@dataclass(frozen=True)
class Passage:
    """A part of the report that is prose; `is_own`: the assessor wrote it."""

    part: str
    title: str
    text: str
    is_own: bool = False

    @property
    def blocks(self) -> tuple[Block, ...]:
        return blocks_of(breakable(self.text), {})

    @property
    def anchor(self) -> str:
        return f"part-{self.part}"


@dataclass(frozen=True)
class Findings:
    """What was found in one criterion."""

    criterion: CriterionContent
    passage: Passage

    @property
    def commented(self) -> tuple[ElementContent, ...]:
        """The elements that the assessor looked at and has a comment on."""
        return tuple(e for e in self.criterion.elements if e.in_review and e.finding)


@dataclass(frozen=True, kw_only=True)
class AssessorContent(AssessedPaper):
    """The assessor's report.

    `standing` is the outcome by the ratings there are. `recommended` follows from it and
    stands before whatever the assessor writes, so that the two cannot contradict each other.
    """

    title: str = "Assessor’s report"
    key_facts: tuple[Fact, ...] = ()
    passages: tuple[Passage, ...] = ()
    standing: str = ""
    recommended: str = ""

    @cached_property
    def _by_part(self) -> dict[str, Passage]:
        return {passage.part: passage for passage in self.passages}

    @property
    def said(self) -> str:
        """The statement as it is set."""
        return breakable(self.statement)

    @property
    def introduction(self) -> Passage:
        return self._by_part["introduction"]

    @property
    def method(self) -> Passage:
        return self._by_part["method"]

    @property
    def summary_of_strengths(self) -> Passage:
        return self._by_part["strengths"]

    @property
    def conclusion(self) -> Passage:
        return self._by_part["conclusion"]

    @property
    def recommendation(self) -> Passage:
        return self._by_part["recommendation"]

    @property
    def findings(self) -> tuple[Findings, ...]:
        return tuple(
            Findings(criterion, self._by_part[OF_CRITERION + criterion.code])
            for criterion in self.criteria
        )
