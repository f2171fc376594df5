"""What people write in the cells of a register, as values of the portal."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from evidence.enums import LinkStatus, Marking

NOTHING = {"", "-", "–", "—", "n/a", "na", "none", "nil", "tbc", "tba", "ongoing", "unknown"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EXCEL_DAY_NOUGHT = date(1899, 12, 30)
_DAYS = (
    r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ].*)?",
    r"(?P<d>\d{1,2})[/. -](?P<m>\d{1,2})[/. -](?P<y>\d{4}|\d{2})(?: 0?0:00(?::00)?)?",
    r"(?:[a-z]+,? )?(?P<d>\d{1,2})(?:st|nd|rd|th)?[ /.-]*(?P<name>[a-z]{3,9})[ ,/.-]*"
    r"(?P<y>\d{4}|\d{2})",
    r"(?P<name>[a-z]{3,9})[ .]*(?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})",
)
_MONTHS = (
    r"(?P<name>[a-z]{3,9})[ ,/.'-]*(?P<y>\d{4}|\d{2})",
    r"(?P<m>\d{1,2})/(?P<y>\d{4})",
    r"(?P<y>\d{4})-(?P<m>\d{1,2})",
)


def read_date(text: str, *, at_end: bool = False) -> date | None:
    """The day that is meant. Of a month or a year it is the first day, or the last `at_end`.

    Day before month, as in Britain; a bare number is a day as workbooks count them.
    Raises ValueError.
    """
    words = " ".join(text.casefold().split())
    if words in NOTHING:
        return None
    if re.fullmatch(r"[2-6]\d{4}(\.0+)?", words):
        return _EXCEL_DAY_NOUGHT + timedelta(days=int(float(words)))
    if re.fullmatch(r"(19|20)\d\d", words):
        return date(int(words), 12, 31) if at_end else date(int(words), 1, 1)
    for pattern in _DAYS:
        if found := re.fullmatch(pattern, words):
            return date(_year(found["y"]), _month(found), int(found["d"]))
    for pattern in _MONTHS:
        if found := re.fullmatch(pattern, words):
            year, month = _year(found["y"]), _month(found)
            return date(year, month, monthrange(year, month)[1] if at_end else 1)
    raise ValueError(text)


def _year(digits: str) -> int:
    year = int(digits) if len(digits) == 4 else 2000 + int(digits) - 100 * (int(digits) > 69)
    if not 1900 <= year <= 2200:
        raise ValueError(digits)
    return year


def _month(found: re.Match[str]) -> int:
    """The number of the month. Raises ValueError."""
    name = found.groupdict().get("name")
    month = MONTHS.index(name[:3]) + 1 if name else int(found["m"])
    if not 1 <= month <= 12:
        raise ValueError(month)
    return month


STATUSES = {
    LinkStatus.NEW: "new|newevidence|proposed|putforward",
    LinkStatus.ACTIVE: "active|activeevidence|current|existing|inforce|live|accepted|inuse",
    LinkStatus.ARCHIVED: "archived|nolongerused|withdrawn|replaced|superseded|retired|old|expired"
    "|obsolete|removed|inactive|archive",
}
_STATUS = {word: status for status, words in STATUSES.items() for word in words.split("|")}


def read_status(text: str) -> LinkStatus | None:
    """The status; None where the cell leaves it open. Raises ValueError."""
    word = re.sub(r"[^a-z]", "", text.casefold())
    if text.casefold().strip() in NOTHING or word in {"corporate", "corporateevidence"}:
        return None
    if word not in _STATUS:
        raise ValueError(text)
    return _STATUS[word]


def read_marking(text: str) -> tuple[Marking, bool]:
    """The marking, and whether the word is one that says so plainly."""
    word = re.sub(r"[^a-z]", "", text.casefold())
    if word in {"officialsensitive", "sensitive", "os"}:
        return Marking.OFFICIAL_SENSITIVE, True
    plain = {"official", "public", "no", "open", "notprotectivelymarked", "unclassified", "none"}
    if word in plain or text.casefold().strip() in NOTHING:
        return Marking.OFFICIAL, True
    return Marking.OFFICIAL_SENSITIVE, word in {"confidential", "restricted", "yes"}


class Elements:
    """The elements of an edition as cells cite them."""

    def __init__(self, elements: Mapping[str, str]) -> None:
        """`elements` has the codes of elements and of their clauses, each with its element's."""
        self.of_code = {code.casefold(): element for code, element in elements.items()}
        self.order = list(dict.fromkeys(elements.values()))
        self.clauses = {
            code.casefold(): code for code, element in elements.items() if code != element
        }

    def read(self, text: str) -> tuple[list[tuple[str, str]], list[str], list[tuple[str, str]]]:
        """Elements with the clause or "", what is no element, and what stood for several."""
        found: list[tuple[str, str]] = []
        unknown: list[str] = []
        spread: list[tuple[str, str]] = []
        for part in re.split(r"[;,|/\n]|\s(?:and|&)\s", text):
            ends = re.split(r"\s*[–—]\s*|\s+(?:to|-)\s+|(?<=\d)-(?=\d)", part.strip())
            codes = [self._code(end) for end in ends]
            if len(ends) == 2 and all(codes) and (between := self._between(*codes)):
                found += [(code, "") for code in between]
                spread.append((part.strip(), ", ".join(between)))
            else:
                self._each(part, found, unknown)
        return list(dict.fromkeys(found)), unknown, spread

    def _each(self, part: str, found: list[tuple[str, str]], unknown: list[str]) -> None:
        for word in part.split():
            if code := self._code(word):
                found.append((self.of_code[code], self.clauses.get(code, "")))
            elif re.fullmatch(r"\d+(\.\d+)+", word.strip("()[].:")):
                unknown.append(word)

    def _code(self, word: str) -> str:
        code = word.strip("()[].: ").casefold()
        return code if code in self.of_code else ""

    def _between(self, first: str, last: str) -> list[str]:
        """The elements from one to another of the same sub-criterion."""
        first, last = self.of_code[first], self.of_code[last]
        start, end = self.order.index(first), self.order.index(last)
        same = first.rpartition(".")[0] == last.rpartition(".")[0]
        return self.order[start : end + 1] if same and start < end else []
