"""PDF from HTML: the one module that imports WeasyPrint.

The file is PDF/UA-1: tagged, titled, with its language and bookmarks. The renderer reads only
this project's own stylesheets, fonts and pictures (`static:css/…`) and the pictures handed to
it (`picture:board.svg`). Markup that names anything else stops the rendering: a document that
lacks its stylesheet, or that asks for a file of the machine, must not leave the house.
"""

import gc
import mimetypes
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from threading import Lock

import pikepdf
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from .progress import Progress, nobody

OWN_FOLDERS = ("css", "fonts", "img")

# What HTML cannot hold; pasted text may.
CONTROL_CHARACTERS = {code: None for code in (*range(32), 127) if chr(code) not in "\t\n\r"}

# Two renderings in threads take three times as long as two after each other.
_one_at_a_time = Lock()


class RenderingError(Exception):
    """The markup asks for something that is not the document's own."""


class OwnFilesOnly(URLFetcher):
    """Serves `static:` and `picture:` names and refuses every other address."""

    def __init__(self, pictures: Mapping[str, str | bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._pictures = pictures
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The bytes behind a private name; anything else raises ValueError.

        WeasyPrint goes on without what it did not get, so what was refused is kept as well.
        """
        try:
            return self._serve(url)
        except (ValueError, OSError):
            self.refused.append(url)
            raise

    def _serve(self, url: str) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        if scheme == "static":
            body = _own_file(name).read_bytes()
        elif scheme == "picture" and name in self._pictures:
            held = self._pictures[name]
            body = held if isinstance(held, bytes) else held.encode()
        else:
            raise ValueError("not one of the document's own files")
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, body, {"Content-Type": media_type})


def _own_file(name: str) -> Path:
    parts = PurePosixPath(name).parts
    if len(parts) < 2 or parts[0] not in OWN_FOLDERS or ".." in parts:
        raise ValueError("not a static file of this project")
    try:
        found = finders.find(name)
    except SuspiciousFileOperation as error:
        raise ValueError("not a static file of this project") from error
    if not found:
        raise ValueError("no such static file")
    return Path(found)


def render_pdf(
    html: str,
    *,
    title: str,
    created_at: datetime,
    language: str = "en-GB",
    pictures: Mapping[str, str | bytes] | None = None,
    progress: Progress = nobody,
) -> bytes:
    """The document as PDF/UA-1; the same arguments give the same bytes.

    `pictures` are SVG texts, or the bytes of a PNG or JPEG, by name, shown by
    `<img src="picture:NAME" alt="…">`: SVG within the markup itself would not be valid PDF/UA.
    Waits while another document is rendered in this process. Raises RenderingError when the
    markup names anything but its own files.
    """
    with _one_at_a_time, _without_garbage_collection(), _fonts_dated(created_at):
        fetcher = OwnFilesOnly(pictures or {})
        markup = html.translate(CONTROL_CHARACTERS)
        document = HTML(string=markup, url_fetcher=fetcher).render(pdf_variant="pdf/ua-1")
        about = document.metadata
        about.title, about.lang = title, language
        about.created = about.modified = created_at.strftime("%Y-%m-%dT%H:%M:%SZ")
        rendered = document.write_pdf(pdf_variant="pdf/ua-1")
    if fetcher.refused:
        raise RenderingError("refused: " + ", ".join(fetcher.refused))
    return _with_header_scopes(rendered)


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def _fonts_dated(day: datetime) -> Iterator[None]:
    """Fonts cut down to the letters used carry a date, else the time of the rendering."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(day.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def _with_header_scopes(rendered: bytes) -> bytes:
    """WeasyPrint leaves out whether a header cell heads a row or a column, which is required."""
    output = BytesIO()
    with pikepdf.open(BytesIO(rendered)) as pdf:
        for node in pdf.objects:
            if isinstance(node, pikepdf.Dictionary) and node.get("/S") == "/TH" and "/A" in node:
                in_head = node.P.P.get("/S") == "/THead"
                node.A.Scope = pikepdf.Name.Column if in_head else pikepdf.Name.Row
        pdf.save(
            output,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return output.getvalue()
