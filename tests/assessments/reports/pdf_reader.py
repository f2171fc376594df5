"""Reads a PDF back with libraries that did not make it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import page
import pikepdf
from pypdf import PdfReader


def words(pdf: bytes) -> str:
    """All text in the order it was written, with single spaces."""
    return " ".join(page_words(pdf))


def page_words(pdf: bytes) -> list[str]:
    return [re.sub(r"\s+", " ", text) for text in _texts(pdf)]


def page_lines(pdf: bytes) -> list[list[str]]:
    return [text.splitlines() for text in _texts(pdf)]


@lru_cache(maxsize=8)
def _texts(pdf: bytes) -> tuple[str, ...]:
    """Reading a file takes longer than anything that is asked of it."""
    return tuple(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def bookmarks(pdf: bytes) -> list[str]:
    """The titles of the bookmarks, indented by their depth."""
    return list(_titles(PdfReader(BytesIO(pdf)).outline, 0))


def _titles(outline: list, depth: int) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _titles(entry, depth + 1)
        else:
            yield "  " * depth + str(entry.title)


def header_scopes(pdf: bytes) -> list[str]:
    """The scope of every header cell, "" where it has none."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        cells = [
            node
            for node in opened.objects
            if isinstance(node, pikepdf.Dictionary) and node.get("/S") == "/TH"
        ]
        return [str(cell.A.get("/Scope", "")) for cell in cells]


def fonts(pdf: bytes) -> set[str]:
    """The names of the fonts in it, without the six letters that say they are cut down."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        found = (node for node in opened.objects if isinstance(node, pikepdf.Dictionary))
        return {str(node.BaseFont).partition("+")[2] for node in found if "/BaseFont" in node}


def attachments(pdf: bytes) -> list[str]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return list(opened.attachments)


def fails_accessibility(pdf: bytes, folder: Path) -> str:
    """What PDF/UA-1 finds wrong, "" when nothing."""
    file = folder / "document.pdf"
    file.write_bytes(pdf)
    report = page.validate_pdf(file, profile="ua1")
    return "" if report.is_compliant else str(report)


def link_targets(pdf: bytes) -> set[str]:
    """The names of the places that links within the file lead to."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        notes: list[Any] = [note for sheet in opened.pages for note in sheet.get("/Annots", [])]
        targets = [note.get("/Dest") or note.A.get("/D") for note in notes]
        return {str(target) for target in targets if target is not None}


def places(pdf: bytes) -> set[str]:
    """The names of the places that can be led to."""
    return set(PdfReader(BytesIO(pdf)).named_destinations)


def rows_without_headers(pdf: bytes) -> int:
    """How many rows of tables have no header cell."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        rows = [
            node
            for node in opened.objects
            if isinstance(node, pikepdf.Dictionary) and node.get("/S") == "/TR"
        ]
        return sum(not any(_is_header(cell) for cell in _children(row)) for row in rows)


def _children(node: Any) -> Iterator[Any]:
    held: Any = node.get("/K", [])
    yield from held if isinstance(held, pikepdf.Array) else [held]


def _is_header(cell: pikepdf.Object) -> bool:
    return isinstance(cell, pikepdf.Dictionary) and cell.get("/S") == "/TH"


def heading_levels(pdf: bytes) -> list[int]:
    """The levels of the headings in the order in which they are read."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return [int(name[2:]) for name in _names(opened.Root.StructTreeRoot) if HEADING.match(name)]


HEADING = re.compile(r"/H[1-6]$")


def _names(node: pikepdf.Object) -> Iterator[str]:
    if isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S)
        for child in _children(node):
            yield from _names(child)


@dataclass(frozen=True)
class Link:
    """A link within the file: the name of its place, and the pages it is on and leads to."""

    name: str
    on_page: int
    to_page: int


def links(pdf: bytes) -> list[Link]:
    """The links in the order they stand, pages counted from 0."""
    reader = PdfReader(BytesIO(pdf))
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages)}
    places = {
        name: numbers[target.page.idnum] for name, target in reader.named_destinations.items()
    }
    found = []
    for number, sheet in enumerate(reader.pages):
        for annotation in sheet.get("/Annots", []):
            held = annotation.get_object()
            name = held.get("/Dest") or held.get("/A", {}).get("/D")
            if held.get("/Subtype") == "/Link" and name:
                found.append(Link(str(name), number, places[str(name)]))
    return found


def outline_pages(pdf: bytes) -> dict[str, int]:
    """The page, counted from 1, on which each bookmark's heading stands."""
    reader = PdfReader(BytesIO(pdf))

    def walk(entries: list) -> Iterator[tuple[str, int]]:
        for entry in entries:
            if isinstance(entry, list):
                yield from walk(entry)
            else:
                yield str(entry.title), (reader.get_destination_page_number(entry) or 0) + 1

    return dict(walk(reader.outline))
