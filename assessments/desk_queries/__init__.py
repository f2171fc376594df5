"""What the assessor’s desk shows, in a fixed number of SQL statements whatever the size."""

from .beside import ExplainedGap, gaps_of, last_rating_of, parts_of
from .entries import SHORT, Entry, Group, Show
from .exhibits import Exhibit, exhibits_of
from .standing import CriterionTally, Standing, standing_of

__all__ = [
    "SHORT",
    "CriterionTally",
    "Entry",
    "Exhibit",
    "ExplainedGap",
    "Group",
    "Show",
    "Standing",
    "exhibits_of",
    "gaps_of",
    "last_rating_of",
    "parts_of",
    "standing_of",
]
