"""What each line is, told by its own words alone."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import StrEnum

from .codes import GAP, Code, normalise_code
from .lines import Line
from .outline import StandardOutline, parent
from .sections import SECTION, SECTION_START, SECTIONS
from .text import alike, plain, squash


class Kind(StrEnum):
    HEADING = "heading"  # of a criterion, a sub-criterion or an element
    CLAUSE = "clause"
    SECTION = "section"
    EVIDENCE = "evidence"
    ACCEPTANCE = "acceptance"
    OVERVIEW = "overview"
    TITLE = "title"
    FURNITURE = "furniture"  # page numbers, rules, running heads
    TEXT = "text"  # nothing of the above
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Token:
    """One line understood: `code` for headings and clauses, `item` for evidence."""

    kind: Kind
    line: Line
    text: str = ""
    code: str = ""
    section: str = ""
    continued: bool = False
    item: Code | None = None


ACCEPTANCE = re.compile(r"^assessor['’]?s? acceptance\b[ :]*(?P<text>.*)$", re.I)
OVERVIEW = re.compile(r"^(?:overview|(?:table of )?contents)[ :.]*$", re.I)
TITLE = re.compile(r"^assessment summary$", re.I)
FURNITURE = re.compile(
    r"^[\W_]*$"  # rules, lone marks
    r"|^[\[(–—-]* ?(?:\d{1,3}|(?:page|pg|p)\.? ?[|:]? ?\d{1,4})"
    r"(?: ?(?:of|/|\|) ?\d{1,4})?[\])–—-]*(?: ?[–—-])?$"
    r"|^(?:\S+ ){0,12}\S*[ \t]?page \d{1,4}(?: of \d{1,4})?$",
    re.I,
)
CODED = re.compile(
    r"^(?P<level>criterion|sub-?\s?criterion|element|clause)?[ \t]*"
    r"(?P<code>\d{1,2}(?: ?\. ?\d{1,2}){0,3})(?![\d/]| ?\.\d)"
    r"(?P<sep>\s*[.:;)–—-]*\s*)(?P<text>.*)$",
    re.I,
)
BULLET = re.compile(
    r"^(?:[^\w\s£$€(\[\"'“‘]+\s*|[o§]\s+"
    r"|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)](?:\s+|(?=[^\W\d]))"
    r"|\d{1,3}(?:\.\d{1,2})*[.)]?\t)",
    re.I,
)
LEADERS = re.compile(r"(?:\s*\.{3,}|\s*…+|[\s.]*\t)\s*\d{1,3}$")
STRONG = re.compile(r"[:;–—\t]|[.-]\s")
LONGEST = 5_000  # characters of a line that can mean anything
NOT_PREFIXES = {
    *("PAGE", "SECTION", "PART", "APPENDIX", "TABLE", "FIGURE", "VERSION", "CHAPTER", "ANNEX"),
    *("CRITERION", "ELEMENT", "STANDARD", "CLAUSE", "COVID", "ISO", "BS", "PAS"),
}


@dataclass(frozen=True)
class Grammar:
    """The recognisers, for one standard and the prefixes of one council's codes."""

    outline: StandardOutline
    prefixes: tuple[str, ...]
    known: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        forms = (r"[ /-]?".join(map(re.escape, re.findall(r"\w+", p))) for p in self.prefixes)
        either = "|".join(sorted(forms, key=len, reverse=True))
        object.__setattr__(self, "known", code_pattern(f"(?i:{either})"))

    def read(self, line: Line) -> list[Token]:
        """The tokens of a line: none for a blank one, two for a section with an item behind."""
        if len(line.text.strip()) > LONGEST:
            return [Token(Kind.TEXT, replace(line, aside=True), line.text.strip()[:LONGEST])]
        text = plain(line.text)
        if not text:
            return [Token(Kind.FURNITURE, line)] if line.text.strip() else []
        if line.aside:
            return [Token(Kind.TEXT, line, text)]
        return self.split_section(line, text) or [self.recognise(line, text)]

    def recognise(self, line: Line, text: str) -> Token:
        bare = plain(BULLET.sub("", text, count=1))
        readings: tuple[tuple[Callable[[Line, str], Token | None], str], ...] = (
            (self.evidence, text),
            (words, text),
            (self.evidence, bare),
            (words, bare),
            (self.coded, text),
            (self.coded, bare),
        )
        for reading, wording in readings:
            if token := reading(line, wording):
                return token
        return Token(Kind.TEXT, line, text)

    def split_section(self, line: Line, text: str) -> list[Token]:
        found = SECTION_START.match(text)
        item = self.evidence(line, text[found.end() :]) if found else None
        return [*filter(None, (section(line, found[1]), item))] if found and item else []

    def evidence(self, line: Line, text: str) -> Token | None:
        found = self.known.match(text)
        if found and not (strong(found) or certain(found)):
            found = None
        if not found:
            found = ANY_CODE.match(text)
            if not found or not strong(found) or found["prefix"] in NOT_PREFIXES:
                return None
        item = normalise_code(found["code"])
        return Token(Kind.EVIDENCE, line, plain(found["title"]), item=item) if item else None

    def coded(self, line: Line, text: str) -> Token | None:
        found = CODED.match(text)
        if not found or (found["text"] and not found["sep"]):
            return None
        code = found["code"].replace(" ", "")
        code = ".".join(str(int(part)) for part in code.split("."))
        words = plain(LEADERS.sub("", found["text"]))
        sure = bool(found["level"]) or ":" in found["sep"]
        sure = sure or ("\t" in found["sep"] and "." in code)
        if not self.plausible(code, words, sure):
            return None
        kind = Kind.CLAUSE if code.count(".") == 3 else Kind.HEADING
        return Token(kind, line, words, code)

    def plausible(self, code: str, words: str, sure: bool) -> bool:
        """Whether a number before words is a code: `1.2 million visits` has none."""
        level = code.count(".")
        expected = self.outline.wording.get(code)
        if level >= 2 and (expected or parent(code) in self.outline.elements):
            return True
        if expected is None:
            return level >= 1 and sure and bool(words)
        return (sure and bool(words)) or (level == 1 and not words) or alike(words, expected)


