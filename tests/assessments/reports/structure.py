"""Reads the structure of a tagged PDF, and says what a screen reader would stumble over."""

from __future__ import annotations

import ctypes
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf
from pypdfium2 import PdfDocument
from pypdfium2 import raw as pdfium_c

# Operators that put something on the page.
PAINTS = frozenset(
    (
        "Tj",
        "TJ",
        "'",
        '"',
        "f",
        "F",
        "f*",
        "B",
        "B*",
        "b",
        "b*",
        "S",
        "s",
        "sh",
        "Do",
        "INLINE IMAGE",
    )
)
OPENS = frozenset(("BDC", "BMC"))


@dataclass
class Node:
    """An element of the structure: its role, its dictionary, what is in it."""

    role: str
    source: pikepdf.Dictionary
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    annotations: list[Any] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    def within(self, role: str) -> bool:
        return self.parent is not None and (self.parent.role == role or self.parent.within(role))

    def find(self, *roles: str) -> list[Node]:
        return [node for node in self.walk() if node.role in roles]

    def attribute(self, name: str) -> object:
        held = self.source.get("/A")
        each = held if isinstance(held, pikepdf.Array) else [held] if held is not None else []
        return next((one[name] for one in each if name in one), None)


class Structure:
    """The document's tree, with the marked content of each page in the order of both."""

    def __init__(self, pdf: bytes) -> None:
        self.source = pdf
        self.pdf = pikepdf.open(BytesIO(pdf))
        self.pages = {page.obj.objgen: at for at, page in enumerate(self.pdf.pages)}
        self.in_order: list[tuple[int, int]] = []
        self.root = self._node(self.pdf.Root.StructTreeRoot.K[0], None)

    def _node(self, source: Any, parent: Node | None) -> Node:
        node = Node(str(source.S).strip("/"), source, parent)
        kids = source.get("/K", pikepdf.Array())
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                mark = (self.pages[source.Pg.objgen], kid)
                node.marks.append(mark)
                self.in_order.append(mark)
            elif kid.get("/Type") == "/OBJR":
                node.annotations.append(kid.Obj)
            else:
                node.children.append(self._node(kid, node))
        return node

    def faults(self) -> list[str]:
        """Everything that is wrong, in words; empty when nothing is."""
        checks = (
            self._frame,
            self._headings,
            self._tables,
            self._figures,
            self._links,
            self._lists,
            self._content,
        )
        return [fault for check in checks for fault in check()]

    def read_aloud(self) -> str:
        """The words in the order of the structure."""
        said: dict[tuple[int, int], str] = defaultdict(str)
        with closing(PdfDocument(self.source)) as opened:
            for at, page in enumerate(opened):
                words = page.get_textpage()
                for piece in page.get_objects([pdfium_c.FPDF_PAGEOBJ_TEXT]):
                    mark = pdfium_c.FPDFPageObj_GetMarkedContentID(piece.raw)
                    said[at, mark] += _text_of(piece.raw, words.raw)
        return "".join(said[mark] for mark in self.in_order)

    def _frame(self) -> Iterator[str]:
        root: Any = self.pdf.Root
        if not str(root.get("/Lang", "")):
            yield "the document has no language"
        if root.get("/ViewerPreferences", {}).get("/DisplayDocTitle") is not True:
            yield "the window does not show the title"
        if root.get("/MarkInfo", {}).get("/Marked") is not True:
            yield "the document is not marked as tagged"
        with self.pdf.open_metadata() as about:
            if not about.get("dc:title"):
                yield "the document has no title"
            if about.get("pdfuaid:part") != "1":
                yield "the document does not say that it is PDF/UA-1"
        if "/Outlines" not in root:
            yield "the document has no bookmarks"
        for at, page in enumerate(self.pdf.pages, start=1):
            if page.obj.get("/Tabs") != "/S":
                yield f"page {at}: the tab key does not follow the structure"

    def _headings(self) -> Iterator[str]:
        before = 0
        for node in self.root.walk():
            if level := re.fullmatch(r"H([1-6])", node.role):
                if int(level[1]) > before + 1:
                    yield f"heading {node.role} follows level {before}"
                before = int(level[1])
        if not before:
            yield "the document has no headings"

    def _tables(self) -> Iterator[str]:
        for table in self.root.find("Table"):
            known = {str(cell.source["/ID"]) for cell in table.find("TH") if "/ID" in cell.source}
            for row in table.find("TR"):
                if not row.find("TH"):
                    yield "a row of a table has no header cell"
                for cell in row.find("TH", "TD"):
                    yield from _cell_faults(cell, known)

    def _figures(self) -> Iterator[str]:
        for figure in self.root.find("Figure"):
            if not str(figure.source.get("/Alt", "")).strip():
                yield "a picture has no alternative text"

    def _links(self) -> Iterator[str]:
        tagged = set()
        for link in self.root.find("Link"):
            inside = list(link.walk())
            annotations = [each for node in inside for each in node.annotations]
            if not annotations:
                yield "a link leads nowhere"
            if not any(node.marks for node in inside):
                yield "a link has no text"
            for annotation in annotations:
                tagged.add(annotation.objgen)
                if not str(annotation.get("/Contents", "")).strip():
                    yield "a link does not say in words where it leads"
        for at, page in enumerate(self.pdf.pages, start=1):
            held: Any = page.obj.get("/Annots", pikepdf.Array())
            for each in held:
                if each.objgen not in tagged:
                    yield f"page {at}: an annotation is not in the structure"

    def _lists(self) -> Iterator[str]:
        for listing in self.root.find("L"):
            wrong = {child.role for child in listing.children} - {"LI", "L", "Caption"}
            if wrong:
                yield f"a list holds {', '.join(sorted(wrong))}"
        for item in self.root.find("LI"):
            if item.parent is None or item.parent.role != "L":
                yield "an entry of a list stands in no list"

    def _content(self) -> Iterator[str]:
        read: dict[int, list[int]] = defaultdict(list)
        for number, kid in self.in_order:
            read[number].append(kid)
        for at, page in enumerate(self.pdf.pages):
            drawn = []
            for untagged, mark in _drawn(page):
                if untagged:
                    yield f"page {at + 1}: {untagged} paints something that is not tagged"
                elif mark is not None:
                    drawn.append(mark)
            if sorted(drawn) != sorted(read[at]):
                yield f"page {at + 1}: what is marked and what is in the structure differ"


