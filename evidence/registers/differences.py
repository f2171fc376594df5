"""What a register says otherwise than the portfolio, and whether it is to be taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.templatetags.portal import british_date
from criteria.models import Clause
from evidence.enums import LinkStatus, Marking

from .cells import lines_of_text, one_line
from .columns import Column
from .read import Place, ReadItem, ReadLink
from .words import warning


@dataclass(frozen=True)
class Difference:
    """One fact of an item, or of its link to an element: `ours` here, `theirs` in the register.

    `value` is what would be written. Whoever may not change it cannot take it.
    """

    read: ReadItem | ReadLink
    column: Column
    ours: str
    theirs: str
    value: Any
    may_take: bool = True
    is_taken: bool = False

    @property
    def code(self) -> str:
        return self.read.code.display

    @property
    def element(self) -> str:
        return self.read.element if isinstance(self.read, ReadLink) else ""

    @property
    def place(self) -> Place:
        return self.read.place

    @property
    def key(self) -> str:
        """What a tick is known by."""
        return key_of(self.read, self.column)

    def note(self) -> tuple[Place, Any]:
        """What is told where the portfolio's own is kept."""
        values = {"text": self.theirs, "other": self.ours, "name": self.column.label}
        if self.element:
            values["element"] = self.element
        kind = "link-kept" if self.element else "kept"
        return self.place, warning(self.place.line, kind, code=self.code, **values)


def key_of(read: ReadItem | ReadLink, column: Column) -> str:
    """The item, the element where it is about a link, and the column."""
    prefix, number = read.code.key
    element = read.element if isinstance(read, ReadLink) else ""
    return " ".join(part for part in (f"{prefix}{number}", element, column.value) if part)


def same(ours: Any, theirs: Any) -> bool:
    """Whether they say the same; spaces and ends of lines do not count."""
    return bool(_plain(ours) == _plain(theirs))


def shown(value: Any, column: Column) -> str:
    """A value as people read it."""
    if isinstance(value, date):
        return british_date(value)
    if isinstance(value, Clause):
        return value.code
    labels: Iterable[Any] = {Column.MARKING: Marking, Column.STATUS: LinkStatus}.get(column, ())
    return next((str(each.label) for each in labels if each == value), str(value))


def _plain(value: Any) -> Any:
    return one_line(lines_of_text(value)) if isinstance(value, str) else value
