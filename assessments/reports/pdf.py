"""PDF from HTML: the one module that imports WeasyPrint.

The file is PDF/UA-1: tagged, titled, with its language and bookmarks. The renderer reads only
this project's own stylesheets, fonts and pictures (`static:css/…`) and the pictures handed to
it (`picture:board.svg`). Markup that names anything else stops the rendering: a document that
lacks its stylesheet, or that asks for a file of the machine, must not leave the house.
"""

import gc
import logging
import mimetypes
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from threading import Lock

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.utils.translation import gettext as _
from weasyprint import CSS, HTML
from weasyprint.logger import PROGRESS_LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from .lettering import lettered
from .mending import mend
from .progress import Progress, nobody

OWN_FOLDERS = ("css", "fonts", "img")

# What HTML cannot hold, though pasted text may; other ends of lines become the usual one.
WHAT_HTML_CANNOT_HOLD: dict[int, str | None] = {
    **{code: None for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r"},
    **dict.fromkeys((0x85, 0x2028, 0x2029), "\n"),
}

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
    """The document as PDF/UA-1; the same arguments give the same bytes on any machine.

    `pictures` are SVG texts, or the bytes of a PNG or JPEG, by name, shown by
    `<img src="picture:NAME" alt="…">`: SVG within the markup itself would not be valid PDF/UA.
    Waits while another document is rendered in this process. Raises RenderingError when the
    markup names anything but its own files.
    """
    set_up = lettered(html.translate(WHAT_HTML_CANNOT_HOLD), pictures or {})
    fetcher = OwnFilesOnly(set_up.pictures)
    with _one_at_a_time, _without_garbage_collection(), _told(progress), _surroundings(created_at):
        fonts = FontConfiguration()
        letters = CSS(string=set_up.stylesheet, url_fetcher=fetcher, font_config=fonts)
        document = HTML(string=set_up.html, url_fetcher=fetcher).render(
            font_config=fonts, stylesheets=[letters], pdf_variant="pdf/ua-1"
        )
        about = document.metadata
        about.title, about.lang = title, language
        about.created = about.modified = created_at.strftime("%Y-%m-%dT%H:%M:%SZ")
        rendered = document.write_pdf(finisher=mend, pdf_variant="pdf/ua-1")
    if fetcher.refused:
        raise RenderingError("refused: " + ", ".join(fetcher.refused))
    return rendered


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
def _surroundings(day: datetime) -> Iterator[None]:
    """No font of the machine, and a date for the fonts that are cut down to the letters used:
    without one they carry the time of the rendering."""
    ours = {
        "FONTCONFIG_FILE": str(Path(__file__).with_name("fonts.conf")),
        "SOURCE_DATE_EPOCH": str(int(day.timestamp())),
    }
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _told(progress: Progress) -> Iterator[None]:
    """WeasyPrint says in its log how far it is; what it says goes to whoever waits."""
    if progress is nobody:
        yield
        return
    teller = _Teller(progress)
    level, goes_on = PROGRESS_LOGGER.level, PROGRESS_LOGGER.propagate
    PROGRESS_LOGGER.addHandler(teller)
    PROGRESS_LOGGER.setLevel(logging.INFO)
    PROGRESS_LOGGER.propagate = False
    try:
        yield
    finally:
        PROGRESS_LOGGER.removeHandler(teller)
        PROGRESS_LOGGER.setLevel(level)
        PROGRESS_LOGGER.propagate = goes_on


class _Teller(logging.Handler):
    """Turns the lines of the log into steps done, and pages laid out."""

    STEPS = 7

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self._progress = progress

    def emit(self, record: logging.LogRecord) -> None:
        line = record.getMessage()
        if not (step := re.match(r"Step (\d)", line)):
            return
        page = re.search(r"Page (\d+)", line)
        number = int(step[1])
        if page:
            stage = _("Laying out page %(number)s") % {"number": page[1]}
        else:
            stage = _("Reading the layout") if number < 6 else _("Writing the file")
        self._progress(stage, number, self.STEPS)
