"""How each element of an assessment stands: its row, and the evidence in use."""

from dataclasses import dataclass

from assessments.models import Assessment, ElementAssessment
from assessments.request_queries import waiting_in_sql
from criteria.models import Edition, Element
from evidence.models import Portfolio
from evidence.queries.cited import Cited, cited_from, cited_in_sql


@dataclass(frozen=True)
class Standing:
    """An element with its links in use, and its row where there is an assessment.

    `requests` counts those that wait for an answer of the service.
    """

    element: Element
    row: ElementAssessment | None
    evidence: tuple[Cited, ...]
    requests: int = 0

    @property
    def service_count(self) -> int:
        return sum(not item.is_corporate for item in self.evidence)

    @property
    def corporate_count(self) -> int:
        return sum(item.is_corporate for item in self.evidence)

    @property
    def stale_count(self) -> int:
        return sum(bool(item.stale) for item in self.evidence)

    @property
    def has_evidence(self) -> bool:
        return bool(self.evidence)


def standing_of(assessment: Assessment) -> list[Standing]:
    """Every element of the assessment in the order of the standard; one statement."""
    rows = assessment.elements.select_related(
        "element__sub_criterion__criterion", "self_rating", "rating", "owner", "approval_by"
    ).annotate(
        cited=cited_in_sql(assessment.portfolio_id, "element_id"), waiting=waiting_in_sql("row")
    )
    return [Standing(row.element, row, cited_from(row.cited), row.waiting) for row in rows]


def standing_without_assessment(portfolio: Portfolio, edition: Edition) -> list[Standing]:
    """The same before any assessment was opened: the evidence alone; one statement."""
    elements = (
        Element.objects.of_edition(edition)
        .with_headings()
        .annotate(cited=cited_in_sql(portfolio.pk, "pk"))
    )
    return [Standing(each, None, cited_from(each.cited)) for each in elements]
