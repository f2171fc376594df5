"""Builders of Word summaries: tables, automatic numbers, tracked changes."""

import io
from collections.abc import Callable
from typing import Any

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from evidence.imports.outline import StandardOutline

from .builders import HOUSING, Lists

ABSTRACT = "77"
LEVELS = "".join(
    f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    f'<w:lvlText w:val="{".".join(f"%{n}" for n in range(1, at + 2))}"/></w:lvl>'
    for at in range(4)
)


class WordSummary:
    """A summary whose headings get their codes from Word's numbering, as people make them."""

    def __init__(self, outline: StandardOutline, lists: dict[str, Lists] | None = None) -> None:
        self.outline = outline
        self.lists = HOUSING if lists is None else lists
        self.document = docx.Document()
        numbering = self.document.part.numbering_part.element
        abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{ABSTRACT}">{LEVELS}'
        numbering.insert(0, parse_xml(f"{abstract}</w:abstractNum>"))
        self.num_id = numbering.add_num(int(ABSTRACT)).numId

    def numbered(self, text: str, level: int) -> Any:
        paragraph = self.document.add_paragraph(text)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = self.num_id
        properties.get_or_add_ilvl().val = level
        return paragraph

    def fill(self, evidence: Callable[["WordSummary", str, str, list], None]) -> "WordSummary":
        """The whole standard, with each list of evidence written by `evidence`."""
        self.document.add_heading("Anytown Council - Housing", 0)
        for code, words in self.outline.headings.items():
            self.numbered(words, code.count("."))
            for listing, items in self.lists.get(code, {}).items():
                evidence(self, code, listing, items)
            for each, text in self.outline.clauses.items():
                if each.startswith(f"{code}.") and code in self.outline.elements:
                    self.numbered(text, 3)
        return self

    def data(self) -> bytes:
        stream = io.BytesIO()
        self.document.save(stream)
        return stream.getvalue()


def paragraphs(word: WordSummary, _code: str, listing: str, items: list) -> None:
    word.document.add_paragraph(f"{listing.title()} Evidence")
    for code, title in items:
        word.document.add_paragraph(f"{code}: {title}", style="List Bullet")


def table(word: WordSummary, _code: str, listing: str, items: list) -> None:
    """One row an item: code, title."""
    rows = word.document.add_table(rows=1, cols=2)
    rows.rows[0].cells[0].text = f"{listing.title()} Evidence"
    for code, title in items:
        cells = rows.add_row().cells
        cells[0].text, cells[1].text = code, title


def tracked(tag: str, text: str) -> Any:
    """A run inside w:ins, w:del, w:moveFrom or w:moveTo."""
    change = OxmlElement(tag)
    change.set(qn("w:id"), "1")
    change.set(qn("w:author"), "A")
    run = OxmlElement("w:r")
    words = OxmlElement("w:delText" if tag == "w:del" else "w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    run.append(words)
    change.append(run)
    return change


def changed(word: WordSummary, _code: str, listing: str, items: list) -> None:
    """Each title replaced, an item deleted, and a paragraph broken in two."""
    word.document.add_paragraph(f"{listing.title()} Evidence")
    for code, title in items:
        paragraph = word.document.add_paragraph(f"{code}: ")._p
        paragraph.append(tracked("w:del", "Old title"))
        paragraph.append(tracked("w:ins", title[:3]))
        paragraph.append(tracked("w:moveFrom", "elsewhere"))
        paragraph.append(tracked("w:moveTo", title[3:]))
    gone = word.document.add_paragraph()._p
    gone.append(tracked("w:del", "HR-555: Deleted item"))
    delete_mark(gone)


def delete_mark(paragraph: Any) -> None:
    marks = OxmlElement("w:rPr")
    marks.append(OxmlElement("w:del"))
    paragraph.get_or_add_pPr().append(marks)
