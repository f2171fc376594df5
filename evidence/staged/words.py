"""Periods as people say them."""

from datetime import date, timedelta

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _


def in_words(start: date | None, end: date | None) -> str:
    """2022; 2024 to 2027; August 2026; Apr 2022 to Mar 2023; 9 June 2026."""
    if start and end:
        return _span(start, end)
    if start:
        return _("from %(day)s") % {"day": format_date(start, "j M Y")}
    return _("to %(day)s") % {"day": format_date(end, "j M Y")} if end else ""


def _span(start: date, end: date) -> str:
    if start == end:
        return format_date(start, "j F Y")
    whole_months = start.day == 1 and (end + timedelta(days=1)).day == 1
    whole_years = whole_months and start.month == 1 and end.month == 12
    if whole_years and start.year == end.year:
        return str(start.year)
    if whole_months and (start.year, start.month) == (end.year, end.month):
        return format_date(start, "F Y")
    how = "Y" if whole_years else "M Y" if whole_months else "j M Y"
    words = {"first": format_date(start, how), "last": format_date(end, how)}
    return _("%(first)s to %(last)s") % words
