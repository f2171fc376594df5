"""The words of OpenDocument texts, sheets and slides, out of their content.xml."""

from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element

from defusedxml import ElementTree

from evidence.intake.archives import open_safely

from .places import WHOLE_PAGE, Place, cell, clean, row
from .plain import sheet
from .word import by_heading

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_PARAGRAPHS = {f"{_TEXT}p", f"{_TEXT}h"}
_GAPS = {f"{_TEXT}s": " ", f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}
# Not words of the document: what was deleted, and lists of what fields say.
_LEFT_OUT = {f"{_TEXT}tracked-changes", f"{_OFFICE}forms", f"{_TEXT}sequence-decls"}
MOST_REPEATED = 100


def read_text(stream: BinaryIO) -> Iterator[Place]:
    yield from by_heading(_blocks(_body(stream, "text")))


def read_sheets(stream: BinaryIO) -> Iterator[Place]:
    for table in _body(stream, "spreadsheet").iter(f"{_TABLE}table"):
        yield from sheet(cell(table.get(f"{_TABLE}name", "")), _rows(table))


def read_slides(stream: BinaryIO) -> Iterator[Place]:
    pages = _body(stream, "presentation").iter(f"{_DRAW}page")
    for number, page in enumerate(pages, start=1):
        words = "\n".join(words for _is_heading, words in _blocks(page) if words)
        yield Place(f"Slide {number}", words[:WHOLE_PAGE])


def _body(stream: BinaryIO, kind: str) -> Element:
    with open_safely(stream) as archive:
        document = ElementTree.fromstring(archive.read("content.xml"), forbid_dtd=True)
    body = document.find(f"{_OFFICE}body/{_OFFICE}{kind}")
    if body is None:
        raise ValueError("an OpenDocument file without a body")
    return body


def _blocks(element: Element) -> Iterator[tuple[bool, str]]:
    """Paragraphs in their order, headings told by True; a row of a table is one paragraph."""
    for each in element:
        if each.tag in _PARAGRAPHS:
            yield each.tag == f"{_TEXT}h", clean(_words(each))
        elif each.tag == f"{_TABLE}table":
            yield from ((False, words) for words in _rows(each))
        elif each.tag not in _LEFT_OUT:
            yield from _blocks(each)


def _rows(table: Element) -> Iterator[str]:
    for line in table.iter(f"{_TABLE}table-row"):
        yield row(_cells(line))


def _cells(line: Element) -> Iterator[str]:
    for each in line:
        if each.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            continue
        words = " ".join(_words(part) for part in each.iter() if part.tag in _PARAGRAPHS)
        repeated = each.get(f"{_TABLE}number-columns-repeated", "1")
        yield from [words] * min(int(repeated), MOST_REPEATED)


def _words(element: Element) -> str:
    return "".join(_pieces(element))


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for each in element:
        yield _GAPS.get(each.tag, "")
        yield from _pieces(each)
        yield each.tail or ""
