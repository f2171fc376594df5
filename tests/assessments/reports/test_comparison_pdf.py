"""The comparison, read back from the file that is handed out."""

from itertools import pairwise
from typing import Any

import pytest

from assessments.reports.content.comparison import (
    ComparedCriterion,
    ComparedElement,
    ComparisonContent,
    CriterionFigures,
    EvidenceChange,
    VisitFound,
    VisitSide,
    Words,
)
from tests.builders.index_content import FRAME
from tests.builders.papers import pdf_of
from tests.builders.report_content import COMPLIANT, PARTIAL, RATINGS

from .pdf_reader import (
    bookmarks,
    fails_accessibility,
    header_scopes,
    heading_levels,
    link_targets,
    page_words,
    places,
    rows_without_headers,
    words,
)

pytestmark = pytest.mark.any_database


def said(what: str) -> tuple[Words, ...]:
    return Words("Seen and "), Words(what, is_marked=True)


def make_compared(number: int, **fields: Any) -> ComparedElement:
    usual: dict[str, Any] = {
        "before": VisitFound(PARTIAL, PARTIAL, (said("found wanting"),)),
        "after": VisitFound(COMPLIANT, PARTIAL, (said("<b>good</b>"),)),
        "evidence": (
            EvidenceChange("CSS401", "Survey", "refreshed"),
            EvidenceChange("CSS402", "Minutes", "dropped"),
            EvidenceChange("C017", "Charter", "unchanged"),
        ),
        "rating_moved": True,
        "direction": "better",
    }
    return ComparedElement(f"1.1.{number}", f"What element {number} asks.", **usual | fields)


@pytest.fixture(scope="module")
def content():
    same = VisitFound(COMPLIANT, COMPLIANT)
    quiet = {"before": same, "after": same, "rating_moved": False, "direction": "", "evidence": ()}
    figures = CriterionFigures(12, 12, 1, 2)
    return ComparisonContent(
        **FRAME,
        title="Comparison of two visits",
        outcome_heading="What changed",
        outcome="10 of 60 elements differ",
        outcome_sentence="10 rated better.",
        ratings=RATINGS,
        before=VisitSide("Full 2025", "Full assessment", "Standard met", "1 partial", True),
        after=VisitSide("Review 2026", "First annual review", "Standard met", "None", False),
        criteria=(
            ComparedCriterion(
                *("1", "Customer Insight", figures, figures),
                tuple(make_compared(n, **quiet if n > 9 else {}) for n in range(1, 61)),
            ),
            ComparedCriterion(
                *("2", "The Culture", None, figures),
                (make_compared(99, before=None, direction=""),),
            ),
        ),
    )


@pytest.fixture(scope="module")
def pdf(content):
    return pdf_of(content, "comparison")


def test_the_comparison_is_valid_pdf_ua(pdf, tmp_path):
    assert fails_accessibility(pdf, tmp_path) == ""


def test_every_row_has_a_header_and_headings_come_in_order(pdf):
    assert rows_without_headers(pdf) == 0
    assert set(header_scopes(pdf)) == {"/Row", "/Column"}
    assert all(after <= before + 1 for before, after in pairwise(heading_levels(pdf)))
    assert [each for each in bookmarks(pdf) if not each.startswith(" ")] == [
        *("Overview", "1: Customer Insight", "2: The Culture")
    ]


def test_links_lead_somewhere(pdf):
    assert "k-1" in link_targets(pdf) <= places(pdf)


def test_both_sides_and_every_change_are_said(pdf):
    text = words(pdf)
    for said in (
        "1.1.1: What element 1 asks.",
        "Seen and found wanting",
        "Seen and <b>good</b>",
        "CSS401: Survey newer version",
        "CSS402: Minutes no longer used",
        "Unchanged: C017",
        "not in this edition",
        "No difference",
    ):
        assert said in text, said


def test_a_draft_says_so_on_every_page_and_long_tables_repeat_their_heads(pdf):
    pages = page_words(pdf)
    assert all("Draft" in page for page in pages)
    unchanged = [page for page in pages if "1.1.20:" in page or "1.1.59:" in page]
    assert len(unchanged) == 2
    assert all("Element Self-rating Rating" in page for page in unchanged)
