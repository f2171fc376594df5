"""What a cell says as plain text, and how text is written so that no program runs it."""

import re
from datetime import date, datetime
from typing import Any

from accounts.cells import guarded, unguarded

__all__ = ["as_text", "guarded", "lines_of_text", "one_line", "unguarded"]

# What neither a database nor a workbook can hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def lines_of_text(text: str) -> str:
    """Text of several lines: each without space at its end, none before or after."""
    text = _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def one_line(text: str) -> str:
    """The text on one line with single spaces."""
    return " ".join(_UNPRINTABLE.sub("", text).split())


def as_text(value: Any) -> str:
    """A cell of a workbook as text: whole numbers without a point, dates as 2023-03-21."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return lines_of_text(str(value))
