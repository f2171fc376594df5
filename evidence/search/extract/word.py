"""The words of Word documents, tables included, parted at their headings."""

from collections.abc import Iterator
from typing import BinaryIO

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from .places import Place, clean, in_parts, row, title

_HEADINGS = ("heading", "title")
_TEXT, _TAB, _BREAKS = qn("w:t"), qn("w:tab"), {qn("w:br"), qn("w:cr")}
_PARAGRAPH = qn("w:p")


def read_word(stream: BinaryIO) -> Iterator[Place]:
    """What stands under each heading; parts by number where there is none."""
    yield from by_heading(_blocks(stream))


def by_heading(blocks: Iterator[tuple[bool, str]]) -> Iterator[Place]:
    """Places out of paragraphs, of which headings are told by True."""
    lines: list[str] = []
    heading, part = "", 0
    for is_heading, text in blocks:
        if is_heading and text:
            for place in _under(heading, lines, part):
                part += 1
                yield place
            heading, lines = title(text), []
        if text:
            lines += text.split("\n")
    yield from _under(heading, lines, part)


def _under(heading: str, lines: list[str], part: int) -> Iterator[Place]:
    for number, (_first, _last, words) in enumerate(in_parts(lines), start=part + 1):
        yield Place(f"“{heading}”" if heading else f"Part {number}", words)


def _blocks(stream: BinaryIO) -> Iterator[tuple[bool, str]]:
    for block in Document(stream).iter_inner_content():
        if isinstance(block, Paragraph):
            yield _is_heading(block), clean(_words(block._p))
        elif isinstance(block, Table):
            for line in block._tbl.tr_lst:
                yield False, row(_words(cell) for cell in line.tc_lst)


def _is_heading(paragraph: Paragraph) -> bool:
    style = paragraph.style
    return bool(style and (style.name or "").lower().startswith(_HEADINGS))


def _words(element) -> str:
    """All text of a paragraph or cell, also in links, text boxes and tables inside it."""
    found = []
    for each in element.iter():
        if each.tag == _TEXT:
            found.append(each.text or "")
        elif each.tag == _TAB:
            found.append(" ")
        elif each.tag in _BREAKS or (each.tag == _PARAGRAPH and found):
            found.append("\n")
    return "".join(found)
