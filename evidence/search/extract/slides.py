"""The words of PowerPoint slides, tables and speakers' notes included."""

from collections.abc import Iterator
from typing import BinaryIO

from pptx import Presentation

from .places import WHOLE_PAGE, Place, clean, row


def read_slides(stream: BinaryIO) -> Iterator[Place]:
    for number, slide in enumerate(Presentation(stream).slides, start=1):
        words = list(_of_shapes(slide.shapes))
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame:
            words.append(clean(slide.notes_slide.notes_text_frame.text))
        text = "\n".join(filter(None, words))
        yield Place(f"Slide {number}", text[:WHOLE_PAGE])


def _of_shapes(shapes) -> Iterator[str]:
    for shape in shapes:
        if shape.has_text_frame:
            yield clean(shape.text_frame.text)
        elif getattr(shape, "has_table", False) and shape.has_table:
            for line in shape.table.rows:
                yield row(cell.text for cell in line.cells)
        elif hasattr(shape, "shapes"):
            yield from _of_shapes(shape.shapes)
