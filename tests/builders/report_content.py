"""Content for the summary, small by default and as large as a test wants it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from assessments.reports.content import (
    Clause,
    CriterionContent,
    ElementContent,
    EvidenceLine,
    Fact,
    RatingMark,
    SubCriterionContent,
    SummaryContent,
)

PLUS = RatingMark(
    "compliance-plus", "+", "Compliance Plus", "met", "Goes beyond what is asked."
)
COMPLIANT = RatingMark("compliant", "C", "Compliant", "met", "Met in full.")
PARTIAL = RatingMark(
    "partial", "P", "Partially Compliant", "partial", "Some of it is met, the rest is in reach."
)
NON_COMPLIANT = RatingMark("non-compliant", "N", "Non-Compliant", "not-met", "Not met.")
NOT_APPLICABLE = RatingMark(
    "not-applicable", "–", "Not applicable", "excluded", "Does not apply to the service."
)
RATINGS = (PLUS, COMPLIANT, PARTIAL, NON_COMPLIANT, NOT_APPLICABLE)


def make_evidence_line(code: str = "CSS201", **fields: Any) -> EvidenceLine:
    return EvidenceLine(code=code, **{"title": f"Evidence called {code}", **fields})


def make_element_content(code: str = "1.1.1", **fields: Any) -> ElementContent:
    usual: dict[str, Any] = {
        "text": f"We have an in-depth understanding of what element {code} asks of us.",
        "clauses": (Clause(f"{code}.1", "We have an in-depth understanding"),),
        "active": (make_evidence_line(),),
        "corporate": (make_evidence_line("C004"),),
    }
    return ElementContent(code=code, **{**usual, **fields})


def make_criterion_content(*elements: ElementContent, **fields: Any) -> CriterionContent:
    usual: dict[str, Any] = {
        "code": "1",
        "title": "Customer Insight",
        "sub_criteria": (SubCriterionContent("1.1", "Customer Identification", elements),),
        "partials_allowed": 2,
        "verdict": "On course",
    }
    return CriterionContent(**{**usual, **fields})


def make_summary_content(*elements: ElementContent, **fields: Any) -> SummaryContent:
    usual: dict[str, Any] = {
        "organisation": "Argyll and Bute Council",
        "service": "Customer Support Services",
        "standard_name": "Customer Service Excellence",
        "template_name": (
            "Argyll and Bute Council Corporate Template "
            "Argyll and Bute Council - Customer Support Services"
        ),
        "criteria": (make_criterion_content(*(elements or (make_element_content(),))),),
        "ratings": RATINGS,
        "created_at": datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
        "kind": "Annual review 1",
        "visit_days": (date(2026, 11, 18), date(2026, 11, 19)),
        "reference": "CSE-2026-0417",
        "outcome": "In assessment",
        "outcome_sentence": "Some elements are still to be rated.",
        "facts": (Fact("Assessor", "Morgan Hale, Example Certification Ltd"),),
        "marking": "OFFICIAL",
    }
    return SummaryContent(**{**usual, **fields})


def accepted(element: ElementContent, **fields: Any) -> ElementContent:
    """The same element, rated and accepted by the assessor."""
    usual: dict[str, Any] = {
        "rating": COMPLIANT,
        "accepted_by": "Morgan Hale",
        "accepted_on": date(2026, 11, 18),
    }
    return replace(element, **{**usual, **fields})
