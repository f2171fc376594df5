"""Documents as pages: their content put through its template."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.template.loader import render_to_string

from .content import Paper
from .progress import Progress, nobody

# What decides how a document looks. A file that is made already is served again only while
# these are the same.
LAYOUT = (
    *("templates/reports", "templates/documents", "templates/pack"),
    *("static/css", "static/fonts", "static/js"),
    "assessments/reports",
)
OF_THE_LAYOUT = (
    *("*.py", "*.html", "documents*.css", "paper-screen.css", "pack.css", "pack.js"),
    *("*.woff2", "faces.json", "fonts.conf"),
)


@dataclass(frozen=True)
class PaperStyle:
    """The template of a document and what draws its pictures, by the names it calls them."""

    template: str
    pictures: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)


@cache
def layout_digest() -> str:
    """SHA-256 of everything but the content that a document is made from."""
    root = Path(settings.BASE_DIR)
    files = {
        file for place in LAYOUT for name in OF_THE_LAYOUT for file in (root / place).rglob(name)
    }
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def paper_html(content: Paper, style: PaperStyle) -> str:
    """The document's markup, which names its pictures but does not hold them."""
    html = render_to_string(style.template, {"paper": content})
    # With a space at its end, a line that only just fits is broken after its first word.
    return re.sub(r"\s+(?=(?:</(?:a|span|strong)>)*</(?:h[1-6]|li|p|td|th)>)", "", html)


def pictures_of(content: Paper, style: PaperStyle) -> dict[str, str | bytes]:
    """What the markup names: the pictures drawn from the content, the accent colour, the logo."""
    drawn: dict[str, str | bytes] = {name: draw(content) for name, draw in style.pictures.items()}
    drawn["accent.css"] = f":root {{ --brand: {content.style.accent}; }}"
    if content.style.logo:
        drawn[content.style.logo.name] = content.style.logo.data
    return drawn


def write_paper(content: Paper, style: PaperStyle, file: BinaryIO, progress: Progress) -> None:
    """The document as a tagged PDF; the same content gives the same bytes."""
    file.write(paper_pdf(content, style, progress))


def paper_pdf(content: Paper, style: PaperStyle, progress: Progress = nobody) -> bytes:
    # WeasyPrint takes half of a web process's start and much of its memory, and only the
    # worker and the commands ever render.
    from .pdf import render_pdf

    return render_pdf(
        paper_html(content, style),
        title=content.file_title,
        created_at=content.created_at,
        language=content.language,
        pictures=pictures_of(content, style),
        progress=progress,
    )
