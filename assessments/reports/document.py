"""The Assessment Summary as pages: its content put through its template."""

import re

from django.template.loader import render_to_string

from .content import SummaryContent
from .pdf import render_pdf
from .pictures import board, mosaic


def summary_html(content: SummaryContent) -> str:
    """The summary's markup, which names its pictures but does not hold them."""
    html = render_to_string("reports/summary.html", {"summary": content})
    # With a space at its end, a line that only just fits is broken after its first word.
    return re.sub(r"\s+(?=</(?:h[1-6]|li|p|td|th)>)", "", html)


def summary_pdf(content: SummaryContent) -> bytes:
    """The summary as a tagged PDF; the same content gives the same bytes."""
    return render_pdf(
        summary_html(content),
        title=content.file_title,
        created_at=content.created_at,
        language=content.language,
        pictures={"board.svg": board(content), "mosaic.svg": mosaic(content)},
    )
