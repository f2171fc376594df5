"""The models of accounts."""

from .held_form import HeldForm
from .history import HistoryEntry, HistoryHead, HistoryText
from .house_style import HouseStyle
from .invitation import Invitation
from .letter import Letter
from .membership import Membership
from .organisation import NumberBlock, Organisation, Service, Team
from .user import User

__all__ = [
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
    "Service",
    "Team",
    "User",
]
