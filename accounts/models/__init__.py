"""The models of accounts."""

from .history import HistoryEntry, HistoryHead, HistoryText
from .membership import Membership
from .organisation import NumberBlock, Organisation, Service, Team
from .user import User

__all__ = [
    "HistoryEntry",
    "HistoryHead",
    "HistoryText",
    "Membership",
    "NumberBlock",
    "Organisation",
    "Service",
    "Team",
    "User",
]
