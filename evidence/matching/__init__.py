"""Which item a dropped file belongs to: by its bytes, its code, its title, or similar words."""

from .index import Index, Item
from .propose import Dropped, Match, Proposal, propose

__all__ = ["Dropped", "Index", "Item", "Match", "Proposal", "propose"]
