"""The filters of the evidence list; they live in the address, so that a list can be sent."""

from .columns import COLUMNS, Column, columns_in
from .library import LibraryFilter
from .lists import UsualList, items_of_list, saved_lists, tidied, usual_lists

__all__ = [
    "COLUMNS",
    "Column",
    "LibraryFilter",
    "UsualList",
    "columns_in",
    "items_of_list",
    "saved_lists",
    "tidied",
    "usual_lists",
]
