"""Rows of cells as lines, in the order in which people read them."""

import re
from collections.abc import Iterator

from .sections import SECTION

Cell = list[str]  # its paragraphs
CODE = re.compile(r"^\W*(?:[A-Za-z][A-Za-z -]{0,10}\d{1,5}|\d{1,2}(?:\.\d{1,2}){0,3})\W*$")
MANY = 2


def table_lines(rows: list[list[Cell]]) -> Iterator[tuple[int, str, bool]]:
    """The row and text of each line, and whether it is an aside: neither code nor title."""
    if rows and heads_columns(rows[0]):
        for column in range(max(map(len, rows))):
            for at, row in enumerate(rows):
                yield from (
                    (at, text, False) for text in (row[column] if column < len(row) else [])
                )
        return
    for at, row in enumerate(rows):
        for text, aside in row_lines(unnumbered([cell for cell in row if cell])):
            yield at, text, aside


def heads_columns(row: list[Cell]) -> bool:
    """Whether a row names lists side by side: New evidence, Active evidence, Corporate."""
    heads = [cell[0].strip() for cell in row if len(cell) == 1]
    found = [head for head in heads if SECTION.match(head)]
    return len(found) >= MANY


def unnumbered(cells: list[Cell]) -> list[Cell]:
    """The cells without a running number before a code."""
    counted = len(cells) > MANY and cells[0][0].strip(" .").isdecimal()
    coded = counted and re.match(r"^\W*[A-Za-z]", cells[1][0]) and CODE.match(cells[1][0])
    return cells[1:] if coded else cells


def row_lines(cells: list[Cell]) -> Iterator[tuple[str, bool]]:
    if len(cells) >= MANY and len(cells[0]) == 1 and CODE.match(cells[0][0]):
        title, *more = cells[1]
        yield f"{cells[0][0]}\t{title}", False
        yield from ((text, False) for text in more)
        yield from ((text, True) for cell in cells[2:] for text in cell)
        return
    for cell in cells:
        yield from ((text, False) for text in cell)
