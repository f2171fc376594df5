"""Documents rendered from content that a test made."""

from assessments.reports.content import Paper
from assessments.reports.document import PaperStyle, paper_html, paper_pdf
from assessments.reports.kinds import KINDS


def style_of(report: str) -> PaperStyle:
    style = KINDS[report].paper
    assert style, f"{report} is not printed"
    return style


def pdf_of(content: Paper, report: str = "summary") -> bytes:
    return paper_pdf(content, style_of(report))


def html_of(content: Paper, report: str = "summary") -> str:
    return paper_html(content, style_of(report))
