"""A small real file for each item of the demonstration, which names the item's code."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from docx import Document
from PIL import Image, ImageDraw, ImageFont

from assessments.reports.pdf import render_pdf
from evidence.models import EvidenceItem

QUARTERS = ("April to June", "July to September", "October to December", "January to March")
MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    heading: str
    paragraphs: tuple[str, ...]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def file_for(item: EvidenceItem) -> ContentFile:
    """The item's file: a poster as a picture, monitoring as a table, a few in Word, else PDF."""
    words = set(item.title.lower().split())
    maker = next((maker for kinds, maker in MAKERS if kinds & words), pdf_of)
    if maker is pdf_of and item.number % 9 == 4:
        maker = word_of
    return maker(item)


def pages_of(item: EvidenceItem) -> tuple[Page, ...]:
    """Three pages of the same plain shape, with figures that differ from item to item."""
    chance = Random(item.code)  # noqa: S311  figures for show, the same at every start
    owner = item.service or item.organisation
    rows = tuple((q, str(chance.randint(240, 960)), f"{chance.randint(84, 99)}%") for q in QUARTERS)
    return (
        Page(
            "What this is",
            (
                f"{item.title} is kept by {owner} as {item.code}.",
                "It says what was done, for whom, and how we know that it worked.",
            ),
            ("Quarter", "Customers", "Satisfied"),
            rows,
        ),
        Page(
            "What we found",
            (
                "Customers were asked by telephone, online and face to face, so that those who"
                " are not online were heard as well.",
                f"Of {chance.randint(180, 640)} replies, {chance.randint(81, 97)} in every 100"
                " were content with how they were dealt with.",
            ),
        ),
        Page(
            "What changed because of it",
            (
                "The findings went to the management team, who agreed what to do first.",
                "What was done is told to customers on the council’s website and at its counters.",
            ),
        ),
    )


def pdf_of(item: EvidenceItem) -> ContentFile:
    title = f"{item.code}: {item.title}"
    html = render_to_string(
        "reports/demonstration/document.html",
        {
            "code": item.code,
            "title": item.title,
            "owner": str(item.service or item.organisation),
            "pages": pages_of(item),
        },
    )
    return _file(item, "pdf", render_pdf(html, title=title, created_at=MADE_AT))


def word_of(item: EvidenceItem) -> ContentFile:
    document = Document()
    document.add_heading(f"{item.code}: {item.title}", level=0)
    for page in pages_of(item):
        document.add_heading(page.heading, level=1)
        for paragraph in page.paragraphs:
            document.add_paragraph(paragraph)
    written = io.BytesIO()
    document.save(written)
    return _file(item, "docx", written.getvalue())


def table_of(item: EvidenceItem) -> ContentFile:
    page = pages_of(item)[0]
    written = io.StringIO()
    csv.writer(written).writerows([(f"{item.code}: {item.title}",), (), page.columns, *page.rows])
    return _file(item, "csv", written.getvalue().encode())


def picture_of(item: EvidenceItem) -> ContentFile:
    picture = Image.new("RGB", (1240, 874), "#0b4f5c")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 60, 1180, 814), fill="#ffffff")
    draw.text((110, 130), item.code, fill="#0b4f5c", font=ImageFont.load_default(120))
    draw.multiline_text(
        (110, 300), _wrapped(item.title), fill="#14222b", font=ImageFont.load_default(64)
    )
    draw.text(
        (110, 720),
        "Stands in for the council’s own poster",
        fill="#47565f",
        font=ImageFont.load_default(32),
    )
    written = io.BytesIO()
    picture.save(written, "PNG")
    return _file(item, "png", written.getvalue())


def _wrapped(title: str, width: int = 28) -> str:
    lines = [""]
    for word in title.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def _file(item: EvidenceItem, extension: str, content: bytes) -> ContentFile:
    name = "".join(letter if letter.isalnum() else " " for letter in item.title)
    return ContentFile(content, name=f"{item.code} {' '.join(name.split())}.{extension}")


Maker = Callable[[EvidenceItem], ContentFile]
MAKERS: tuple[tuple[set[str], Maker], ...] = (
    ({"poster", "leaflet", "charter", "network"}, picture_of),
    ({"targets", "scorecard", "scorecards", "stats", "indicators", "charges", "fees"}, table_of),
)
