"""The headings of the list's columns: where each leads, and how it is sorted now."""

from dataclasses import dataclass

from .addresses import changed
from .columns import Column
from .sorts import other_way


@dataclass(frozen=True)
class Heading:
    """`query` is empty where the column cannot be sorted; `sorted` is what aria-sort says."""

    column: Column
    query: str = ""
    sorted: str = ""


def headings_of(columns: list[Column], said: list[tuple[str, str]], sort: str) -> list[Heading]:
    """A heading that sorts already leads to the other way round."""
    return [_heading(column, said, sort) for column in columns]


def _heading(column: Column, said: list[tuple[str, str]], sort: str) -> Heading:
    if not column.sort:
        return Heading(column)
    if sort.lstrip("-") != column.sort:
        return Heading(column, changed(said, sort=column.sort))
    down = sort.startswith("-") != (column.sort == "newest")
    return Heading(
        column, changed(said, sort=other_way(sort)), "descending" if down else "ascending"
    )
