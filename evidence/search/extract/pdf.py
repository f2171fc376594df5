"""The words of PDFs, page by page."""

from collections.abc import Iterator
from typing import BinaryIO

import pypdfium2

from .places import WHOLE_PAGE, Place, clean


def read_pdf(stream: BinaryIO) -> Iterator[Place]:
    """Every page, also one without words, so that the number of a place is that of its page."""
    with pypdfium2.PdfDocument(stream.read()) as document:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            words = clean(text.get_text_range())
            text.close()
            page.close()
            yield Place(f"Page {number + 1}", words[:WHOLE_PAGE])
