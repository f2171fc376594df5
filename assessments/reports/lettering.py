"""Every letter of a document in a font of ours, whatever script somebody typed.

The usual fonts hold what English, Welsh, Gaelic, Polish and their like are written with. A
document with other letters gets those further faces that have them and no others, so that
usual documents are no slower.
What no face has is shown by its number: [U+65E5].
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

FOLDER = "fonts/fallback"
# Markup that names no font at all must still find one: without any, the renderer crashes.
USUAL = """@font-face {
  font-family: "Atkinson Hyperlegible Next";
  src: url("static:fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2") format("woff2");
}"""
# Never drawn: joiners, marks of direction, selectors of a variant.
UNSEEN = (
    *((0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5)),
    *((0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164)),
    *((0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xE0000, 0xE0FFF)),
)
# A letter with marks that stand over or under any letter: these are a script of their own.
MARKS = (
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20df\u20e1-\u20e2\u20e4-\u20ff\ufe20-\ufe2f"
)
_LETTER = rf"[^\s<>&;{MARKS}][{MARKS}]+"
# Boxes in one text: more would take minutes, and the order within it is right without them.
TOO_MANY_BOXES = 100
# What stands between two of them goes with them: thousands of boxes in a line take minutes.
MARKED = re.compile(rf"{_LETTER}(?:[^<>]{{0,40}}?{_LETTER})*")
IN_MARKED = "\u0323"
# Letters that join must come from one font, and so must a letter and its marks.
TOGETHER = """
bdi[dir=rtl] { font-family: "vazirmatn-arabic-wght-normal", "Atkinson Hyperlegible Next"; }
.marked { font-family: "DejaVuSans"; }
"""
# A word so long takes minutes to lay out, and may break every so many letters. An address that
# somebody wants to copy out of the document stays as it was typed.
ENDLESS = re.compile(r"[^\s<>]{300,}")
PART = re.compile(r"(?:&#?\w+;|.){1,40}")

Ranges = Iterable[Iterable[int]]


@dataclass(frozen=True)
class Face:
    """A font, by the name of its file, and the characters it can show."""

    name: str
    shows: frozenset[str]

    @property
    def rules(self) -> str:
        """The rules that make it known; bold, too, where there is such a cut."""
        folder = Path(settings.BASE_DIR, "static", FOLDER)
        return "\n".join(
            f'@font-face {{ font-family: "{self.name}"; font-weight: {weight}; '
            f'src: url("static:{FOLDER}/{name}.woff2") format("woff2"); }}'
            for name, weight in ((self.name, "normal"), (f"{self.name}-Bold", "bold"))
            if (folder / f"{name}.woff2").exists()
        )


@dataclass(frozen=True)
class Lettering:
    """Markup and pictures as they can be set; `stylesheet` names the fonts they need."""

    html: str
    pictures: dict[str, str | bytes]
    stylesheet: str = USUAL


@cache
def usual() -> frozenset[str]:
    """What needs no font but those of every document."""
    return _letters((*_table()["usual"], *UNSEEN)) | frozenset("\t\n\r")


@cache
def faces() -> tuple[Face, ...]:
    """The further fonts, in the order in which they are asked."""
    return tuple(Face(face["name"], _letters(face["ranges"])) for face in _table()["faces"])


@cache
def _table() -> dict:
    return json.loads(Path(settings.BASE_DIR, "static", FOLDER, "faces.json").read_text())


def _letters(ranges: Ranges) -> frozenset[str]:
    return frozenset(chr(code) for first, last in ranges for code in range(first, last + 1))


def lettered(html: str, pictures: Mapping[str, str | bytes]) -> Lettering:
    """The same document with each letter in a font, and words from right to left set apart."""
    html = _in_text(unicodedata.normalize("NFC", html), _with_breaks)
    drawn = {name: held for name, held in pictures.items() if isinstance(held, str)}
    others = set(html).union(*drawn.values()) - usual()
    marked = MARKED.search(html) is not None
    if not others and not marked:
        return Lettering(html, dict(pictures))
    chosen, missing = _faces_for(others | set(IN_MARKED if marked else ""))
    numbered = _numbered(missing)
    rules = [USUAL, *(face.rules for face in chosen), TOGETHER]
    markup = _set_apart(_with_marks_joined(numbered(html)), others)
    return Lettering(
        _with_note(markup) if missing else markup,
        {**pictures, **{name: numbered(held) for name, held in drawn.items()}},
        "\n".join(rules),
    )


def _faces_for(letters: set[str]) -> tuple[list[Face], set[str]]:
    left = {letter for letter in letters if not letter.isspace()}
    chosen = []
    for face in faces():
        if left & face.shows:
            chosen.append(face)
            left -= face.shows
    return chosen, left


def _numbered(missing: set[str]) -> Callable[[str], str]:
    """Puts the numbers of characters in place of those that no font shows."""
    if not missing:
        return str
    run = re.compile(f"[{''.join(map(re.escape, sorted(missing)))}]+")
    return lambda text: run.sub(_numbers, text)


def _numbers(run: re.Match[str]) -> str:
    return "[" + " ".join(f"U+{ord(letter):04X}" for letter in run[0]) + "]"


def _with_marks_joined(html: str) -> str:
    """A letter and the marks on it in one font, else they do not meet."""
    return _in_text(html, lambda text: MARKED.sub(r'<span class="marked">\g<0></span>', text))


def _set_apart(html: str, letters: Iterable[str]) -> str:
    """Words written from right to left in boxes of their own, so that nothing beside them moves."""
    leftwards = [x for x in letters if unicodedata.bidirectional(x) in ("R", "AL")]
    if not leftwards:
        return html
    some = f"[{''.join(map(re.escape, sorted(leftwards)))}]"
    run = re.compile(rf"{some}(?:[^<>&;A-Za-z0-9{some[1:]}*{some})*")
    return _in_text(html, lambda text: _turned(text, run) if run.search(text) else text)


def _turned(text: str, run: re.Pattern[str]) -> str:
    """A text that begins from the right is that wholly; in any other, each run by itself."""
    kinds = [kind for x in unescape(text) if (kind := unicodedata.bidirectional(x)) in "LRAL"]
    if kinds and kinds[0] != "L" and kinds.count("L") * 2 <= len(kinds):
        return f'<bdi dir="rtl">{text}</bdi>'
    if len(run.findall(text)) > TOO_MANY_BOXES:
        return text
    return run.sub(r'<bdi dir="rtl">\g<0></bdi>', text)


def _with_breaks(text: str) -> str:
    return ENDLESS.sub(lambda word: "\u200b".join(PART.findall(word[0])), text)


def _in_text(html: str, change: Callable[[str], str]) -> str:
    head, body, rest = html.partition("<body")
    return head + body + re.sub(r"(?<=>)[^<>]+(?=<)", lambda found: change(found[0]), rest)


def _with_note(html: str) -> str:
    words = _(
        "Characters that this document has no letters for are shown by their numbers "
        "in Unicode, such as [U+65E5]."
    )
    return html.replace("</body>", f'<p class="note">{words}</p></body>')
