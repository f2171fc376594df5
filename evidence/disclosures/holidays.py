"""Bank holidays of the parts of the United Kingdom, worked out by rule.

The rule is schedule 1 to the Banking and Financial Dealings Act 1971, c. 80 (for Scotland with
the St Andrew's Day Bank Holiday (Scotland) Act 2007, asp 2), with the days that are proclaimed
every year under its section 1: New Year's Day and the first Monday in May in the whole kingdom,
the last Monday in May and 26 December in Scotland, 12 July in Northern Ireland, and the next
working day for one that falls on a Saturday or Sunday. What was proclaimed for one year alone
stands in `proclaimed.tsv`, or in the setting EXTRA_BANK_HOLIDAYS until it does.
"""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings

ENGLAND, SCOTLAND, IRELAND = "England and Wales", "Scotland", "Northern Ireland"
EVERYWHERE = (ENGLAND, SCOTLAND, IRELAND)
MONDAY, SATURDAY = 0, 5
DAY = timedelta(days=1)


def in_any_part(year: int, parts: tuple[str, ...] = EVERYWHERE) -> frozenset[date]:
    """The bank holidays of the year in at least one of the parts."""
    return frozenset().union(_extra(year), *(in_part(year, part) for part in parts))


def in_all_parts(year: int) -> frozenset[date]:
    """Those that the whole kingdom has, and Good Friday and Christmas Day among them."""
    return in_part(year, ENGLAND) & in_part(year, SCOTLAND) & in_part(year, IRELAND)


@cache
def in_part(year: int, part: str) -> frozenset[date]:
    """Bank holidays, Good Friday and Christmas Day of one part, on the days they are kept."""
    easter, scottish = easter_of(year), part == SCOTLAND
    days = {easter - 2 * DAY, _first_monday(year, 5), _last_monday(year, 5)}
    fixed = [date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)]
    if scottish:
        days.add(_first_monday(year, 8))
        fixed += [date(year, 1, 2), date(year, 11, 30)]
    else:
        days |= {easter + DAY, _last_monday(year, 8)}
    if part == IRELAND:
        fixed += [date(year, 3, 17), date(year, 7, 12)]
    days = _kept(sorted(fixed), days)
    added, taken = _proclaimed(part)
    return frozenset((days - taken) | {day for day in added if day.year == year})


def _kept(fixed: list[date], days: set[date]) -> set[date]:
    """Each fixed day, or the next working day that is no other holiday where it is none.

    Those on working days come first: 26 December on a Monday stays, and 25 December, a Sunday,
    is kept on the Tuesday.
    """
    kept = days | {day for day in fixed if day.weekday() < SATURDAY}
    for day in fixed:
        if day.weekday() >= SATURDAY:
            while day.weekday() >= SATURDAY or day in kept:
                day += DAY
            kept.add(day)
    return kept


def easter_of(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the rule of Meeus, Jones and Butcher."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + DAY * (-first.weekday() % 7)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, 31)  # of May and August, which have so many days
    return last - DAY * last.weekday()


@cache
def _proclaimed(part: str) -> tuple[frozenset[date], frozenset[date]]:
    lines = (Path(__file__).parent / "proclaimed.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    own = [(date.fromisoformat(day), what) for day, where, what, _name in rows if where == part]
    added = frozenset(day for day, what in own if what == "added")
    return added, frozenset(day for day, what in own if what == "taken away")


def _extra(year: int) -> frozenset[date]:
    days = map(date.fromisoformat, settings.EXTRA_BANK_HOLIDAYS)
    return frozenset(day for day in days if day.year == year)