def _text_of(piece: object, words: object) -> str:
    size = pdfium_c.FPDFTextObj_GetText(piece, words, None, 0)
    held = ctypes.create_string_buffer(size)
    pdfium_c.FPDFTextObj_GetText(
        piece, words, ctypes.cast(held, ctypes.POINTER(ctypes.c_ushort)), size
    )
    return held.raw.decode("utf-16-le").rstrip("\0")


def _cell_faults(cell: Node, known: set[str]) -> Iterator[str]:
    if cell.role == "TH":
        scope = cell.attribute("/Scope")
        if scope != ("/Column" if cell.within("THead") else "/Row"):
            yield f"a header cell has the scope {scope}"
    else:
        named = cell.attribute("/Headers")
        if not isinstance(named, pikepdf.Array) or not len(named):
            yield "a cell names no header"
        elif not {str(each) for each in named} <= known:
            yield "a cell names a header that is not in its table"


def _drawn(page: pikepdf.Page) -> Iterator[tuple[str, int | None]]:
    """What paints outside every mark, by its operator; and each number that a mark opens."""
    opened: list[bool] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        name = str(instruction.operator)
        if name in OPENS:
            tag = str(operands[0])
            held = operands[1] if len(operands) > 1 else {}
            number = held.get("/MCID") if isinstance(held, pikepdf.Dictionary) else None
            opened.append(tag == "/Artifact" or number is not None)
            if number is not None:
                yield "", int(number)
        elif name == "EMC":
            opened.pop()
        elif name in PAINTS and not any(opened):
            yield name, None
