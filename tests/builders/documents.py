"""Documents with words in them, written by the libraries that offices use or read with."""

from io import BytesIO

from docx import Document
from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Inches

from .files import MANIFEST, zipped

NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("presentation", "presentation"),
    )
)


def word(*blocks: str | tuple[str, str] | list[list[str]]) -> bytes:
    """A Word document: paragraphs, headings as ("heading", words), tables as rows of cells."""
    document = Document()
    for block in blocks:
        if isinstance(block, tuple):
            document.add_heading(block[1], 1)
        elif isinstance(block, list):
            table = document.add_table(len(block), len(block[0]))
            for line, cells in zip(table.rows, block, strict=True):
                for cell, words in zip(line.cells, cells, strict=True):
                    cell.text = words
        else:
            document.add_paragraph(block)
    return _saved(document)


def slides(*texts: str, notes: str = "", table: list[list[str]] | None = None) -> bytes:
    """Slides with a title each, notes on the last, and a table on the last."""
    show = Presentation()
    for text in texts:
        slide = show.slides.add_slide(show.slide_layouts[5])
        slide.shapes.title.text = text
    if notes:
        slide.notes_slide.notes_text_frame.text = notes
    if table:
        size = (len(table), len(table[0]))
        shape = slide.shapes.add_table(*size, Inches(1), Inches(2), Inches(4), Inches(1))
        for line, cells in zip(shape.table.rows, table, strict=True):
            for cell, words in zip(line.cells, cells, strict=True):
                cell.text = words
    return _saved(show)


def workbook(**sheets: list[list[object]]) -> bytes:
    """A workbook with these sheets, each of rows of cells."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return _saved(book)


def open_document_with(kind: str, body: str) -> bytes:
    """An OpenDocument file: `kind` is text, spreadsheet or presentation, `body` its XML."""
    content = (
        f"<office:document-content {NAMESPACES}><office:body><office:{kind}>{body}"
        f"</office:{kind}></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
            "content.xml": content.encode(),
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{MANIFEST}"/>'.encode(),
        },
        stored=("mimetype",),
    )


def _saved(document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()
