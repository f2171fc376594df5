"""A register as sheets of rows of text, whatever kind of file it came in."""

from dataclasses import dataclass
from typing import Any

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 60


@dataclass(frozen=True)
class Row:
    """`line` is the row of the workbook, or the line of the text at which it begins."""

    line: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        return self.cells[column] if 0 <= column < len(self.cells) else ""


@dataclass(frozen=True)
class Sheet:
    """Rows that hold anything at all."""

    name: str
    rows: tuple[Row, ...]
    is_hidden: bool = False

    def as_data(self) -> dict[str, Any]:
        rows = [[row.line, list(row.cells)] for row in self.rows]
        return {"name": self.name, "is_hidden": self.is_hidden, "rows": rows}


def sheet_from_data(data: dict[str, Any]) -> Sheet:
    """The sheet that `as_data` wrote."""
    rows = tuple(Row(line, tuple(cells)) for line, cells in data["rows"])
    return Sheet(data["name"], rows, data["is_hidden"])
