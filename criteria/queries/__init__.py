"""Reads of standards and of the guidance beside their elements."""

from .guidance import (
    EarlierText,
    earlier_texts,
    elements_with_own_guidance,
    guidance_in_sql,
    guidance_of,
    guidance_of_another_edition,
    guidance_of_each,
    own_guidance,
)
from .standards import (
    Neighbours,
    current_edition,
    current_editions,
    edition_of,
    element_by_code,
    neighbours_from,
    neighbours_in_sql,
    neighbours_of,
    outline_of,
    rating_names,
    standard_tree,
)

__all__ = [
    "EarlierText",
    "Neighbours",
    "current_edition",
    "current_editions",
    "earlier_texts",
    "edition_of",
    "element_by_code",
    "elements_with_own_guidance",
    "guidance_in_sql",
    "guidance_of",
    "guidance_of_another_edition",
    "guidance_of_each",
    "neighbours_from",
    "neighbours_in_sql",
    "neighbours_of",
    "outline_of",
    "own_guidance",
    "rating_names",
    "standard_tree",
]
