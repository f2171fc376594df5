"""The only writers of accounts: one verb, one function."""

from .holding import TooMuch, drop_held, drop_old_held, hold_form
from .invitations import (
    NotOpen,
    accept_invitation,
    find_or_add_person,
    invite,
    withdraw_invitation,
)

__all__ = [
    "NotOpen",
    "TooMuch",
    "accept_invitation",
    "drop_held",
    "drop_old_held",
    "find_or_add_person",
    "hold_form",
    "invite",
    "withdraw_invitation",
]
