"""Files as people send them, good and bad, made in memory."""

from io import BytesIO

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def upload(name: str, content: bytes, media_type: str = "application/octet-stream"):
    """What a browser sends: a name and a type, neither of which is to be believed."""
    return SimpleUploadedFile(name, content, media_type)


def pdf(words: str = "Evidence", pages: int = 1) -> bytes:
    """A small PDF with the words on each page."""
    document = pikepdf.new()
    for number in range(1, pages + 1):
        page = document.add_blank_page(page_size=(595, 842))
        font = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        text = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        drawing = f"BT /F1 24 Tf 72 720 Td ({text}, page {number}) Tj ET"
        page.Contents = document.make_stream(drawing.encode("latin-1", "replace"))
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (48, 32), colour: str = "teal") -> bytes:
    """A small picture of one colour."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


PNG = picture()
