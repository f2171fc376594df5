"""A table as documents hand it to spreadsheets."""

from dataclasses import dataclass
from datetime import date

Cell = str | int | date | None


@dataclass(frozen=True)
class Table:
    """A table by a name for addresses and sheets; every row has a cell for each column."""

    code: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
