"""Content for the evidence index, as large as a test wants it."""

import hashlib
from datetime import UTC, date, datetime
from typing import Any

from assessments.reports.content.index import (
    Citation,
    EvidenceIndex,
    IndexedElement,
    IndexedItem,
    IndexedVersion,
)

FRAME: dict[str, Any] = {
    "organisation": "Argyll and Bute Council",
    "service": "Customer Support Services",
    "standard_name": "Customer Service Excellence",
    "template_name": "Argyll and Bute Council Corporate Template",
    "created_at": datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
    "assessment": "First annual review 2027",
    "kind": "First annual review",
    "marking": "OFFICIAL",
    "is_draft": True,
    "notice": "Draft: the evidence as it stands, not yet submitted for assessment.",
}


def make_indexed_version(number: int = 1, **fields: Any) -> IndexedVersion:
    usual: dict[str, Any] = {
        "file_name": f"report {number}.pdf",
        "size": 15_000,
        "sha256": hashlib.sha256(f"{number}{fields}".encode()).hexdigest(),
        "added_on": date(2026, 11, 21),
        "added_by": "Isla Campbell",
    }
    return IndexedVersion(number=number, **usual | fields)


def make_indexed_item(code: str = "CSS201", **fields: Any) -> IndexedItem:
    usual: dict[str, Any] = {
        "title": f"Evidence called {code}",
        "owner": "Morag Stewart",
        "team": "Customer Engagement",
        "marking": "OFFICIAL",
        "freshness": "Fresh",
        "versions": (make_indexed_version(file_name=f"{code}.pdf"),),
        "cited_for": (Citation("1.1.1", "active", 1),),
    }
    return IndexedItem(code=code, **usual | fields)


def make_index_content(*items: IndexedItem, **fields: Any) -> EvidenceIndex:
    usual: dict[str, Any] = {
        "title": "Evidence index",
        "outcome_heading": "Evidence",
        "outcome": "164 items cited",
        "items": items or (make_indexed_item(),),
        "outline": tuple(
            IndexedElement(f"1.1.{n}", f"We do what element 1.1.{n} asks.", "1", "Customer Insight")
            for n in range(1, 4)
        ),
    }
    return EvidenceIndex(**FRAME | usual | fields)
