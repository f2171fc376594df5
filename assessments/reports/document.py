"""The Assessment Summary as pages: its content put through its template."""

import hashlib
import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from .content import SummaryContent
from .pictures import board, mosaic

# What decides how a document looks. A file that is made already is served again only while
# these are the same.
LAYOUT = ("templates/reports/summary*", "static/css/summary*.css", "assessments/reports/*.py")


@cache
def layout_digest() -> str:
    """SHA-256 of everything but the content that a summary is made from."""
    root = Path(settings.BASE_DIR)
    found = sorted(path for pattern in LAYOUT for path in root.glob(pattern))
    files = [
        file for path in found for file in ([path] if path.is_file() else path.rglob("*.html"))
    ]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def summary_html(content: SummaryContent) -> str:
    """The summary's markup, which names its pictures but does not hold them."""
    html = render_to_string("reports/summary.html", {"summary": content})
    # With a space at its end, a line that only just fits is broken after its first word.
    return re.sub(r"\s+(?=</(?:h[1-6]|li|p|td|th)>)", "", html)


def summary_pdf(content: SummaryContent) -> bytes:
    """The summary as a tagged PDF; the same content gives the same bytes."""
    # WeasyPrint takes half of a web process's start and much of its memory, and only the
    # worker and the commands ever render.
    from .pdf import render_pdf

    return render_pdf(
        summary_html(content),
        title=content.file_title,
        created_at=content.created_at,
        language=content.language,
        pictures={"board.svg": board(content), "mosaic.svg": mosaic(content)},
    )
