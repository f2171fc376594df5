"""The names in a pack: every computer takes them, whatever was typed."""

import re
import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.reports.pack.names import LONGEST_PATH, Folder, length, safe_name

pytestmark = pytest.mark.any_database

RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"
}
HOSTILE = st.sampled_from(
    [
        *("../../x", "..\\..\\x", "/etc/passwd", "C:\\x", "CON", "con.pdf", "NUL.", "a/b", "x:y"),
        *("", " ", ".", "...", "\n", "a\nb", "a\u0000b", "\u202egnp.exe", "😀" * 200, "x" * 300),
        *("ﬁ", "FI", "é", "e\u0301", "COM¹.txt", "trailing. ", "a" * 90 + " " + "b" * 90),
    ]
)
WORDS = HOSTILE | st.text(max_size=320)


def is_sound(name: str) -> bool:
    """Whether Windows, macOS and Linux all keep a file of that name as it is."""
    stem = name.partition(".")[0].rstrip().lower()
    return (
        bool(name)
        and ".." not in name
        and not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f]', name)
        and name == name.strip(" ").rstrip(".")
        and not name.startswith(".")
        and stem not in RESERVED
        and name == unicodedata.normalize("NFC", name)
        and not any(unicodedata.category(letter)[0] == "C" for letter in name)
        and len(name.encode()) <= 255
    )


@given(WORDS, st.integers(8, 120))
def test_any_text_makes_a_name_that_windows_takes(text, longest):
    name = safe_name(text, longest=longest)

    assert is_sound(name)
    assert length(name) <= longest


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=12), WORDS, WORDS, WORDS)
def test_no_path_is_too_long_or_leaves_its_folder(files, criterion, sub_criterion, element):
    folder = Folder().folder(criterion, "x").folder(sub_criterion, "y").folder(element, longest=24)
    paths = [
        folder.file(code, title, mark=" (original, version 12)", ending=".html")
        for code, title, _other in files
    ]

    for path in paths:
        assert length(path) <= LONGEST_PATH
        assert all(is_sound(part) for part in path.split("/"))
        assert not PurePosixPath(path).is_absolute() and ".." not in PurePosixPath(path).parts
        assert not PureWindowsPath(path).drive and not PureWindowsPath(path).is_absolute()
        assert path.startswith(folder.path) and path.count("/") == 3
        assert path.endswith(".html")


@given(st.lists(st.tuples(WORDS, WORDS), min_size=2, max_size=20))
def test_no_two_files_of_a_folder_are_one_on_windows(files):
    folder = Folder("1/", "index.html")
    names = [folder.file(code, title, ending=".pdf") for code, title in files]
    alike = [unicodedata.normalize("NFKC", name).casefold() for name in names]

    assert len(set(alike)) == len(names)


def test_a_name_begins_with_the_code_and_keeps_the_words_of_the_title():
    folder = Folder("1/1.1/1.1.2/")

    assert folder.file("CSS201", "Face to Face: what we found?", ending=".pdf") == (
        "1/1.1/1.1.2/CSS201 Face to Face- what we found-.pdf"
    )
    assert folder.file("css201", "FACE TO FACE- WHAT WE FOUND?", ending=".PDF").endswith(" (2).PDF")


def test_a_long_title_is_cut_between_words():
    name = safe_name("A very long title that nobody would want to read to its end", longest=30)

    assert name == "A very long title that nobody…"


def test_names_of_the_pack_itself_are_not_given_away():
    assert Folder("", "index.html").folder("INDEX.html").path == "INDEX.html (2)/"
