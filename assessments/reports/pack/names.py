"""Names of files and folders that every computer takes, however they were typed."""

from __future__ import annotations

import re
import unicodedata

# Windows takes 260 letters for a whole path: this leaves room for the folder it is put in.
LONGEST_PATH = 180
LONGEST_FOLDER = 44
LONGEST_CODE = 24
# Other systems count bytes, and take 255 of them for one name.
MOST_BYTES = 200

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?=\.|$)", re.I)


def safe_name(text: str, *, longest: int = LONGEST_FOLDER, most_bytes: int = MOST_BYTES) -> str:
    """The text as the name of a file or folder, shortened between words; "_" where none is left."""
    room = (longest, most_bytes)
    seen = (letter for letter in text if not _is_unseen(letter))
    words = " ".join(unicodedata.normalize("NFC", "".join(seen)).split())
    # Two dots lead nowhere inside a name, but some programs refuse whatever holds them.
    plain = re.sub(r"\.{2,}", ".", _FORBIDDEN.sub("-", words))
    name = _ends(_cut(_ends(plain), *room))
    return _cut(f"_{name}", *room) if _RESERVED.match(name) else name or "_"


def file_name(code: str, title: str, *, mark: str = "", ending: str = "", longest: int) -> str:
    """Code, title, mark and ending; what has to go is taken from the title."""
    head, tail = safe_name(code, longest=LONGEST_CODE), f"{mark}{ending}"
    room = longest - length(head) - length(tail) - 1
    most_bytes = MOST_BYTES - len(f"{head}{tail}".encode())
    words = safe_name(title, longest=room, most_bytes=most_bytes)
    return f"{head}{tail}" if words == "_" else f"{head} {words}{tail}"


def length(text: str) -> int:
    """How long a name is as Windows counts."""
    return len(text.encode("utf-16-le")) // 2


def _is_unseen(letter: str) -> bool:
    """Control and format letters, among them those that turn the direction of writing."""
    category = unicodedata.category(letter)
    return (category[0] == "C" or category in ("Zl", "Zp")) and letter not in "\t\n\r\x0b\x0c"


def _cut(name: str, longest: int, most_bytes: int) -> str:
    def fits(text: str) -> bool:
        return length(text) <= longest and len(text.encode()) <= most_bytes

    if fits(name):
        return name
    cut = name[:longest]
    while cut and not fits(f"{cut}…"):
        cut = cut[:-1]
    between_words = name[len(cut) : len(cut) + 1] == " "
    head = cut if between_words else cut.rpartition(" ")[0]
    # A cut within the last long word leaves more to go by than a cut before it.
    kept = (head if length(head) * 2 > longest else cut).rstrip(" .,;:-")
    return f"{kept}…" if kept else ""


def _ends(name: str) -> str:
    """Without what Windows drops at the end; a dot in front would hide it elsewhere."""
    return name.lstrip(" .").rstrip(" .")


class Folder:
    """Names that differ in a folder also where small and capital letters are the same."""

    def __init__(self, path: str = "", *taken: str) -> None:
        self.path = path
        self._taken = {_alike(name) for name in taken}

    def file(self, code: str, title: str, *, mark: str = "", ending: str = "") -> str:
        """The path of another file in it."""
        longest = LONGEST_PATH - length(self.path)
        for other in self._marks(mark):
            name = file_name(code, title, mark=other, ending=ending, longest=longest)
            if self._take(name):
                return self.path + name
        raise AssertionError  # there is always a next number

    def folder(self, *words: str, longest: int = LONGEST_FOLDER) -> Folder:
        """Another folder in it."""
        text = " ".join(filter(None, words))
        for mark in self._marks(""):
            name = safe_name(text, longest=longest - len(mark)) + mark
            if self._take(name):
                return Folder(f"{self.path}{name}/")
        raise AssertionError

    def _marks(self, mark: str):
        yield mark
        number = 2
        while True:
            yield f"{mark} ({number})"
            number += 1

    def _take(self, name: str) -> bool:
        alike = _alike(name)
        if alike in self._taken:
            return False
        self._taken.add(alike)
        return True


def _alike(name: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
