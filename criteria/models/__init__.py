from .guidance import LONGEST_GUIDANCE, OwnGuidance
from .levels import Clause, Criterion, Element, SubCriterion
from .standard import Edition, Rating, Standard

__all__ = [
    "LONGEST_GUIDANCE",
    "Clause",
    "Criterion",
    "Edition",
    "Element",
    "OwnGuidance",
    "Rating",
    "Standard",
    "SubCriterion",
]
