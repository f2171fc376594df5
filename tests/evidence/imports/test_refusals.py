"""What is no summary is refused in plain words, quickly, and whatever its name."""

import io
import random
import struct
import time
import zipfile
from pathlib import Path

import pytest

from evidence.imports.lines import MAX_BYTES, read_bytes, read_lines, refuse_size
from evidence.imports.outline import StandardOutline
from evidence.imports.package import MAX_EXPANDED
from evidence.imports.report import NotASummary

from .builders import read_housing
from .word import WordSummary, paragraphs

NOISE = random.Random(1).randbytes(4000)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not text"),
        (NOISE, "not text"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old or protected"),
        (b"{\\rtf1 text}", "Rich Text"),
        (b"PK\x03\x04 nothing more", "damaged"),
        (b"Minutes of a meeting.\n\n1. Apologies\n\n2. Actions\n", "no elements of the standard"),
        (b"x\n" * 60_000, "more lines"),
    ],
)
def test_it_says_what_is_wrong(outline: StandardOutline, data: bytes, says: str) -> None:
    with pytest.raises(NotASummary, match=says):
        read_housing(data, outline)


def test_the_standard_alone_is_no_summary(outline: StandardOutline) -> None:
    text = "\n".join(f"{code}: {words}" for code, words in outline.headings.items())
    with pytest.raises(NotASummary, match="no evidence"):
        read_housing(text, outline)


def test_a_hundred_megabytes_are_refused_unread(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    start = time.process_time()
    with pytest.raises(NotASummary, match="larger than 10 MB"):
        read_bytes(huge)
    assert time.process_time() - start < 0.25


def test_the_limit_itself_is_allowed(tmp_path: Path) -> None:
    refuse_size(MAX_BYTES)
    with pytest.raises(NotASummary):
        refuse_size(MAX_BYTES + 1)
    small = tmp_path / "small.txt"
    small.write_bytes(b"HR1: One")
    assert read_bytes(small) == b"HR1: One"


def packed(replacing: str, content: bytes, outline: StandardOutline) -> bytes:
    """A Word file with one part replaced or added."""
    source = zipfile.ZipFile(io.BytesIO(WordSummary(outline).fill(paragraphs).data()))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != replacing:
                target.writestr(name, source.read(name))
        target.writestr(replacing, content)
    return stream.getvalue()


def test_a_word_file_that_expands_without_end_is_refused(outline: StandardOutline) -> None:
    data = packed("word/media/a.bin", bytes(MAX_EXPANDED + 1), outline)
    assert len(data) < MAX_BYTES
    with pytest.raises(NotASummary, match="far larger inside"):
        read_lines(data, "bomb.docx")


def test_entities_in_a_word_file_are_refused(outline: StandardOutline) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(9))
    xml = f'<!DOCTYPE w [{entities}]><w:document xmlns:w="w">&e8;</w:document>'
    with pytest.raises(NotASummary, match="damaged"):
        read_lines(packed("word/document.xml", xml.encode(), outline), "bomb.docx")


def test_entries_that_share_bytes_are_refused(outline: StandardOutline) -> None:
    data = bytearray(WordSummary(outline).fill(paragraphs).data())
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]  # its offset: the first's
    assert struct.unpack("<I", data[second + 42 : second + 46]) == (0,)
    with pytest.raises(NotASummary, match="damaged"):
        read_lines(bytes(data), "overlap.docx")


def test_a_spreadsheet_is_no_summary() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(NotASummary, match="no Word document"):
        read_lines(stream.getvalue(), "register.docx")


def test_a_damaged_word_file_is_refused_wherever_it_is_cut(outline: StandardOutline) -> None:
    data = WordSummary(outline).fill(paragraphs).data()
    for length in range(10, len(data), len(data) // 12):
        with pytest.raises(NotASummary):
            read_lines(data[:length], "cut.docx")
