"""The bytes of a file as numbered lines, whatever its encoding or kind."""

import re
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from django.utils.translation import gettext as _

from .report import NotASummary
from .tables import table_lines

MAX_BYTES = 10 * 1024 * 1024
MAX_LINES = 20_000
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
ROW = re.compile(r"^\s*\|.*\|\s*$")
UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as printed. In a Word document a line is a paragraph or a row of a table."""

    number: int
    text: str
    joins: bool = False  # it follows the line before without a blank line or a new paragraph
    aside: bool = False  # a further cell of a row whose code and title are known already


def refuse_size(size: int) -> None:
    """Refuses a size that no summary has. Call it before reading the bytes."""
    if size > MAX_BYTES:
        raise NotASummary(
            _("The file is larger than %(limit)s MB. Choose the Assessment Summary alone.")
            % {"limit": MAX_BYTES // 1024 // 1024}
        )


def read_bytes(path: Path) -> bytes:
    """The bytes of a file of a summary's size; a larger one is refused unread."""
    refuse_size(path.stat().st_size)
    with path.open("rb") as source:
        data = source.read(MAX_BYTES + 1)
    refuse_size(len(data))
    return data


def read_lines(data: bytes, name: str) -> list[Line]:
    """The lines of a text, Markdown or Word file, told apart by content and not by name."""
    refuse_size(len(data))
    if data.startswith(b"PK\x03\x04"):
        from .docx import read_docx

        return limited(read_docx(data, name))
    refuse_kind(data, name)
    return limited(split(decode(data, name)))


def refuse_kind(data: bytes, name: str) -> None:
    kinds = {
        b"%PDF": _("“%(name)s” is a PDF. Save its text as .txt or .docx and import that."),
        b"\xd0\xcf\x11\xe0": _(
            "“%(name)s” is an old or protected Office file. Save it as .docx without a password."
        ),
        b"{\\rtf": _("“%(name)s” is in Rich Text Format. Save it as .docx or .txt."),
    }
    for magic, message in kinds.items():
        if data.startswith(magic):
            raise NotASummary(message % {"name": name})


def decode(data: bytes, name: str) -> str:
    """The text in UTF-8, UTF-16 or Windows-1252, whichever it is."""
    binary = NotASummary(
        _("“%(name)s” is not text. Choose a .txt, .md or .docx file.") % {"name": name}
    )
    encodings = ("utf-16",) if data.startswith(UTF16) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise binary
    if "\x00" in text or len(CONTROL.findall(text)) * 100 > len(text):
        raise binary
    if not text.strip():
        raise NotASummary(
            _("“%(name)s” is empty. Choose the file that holds the Assessment Summary.")
            % {"name": name}
        )
    return CONTROL.sub(" ", text)


def split(text: str) -> list[Line]:
    """Lines numbered as an editor numbers them."""
    lines: list[Line] = []
    numbered = enumerate(re.split("\r\n|\n|\r", text), 1)
    for is_table, group in groupby(numbered, key=lambda each: bool(ROW.match(each[1]))):
        if is_table:
            lines.extend(markdown_table(list(group)))
        else:
            lines.extend(Line(number, row, joins=touches(lines)) for number, row in group)
    return lines


def touches(lines: list[Line]) -> bool:
    return bool(lines and lines[-1].text.strip())


def markdown_table(rows: list[tuple[int, str]]) -> list[Line]:
    cells = [[each.strip() for each in row.strip().strip("|").split("|")] for _number, row in rows]
    found = table_lines([[[each] if each else [] for each in row] for row in cells])
    return [Line(rows[at][0], text, aside=aside) for at, text, aside in found]


def unreadable(name: str) -> NotASummary:
    return NotASummary(
        _("“%(name)s” is damaged or no Word document. Open it in Word and save it as .docx.")
        % {"name": name}
    )


def limited(lines: list[Line]) -> list[Line]:
    if len(lines) > MAX_LINES:
        raise NotASummary(_("The file has more lines than any Assessment Summary."))
    if not any(line.text.strip() for line in lines):
        raise NotASummary(_("The file holds no text. Choose the Assessment Summary."))
    return lines
