"""The Assessment Summary as pages: its content put through its template."""

from django.template.loader import render_to_string

from .content import SummaryContent
from .pdf import render_pdf
from .pictures import board, mosaic


def summary_html(content: SummaryContent) -> str:
    """The summary's markup, which names its pictures but does not hold them."""
    return render_to_string("reports/summary.html", {"summary": content})


def summary_pdf(content: SummaryContent) -> bytes:
    """The summary as a tagged PDF; the same content gives the same bytes."""
    return render_pdf(
        summary_html(content),
        title=content.file_title,
        created_at=content.created_at,
        language=content.language,
        pictures={"board.svg": board(content), "mosaic.svg": mosaic(content)},
    )
