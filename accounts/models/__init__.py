"""The models of accounts."""

from .departure import Departure
from .held_form import HeldForm
from .history import HistoryEntry, HistoryHead, HistoryText
from .house_style import HouseStyle
from .invitation import Invitation
from .letter import Letter
from .membership import Membership
from .organisation import NumberBlock, Organisation, Service, Team
from .refusal_count import RefusalCount
from .shared_count import SharedCount
from .statement import Statement
from .user import User

__all__ = [
    "Departure",
    "HeldForm",
    "HistoryEntry",
    "HistoryHead",
    "HistoryText",
    "HouseStyle",
    "Invitation",
    "Letter",
    "Membership",
    "NumberBlock",
    "Organisation",
    "RefusalCount",
    "Service",
    "SharedCount",
    "Statement",
    "Team",
    "User",
]
