"""Content for the assessor's report."""

from dataclasses import fields
from typing import Any

from assessments.reports.content import AssessorContent, Fact, Passage, SummaryContent

from .report_content import make_summary_content

PARTS = {
    "introduction": "Introduction",
    "method": "Method",
    "strengths": "Summary of strengths",
    "conclusion": "Conclusion",
    "recommendation": "Recommendation",
}


def make_report_content(
    of: SummaryContent | None = None, texts: dict[str, str] | None = None, **changes: Any
) -> AssessorContent:
    """A report about what a summary is about; `texts` by part, the rest names its part."""
    summary = of or make_summary_content()
    given = {field.name: getattr(summary, field.name) for field in fields(summary)}
    titles = PARTS | {f"criterion-{c.code}": f"{c.code}: {c.title}" for c in summary.criteria}
    said = {part: f"What the part {part} says." for part in titles} | (texts or {})
    usual: dict[str, Any] = {
        "title": "Assessor’s report",
        "key_facts": (Fact("Reference", summary.reference), Fact("Under review", "19 of 57")),
        "passages": tuple(Passage(part, title, said[part]) for part, title in titles.items()),
        "standing": "Standard met",
        "recommended": "The assessor recommends that it be awarded.",
    }
    return AssessorContent(**{**given, **usual, **changes})
