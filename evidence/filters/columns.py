"""The columns of the evidence list, which its reader chooses, and how each is sorted."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Column:
    """`sort` is the order that its heading leads to, `-` before it for the other way round."""

    name: str
    label: str | Promise
    sort: str = ""
    usual: bool = True


COLUMNS = (
    Column("code", _("Code"), sort="code"),
    Column("title", _("Title"), sort="title"),
    Column("elements", _("Elements")),
    Column("status", _("Status")),
    Column("age", _("Age"), sort="age"),
    Column("team", _("Team"), usual=False),
    Column("owner", _("Owner"), sort="owner"),
    Column("file", _("File")),
    Column("version", _("Version")),
    Column("marking", _("Protective marking"), usual=False),
    Column("review_by", _("Review by"), usual=False),
    Column("added", _("Added"), sort="newest", usual=False),
)
ALWAYS = "title"


def columns_in(query: QueryDict) -> list[Column]:
    """The columns that the address names, in their usual order; the usual ones for none.

    They may be named together (`columns=code,title`) or one by one. The title is always
    there, as it leads to the item.
    """
    named = {name for value in query.getlist("columns") for name in value.split(",")}
    chosen = [column for column in COLUMNS if column.name in named | {ALWAYS}]
    if not named & {column.name for column in COLUMNS}:
        return [column for column in COLUMNS if column.usual]
    return chosen


def are_usual(columns: list[Column]) -> bool:
    return columns == [column for column in COLUMNS if column.usual]
