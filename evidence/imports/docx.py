"""The paragraphs and tables of a Word document, as they read with its changes accepted."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from .lines import Line, unreadable
from .numbering import Numbering
from .package import check_package
from .tables import Cell, table_lines

BROKEN = (LookupError, ValueError, AttributeError, TypeError, SyntaxError, OpcError)
GONE = {qn(tag) for tag in ("w:del", "w:moveFrom", "w:rPr", "w:pPr", "w:sdtPr", "w:instrText")}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
BREAKS = {
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
ROW_GONE, CELL_GONE, MARK_GONE = qn("w:del"), qn("w:cellDel"), (qn("w:del"), qn("w:moveFrom"))


def read_docx(data: bytes, name: str) -> list[Line]:
    """The lines of a Word document: numbered by paragraph and row, in their order."""
    check_package(data, name)
    try:
        document = Document(io.BytesIO(data))
        reader = Reader(Numbering(document))
        texts = [*reader.blocks(document.element.body), (reader.held, False)]
    except BROKEN as fault:
        raise unreadable(name) from fault
    lines: list[Line] = []
    for text, aside in texts:
        for index, part in enumerate(text.split("\n")):
            lines.append(Line(len(lines) + 1, part, joins=index > 0, aside=aside))
    return lines


@dataclass
class Reader:
    """Walks the body; `held` is the text of a paragraph whose end was deleted."""

    numbering: Numbering
    held: str = ""
    boxes: list[Any] = field(default_factory=list)

    def blocks(self, parent: Any) -> Iterator[tuple[str, bool]]:
        """The text of each paragraph and table row beneath, and whether it is an aside."""
        for child in parent:
            if child.tag == qn("w:p"):
                yield from ((text, False) for text in self.paragraph(child))
            elif child.tag == qn("w:tbl"):
                found = table_lines(list(self.rows(child)))
                yield from ((text, aside) for _row, text, aside in found)
            elif child.tag not in GONE and child.tag != FALLBACK:
                yield from self.blocks(child)

    def paragraph(self, paragraph: Any) -> Iterator[str]:
        text = "".join(self.runs(paragraph))
        if mark_is_gone(paragraph):
            self.held += text
        else:
            text, self.held = self.held + text, ""
            label = self.numbering.label(paragraph)
            yield f"{label}\t{text}" if label and text.strip() else text
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            yield from (each for each, _aside in self.blocks(box))

    def runs(self, parent: Any) -> Iterator[str]:
        for child in parent:
            if child.tag == qn("w:t"):
                yield re.sub(r"[\r\n]+", " ", child.text or "")
            elif child.tag in BREAKS:
                yield BREAKS[child.tag]
            elif child.tag == qn("w:txbxContent"):
                self.boxes.append(child)
            elif child.tag not in GONE and child.tag != FALLBACK:
                yield from self.runs(child)

    def rows(self, table: Any) -> Iterator[list[Cell]]:
        for row in within(table, "w:tr"):
            if row.find(f"{qn('w:trPr')}/{ROW_GONE}") is None:
                yield [self.cell(each) for each in within(row, "w:tc") if not cell_is_gone(each)]

    def cell(self, cell: Any) -> Cell:
        return [text for text, _aside in self.blocks(cell) if text.strip()]


def within(parent: Any, tag: str) -> Iterator[Any]:
    """The children of this tag, also those in content controls and in insertions."""
    for child in parent:
        if child.tag == qn(tag):
            yield child
        elif child.tag not in GONE and child.tag not in (qn("w:tbl"), qn("w:tr"), qn("w:tc")):
            yield from within(child, tag)


def mark_is_gone(paragraph: Any) -> bool:
    marks = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
    return marks is not None and any(marks.find(tag) is not None for tag in MARK_GONE)


def cell_is_gone(cell: Any) -> bool:
    return cell.find(f"{qn('w:tcPr')}/{CELL_GONE}") is not None
