"""Content for the summary, small by default and as large as a test wants it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.conf import settings

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

PLUS = RatingMark("compliance-plus", "+", "Compliance Plus", "met", "Goes beyond what is asked.")
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


def make_content_of_the_standard(**fields: Any) -> SummaryContent:
    """All 57 elements of the standard as shipped, with 193 citations in the usual lists."""
    edition = json.loads((settings.BASE_DIR / "fixtures" / "cse.json").read_text())["editions"][0]
    numbers = count(1)
    criteria = tuple(
        CriterionContent(
            criterion["code"],
            criterion["title"],
            tuple(
                SubCriterionContent(
                    sub["code"],
                    sub["title"],
                    tuple(_cited_element(element, next(numbers)) for element in sub["elements"]),
                )
                for sub in criterion["sub_criteria"]
            ),
            criterion["partials_allowed"],
            "On course",
        )
        for criterion in edition["criteria"]
    )
    return make_summary_content(**{"criteria": criteria, **fields})


def _cited_element(element: dict[str, Any], number: int) -> ElementContent:
    service = tuple(
        make_evidence_line(f"CSS{number * 3 + place:03}", locator=f"Page {number}")
        for place in range(2)
    )
    # 57 times two, and 79 corporate ones: 193.
    corporate = tuple(
        make_evidence_line(f"C{number * 2 + place:03}") for place in range(2 if number <= 22 else 1)
    )
    made = make_element_content(
        element["code"],
        text=element["text"],
        clauses=tuple(Clause(clause["code"], clause["text"]) for clause in element["clauses"]),
        new=service if number % 3 == 0 else (),
        active=() if number % 3 == 0 else service,
        corporate=corporate,
        self_rating=COMPLIANT,
    )
    return accepted(made, finding="Seen at the visit.") if number % 2 else made
