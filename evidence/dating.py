"""Dates that can be read in titles: a proposal for the officer, never a fact by itself."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
YEAR = r"(?:19|20)\d\d"
# Neither part of a longer number (`12021`, `v1.2021`) nor of a code.
START, END = r"(?<![\w.,/])", r"(?![\w/]|\.\d)"
SPAN = re.compile(rf"{START}({YEAR})\s*([-–—/]|to)\s*({YEAR}|\d{{1,2}}){END}", re.IGNORECASE)
MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\s+({YEAR}){END}", re.IGNORECASE)
ALONE = re.compile(rf"{START}({YEAR}){END}")


@dataclass(frozen=True)
class Period:
    """The days that a title says it covers, both included."""

    covers_from: date
    covers_to: date


def period_in(title: str) -> Period | None:
    """The period that the title names: a span of years, else a month, else one year.

    Two years that follow each other are a council's year, April to March. Where a title names
    several years the last is taken; None where it names none.
    """
    for pattern, read in ((SPAN, _span), (MONTH, _month), (ALONE, _year)):
        periods = [period for found in pattern.finditer(title) if (period := read(found))]
        if periods:
            return max(periods, key=lambda period: period.covers_to)
    return None


def _span(found: re.Match[str]) -> Period | None:
    first, mark, end = int(found[1]), found[2], found[3]
    # `2024-7` is 2024 to 2027: the end leaves out what it shares with the beginning.
    last = int(found[1][: 4 - len(end)] + end)
    if last == first + 1:
        return Period(date(first, 4, 1), date(last, 3, 31))
    if last <= first or mark == "/":
        return None
    return Period(date(first, 1, 1), date(last, 12, 31))


def _month(found: re.Match[str]) -> Period:
    month, year = MONTHS.index(found[1].lower()) + 1, int(found[2])
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _year(found: re.Match[str]) -> Period:
    year = int(found[1])
    return Period(date(year, 1, 1), date(year, 12, 31))