def code_pattern(prefix: str) -> re.Pattern[str]:
    return re.compile(
        rf"^(?P<code>(?P<prefix>{prefix})(?P<gap>{GAP})\d{{1,5}})(?![\d\w])"
        r"(?P<sep>\s*[:;–—]\s*|\s*[.-]\s+|\t\s*|\s+|\s*$)(?P<title>.*)$"
    )


ANY_CODE = code_pattern("[A-Z]{1,8}")


def strong(found: re.Match[str]) -> bool:
    """Whether a mark parts a code from what follows."""
    return not found["title"] or bool(STRONG.search(found["sep"]))


def certain(found: re.Match[str]) -> bool:
    """Whether a code without a colon behind it is one: `CSS201 Face to Face`."""
    return found["prefix"].isupper() and (not found["gap"] or len(found["prefix"]) > 1)


def section(line: Line, text: str) -> Token | None:
    found = SECTION.match(text)
    if found:
        kind = (found["kind"] or found["after"]).lower()
        kind = kind if kind in SECTIONS else "other"
        return Token(Kind.SECTION, line, text, section=kind, continued=bool(found["more"]))
    names = [f"{each}evidence" for each in SECTIONS]
    near = get_close_matches(squash(text), names, n=1, cutoff=0.85) if 8 < len(text) < 25 else []
    if near:
        return Token(Kind.SECTION, line, text, section=near[0].removesuffix("evidence"))
    return None


def words(line: Line, text: str) -> Token | None:
    """Lines known by their words: sections, labels, titles, page numbers."""
    if found := ACCEPTANCE.match(text):
        return Token(Kind.ACCEPTANCE, line, found["text"])
    for kind, pattern in FIXED.items():
        if pattern.match(text):
            return Token(kind, line, text)
    return section(line, text)


FIXED = {Kind.FURNITURE: FURNITURE, Kind.OVERVIEW: OVERVIEW, Kind.TITLE: TITLE}


def tokenise(lines: list[Line], grammar: Grammar) -> Iterator[Token]:
    for line in lines:
        yield from grammar.read(line)
