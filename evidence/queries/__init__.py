"""Reads of evidence. Each says how many SQL statements it takes, whatever the size."""

from .element import USUAL_LENGTH, ElementEvidence, Row, element_evidence
from .finding import MOST_FOUND, Found, find_items
from .item import (
    NEWEST_ENTRIES,
    ItemPage,
    VersionRow,
    entries_of_item,
    history_of_item,
    item_page,
    latest_version_of,
    links_to_restore,
    links_to_withdraw,
)
from .kinds import FILE_KINDS, NO_FILE
from .library import library_items, library_page
from .portfolio import LinkCounts, current_elements, link_counts, teams_of, usual_team
from .same_bytes import items_with_bytes
from .shelf import IN_TITLE, INSIDE, Headed, Shelf, Tally, count_shelf, tally

__all__ = [
    "FILE_KINDS",
    "INSIDE",
    "IN_TITLE",
    "MOST_FOUND",
    "NEWEST_ENTRIES",
    "NO_FILE",
    "USUAL_LENGTH",
    "ElementEvidence",
    "Found",
    "Headed",
    "ItemPage",
    "LinkCounts",
    "Row",
    "Shelf",
    "Tally",
    "VersionRow",
    "count_shelf",
    "current_elements",
    "element_evidence",
    "entries_of_item",
    "find_items",
    "history_of_item",
    "item_page",
    "items_with_bytes",
    "latest_version_of",
    "library_items",
    "library_page",
    "link_counts",
    "links_to_restore",
    "links_to_withdraw",
    "tally",
    "teams_of",
    "usual_team",
]
