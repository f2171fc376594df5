"""The writers of standards and of the guidance beside them."""

from .guidance import GuidanceChangedMeanwhile, write_own_guidance
from .standards import load_standard, mark_edition_used

__all__ = [
    "GuidanceChangedMeanwhile",
    "load_standard",
    "mark_edition_used",
    "write_own_guidance",
]
