"""The words and years of a title or of a file's name, without what says nothing."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

MONTHS = {
    *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
    *("january", "february", "march", "april", "june", "july", "august", "september"),
    *("october", "november", "december"),
}
# What people add to the names of files, and what a title can do without.
NOISE = {
    *("final", "copy", "draft", "drafts", "version", "ver", "vers", "latest", "revised"),
    *("updated", "scan", "scanned", "signed", "approved", "published", "pdf", "docx", "new"),
    *("doc", "xlsx", "pptx", "print", "v"),
}
SMALL = {
    *("a", "an", "and", "at", "by", "etc", "for", "from", "in", "into", "is", "it", "its", "of"),
    *("on", "our", "or", "s", "the", "their", "to", "with"),
}
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")
_COPY = re.compile(r"\((?:\d{1,2}|copy)\)|\bcopy\s+of\b", re.IGNORECASE)
_VERSION = re.compile(r"\b(?:v|ver|version|rev|draft)[ .]?\d{1,2}(?:[. ]\d{1,2})?\b", re.IGNORECASE)
_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
# Whole days, as computers and people write them: the year is kept apart, the rest goes.
_DAYS = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)[-. ](?:0[1-9]|1[0-2])[-. ](?:[0-2]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(?:[0-2]?\d|3[01])[-./ ](?:0?[1-9]|1[0-2])[-./ ]((?:19|20)?\d\d)(?!\d)"),
    re.compile(
        rf"(?<!\d)(?:[0-2]?\d|3[01])(?:st|nd|rd|th)? {_MONTH} ((?:19|20)\d\d)(?!\d)", re.IGNORECASE
    ),
)
_HOW_DAYS = ("%Y %m %d", "%Y%m%d", "%d %m %Y", "%d %m %y", "%d %B %Y", "%d %b %Y")
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:[-–—/ ]|to)\s*((?:19|20)\d\d|\d{1,2})(?!\d)")
_SHORT_SPAN = re.compile(r"(?<![\d.])(\d\d)[-–—/ ](\d\d)(?![\d.])")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Name:
    """`words` in their order; `years` that it is about; `days` are years of whole dates in it."""

    words: tuple[str, ...]
    years: frozenset[int]
    days: frozenset[int]

    @property
    def key(self) -> tuple[tuple[str, ...], frozenset[int]]:
        """The same for two names that say the same."""
        return self.words, self.years

    def contradicts(self, other: "Name") -> bool:
        """Whether both say years, and none in common."""
        mine, theirs = self.years | self.days, other.years | other.days
        return bool(mine and theirs and not mine & theirs)


def of_file(file_name: str) -> Name:
    """The name of a file, without its ending."""
    return read(_ENDING.sub("", file_name))


@lru_cache(maxsize=60_000)
def read(text: str) -> Name:
    """A title, or a name without its ending."""
    text = _plain(text)
    text = _COPY.sub(" ", text.replace("_", " "))
    text, days = _without_days(text)
    text = _VERSION.sub(" ", text)
    text, years = _without_years(text)
    words = [word for word in _WORD.findall(text) if word not in NOISE and word not in SMALL]
    # A name that is nothing but such words keeps them.
    return Name(tuple(words or _WORD.findall(text)), years, days)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKD", text)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return text.casefold().replace("’", "").replace("'", "")


def _without_days(text: str) -> tuple[str, frozenset[int]]:
    years: set[int] = set()
    for pattern in _DAYS:
        years |= {_full(found[1]) for found in pattern.finditer(text)}
        text = pattern.sub(" ", text)
    return text, frozenset(years)


def day_in(text: str) -> date | None:
    """The whole day that a name holds: `14.05.26`, `14 May 2026`, `20260514`."""
    text = _plain(text).replace("_", " ")
    for pattern in _DAYS:
        for found in pattern.finditer(text):
            if day := _day(found[0]):
                return day
    return None


def _day(written: str) -> date | None:
    for how in _HOW_DAYS:
        try:
            return datetime.strptime(re.sub(r"[-./ ]+", " ", written).strip(), how).date()
        except ValueError:
            continue
    return None


def _without_years(text: str) -> tuple[str, frozenset[int]]:
    """Spans name both their ends: `2024-7` is 2024 and 2027, `22-23` is 2022 and 2023."""
    years: set[int] = set()

    def span(found: re.Match[str]) -> str:
        first, end = int(found[1]), found[2]
        last = int(found[1][: 4 - len(end)] + end)
        if not first < last <= first + 15:
            return found[0]
        years.update((first, last))
        return " "

    def short(found: re.Match[str]) -> str:
        first, last = int(found[1]), int(found[2])
        if (last - first) % 100 not in range(1, 6) or not 9 <= first <= 45:
            return found[0]
        years.update((2000 + first, 2000 + last))
        return " "

    text = _SHORT_SPAN.sub(short, _SPAN.sub(span, text))
    years.update(int(found[1]) for found in _YEAR.finditer(text))
    return _YEAR.sub(" ", text), frozenset(years)


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)
