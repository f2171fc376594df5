"""What was typed for a file, read as people, days and elements."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.fields import BritishDateField
from accounts.models import Team, User
from criteria.models import Element
from evidence.enums import Marking
from evidence.queries.intake import IntakeData

from .fields import DATES

_DATE = BritishDateField(required=False)


class Wrong(Exception):
    """What is wrong with a value, for whoever typed it."""


class Reader:
    """Reads typed values; what is wrong is collected by the name of the field."""

    def __init__(self, values: Mapping[str, str], data: IntakeData) -> None:
        self.values, self.data = values, data
        self.errors: dict[str, str] = {}

    def read(self) -> dict[str, Any]:
        days = {name: self._try(name, self._day) for name in DATES}
        start, end = days["covers_from"], days["covers_to"]
        if start and end and end < start:
            self.errors["covers_to"] = _("The period must not end before it begins")
        return {
            **days,
            "team": self._try("team", self._team),
            "owner": self._try("owner", self._owner),
            "marking": self._try("marking", self._marking),
            "elements": self._try("elements", self._elements) or [],
        }

    def _try(self, name: str, read: Callable[[str], Any]) -> Any:
        try:
            return read(self.values.get(name, ""))
        except Wrong as wrong:
            self.errors[name] = str(wrong)
        except ValidationError as wrong:
            self.errors[name] = wrong.messages[0]
        return None

    def _day(self, typed: str) -> date | None:
        return _DATE.clean(typed)

    def _team(self, typed: str) -> Team | None:
        found = next((team for team in self.data.teams if str(team.pk) == typed), None)
        if typed and found is None:
            raise Wrong(_("Choose a team of this service"))
        return found

    def _marking(self, typed: str) -> str:
        if typed and typed not in Marking.values:
            raise Wrong(_("Choose a protective marking"))
        return typed

    def _owner(self, typed: str) -> User | None:
        wanted = typed.casefold()
        found = [
            person
            for person in self.data.owners
            if wanted in (person.email.casefold(), str(person).casefold())
        ]
        if wanted and not found:
            raise Wrong(
                _("Nobody here is called “%(name)s”. Choose a name from the list.")
                % {"name": typed}
            )
        if len(found) > 1:
            raise Wrong(_("Several people have this name. Enter the e-mail address."))
        return found[0] if found else None

    def _elements(self, typed: str) -> list[Element]:
        by_code = {element.code: element for element in self.data.elements}
        codes = codes_typed(typed)
        unknown = [code for code in codes if code not in by_code]
        if unknown:
            raise Wrong(
                _("There is no element %(code)s. Enter codes such as %(example)s, with commas.")
                % {"code": unknown[0], "example": next(iter(by_code), "1.1.1")}
            )
        return [by_code[code] for code in codes]


def day_typed(typed: str) -> date | None:
    """The day, or None where it is none."""
    try:
        return _DATE.clean(typed)
    except ValidationError:
        return None


def codes_typed(typed: str) -> list[str]:
    return list(dict.fromkeys(code for code in re.split(r"[,;\s]+", typed) if code))
