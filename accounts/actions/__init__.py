"""The only writers of accounts: one verb, one function."""

from .invitations import (
    NotOpen,
    accept_invitation,
    find_or_add_person,
    invite,
    withdraw_invitation,
)

__all__ = [
    "NotOpen",
    "accept_invitation",
    "find_or_add_person",
    "invite",
    "withdraw_invitation",
]
