from .levels import Clause, Criterion, Element, SubCriterion
from .standard import Edition, Rating, Standard

__all__ = ["Clause", "Criterion", "Edition", "Element", "Rating", "Standard", "SubCriterion"]
