"""Reading the file of a standard and bringing the database to what it says."""

from .apply import Loaded, apply_standard
from .problems import StandardInUse, StandardProblems
from .read import read_standard

__all__ = ["Loaded", "StandardInUse", "StandardProblems", "apply_standard", "read_standard"]
