"""The words of mails and Outlook messages: who, when, about what, what it says, what is with it."""

from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html.parser import HTMLParser
from typing import BinaryIO

import olefile

from .places import Place, cell, clean
from .plain import parts_of

_HEADERS = ("From", "To", "Cc", "Date", "Subject")
# The streams of an Outlook message and what they hold, as Unicode and in an older encoding.
_PROPERTIES = (
    ("From", "0C1A"),
    ("To", "0E04"),
    ("Cc", "0E03"),
    ("Subject", "0037"),
    ("", "1000"),
)


def read_mail(stream: BinaryIO) -> Iterator[Place]:
    message = BytesParser(policy=policy.default).parse(stream)
    assert isinstance(message, EmailMessage)  # noqa: S101  what this policy makes
    lines = [f"{name}: {cell(message[name])}" for name in _HEADERS if message[name]]
    body = message.get_body(preferencelist=("plain", "html"))
    if body:
        text = body.get_content()
        is_page = body.get_content_subtype() == "html"
        lines += clean(_words_of_page(text) if is_page else text).split("\n")
    names = [cell(part.get_filename() or "") for part in message.iter_attachments()]
    lines += [f"Attached: {name}" for name in names if name]
    yield from parts_of(lines)


def read_message(stream: BinaryIO) -> Iterator[Place]:
    lines: list[str] = []
    with olefile.OleFileIO(stream) as ole:
        for name, number in _PROPERTIES:
            if words := clean(_property(ole, number)):
                lines += [f"{name}: {cell(words)}"] if name else words.split("\n")
        for entry in ole.listdir():
            if entry[-1] in ("__substg1.0_3707001F", "__substg1.0_3707001E") and len(entry) == 2:
                lines.append(f"Attached: {cell(_decoded(ole, entry))}")
    yield from parts_of(lines)


def _property(ole: olefile.OleFileIO, number: str) -> str:
    for kind in ("001F", "001E"):
        name = f"__substg1.0_{number}{kind}"
        if ole.exists(name):
            return _decoded(ole, [name])
    return ""


def _decoded(ole: olefile.OleFileIO, entry: list[str]) -> str:
    data = ole.openstream(entry).read()
    return data.decode("utf-16-le" if entry[-1].endswith("F") else "cp1252", "replace")


def _words_of_page(page: str) -> str:
    reader = _Words()
    reader.feed(page)
    reader.close()
    return "".join(reader.found)


class _Words(HTMLParser):
    """The text of a page, with line breaks where it has paragraphs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs) -> None:
        self._silent += tag in ("script", "style")
        if tag in ("p", "br", "div", "tr", "li", "h1", "h2", "h3"):
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style") and self._silent > 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)
