"""The history as pages and files show it: whose, what of it, and in which words."""

from .export import as_csv, as_workbook
from .lines import Line, lines_of
from .scope import (
    Scope,
    history_of_item,
    history_of_organisation,
    history_of_person,
    history_of_portfolio,
    own_history,
)

__all__ = [
    "Line",
    "Scope",
    "as_csv",
    "as_workbook",
    "history_of_item",
    "history_of_organisation",
    "history_of_person",
    "history_of_portfolio",
    "lines_of",
    "own_history",
]
