"""Addresses of lists: as they are given to others, and with one thing changed."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from evidence.queries import Shelf

from . import choices
from .columns import are_usual, columns_in
from .library import LibraryFilter

KEPT = ("size", "sort")


@dataclass(frozen=True)
class Chip:
    """Something that was chosen, and the address of the list without it."""

    label: str | Promise
    query: str


def query_of(chosen: LibraryFilter) -> list[tuple[str, str]]:
    """What the address says that is understood, each thing in its place and nothing empty."""
    said: list[tuple[str, str]] = []
    for name, value in chosen.chosen.items():
        said += [(name, each) for each in value] if isinstance(value, list) else [(name, value)]
    columns = columns_in(chosen.data)
    if not are_usual(columns):
        said.append(("columns", ",".join(column.name for column in columns)))
    if chosen.data.get("size"):
        said.append(("size", chosen.data["size"]))
    return said


def written(said: list[tuple[str, str]]) -> str:
    """As an address says it; the commas between columns stay readable."""
    return urlencode(said, safe=",")


def changed(said: list[tuple[str, str]], **changes: str) -> str:
    """The same list with something else about it; an empty text takes it out."""
    kept = [(name, value) for name, value in said if name not in changes]
    return written(kept + [(name, value) for name, value in changes.items() if value])


def chips_of(chosen: LibraryFilter, shelf: Shelf) -> list[Chip]:
    """Everything that was chosen, each with the address of the list without it."""
    said = query_of(chosen)
    names = _names(chosen, shelf)
    return [
        Chip(names(name, value), written([each for each in said if each != (name, value)]))
        for name, value in said
        if name in chosen.chosen and name != "sort"
    ]


def _names(chosen: LibraryFilter, shelf: Shelf) -> Any:
    ticks: dict[str, dict[str, Any]] = {
        name: dict(chosen.form.fields[name].choices)  # type: ignore[attr-defined]
        for name in chosen.TICKED
    }
    ticks["scope"] = dict(choices.scopes(chosen.portfolio))
    people = dict(shelf.owners.keys()) | {choices.NOBODY: _("Nobody yet")}
    teams = dict(shelf.teams.keys())

    def name_of(name: str, value: str) -> Any:
        if name == "words":
            return _("‘%(words)s’") % {"words": value}
        if name == "element":
            return _("Element %(code)s") % {"code": value}
        if name == "owner":
            return _("Owner: %(name)s") % {"name": people.get(value, _("not known"))}
        if name == "team":
            return _("Team: %(name)s") % {"name": teams.get(value, _("not known"))}
        return ticks[name].get(value, value)

    return name_of
