"""The only writers of accounts: one verb, one function."""

from .holding import TooMuch, drop_held, drop_old_held, hold_form
from .house_style import (
    HouseStyleChangedMeanwhile,
    choose_accent,
    describe_logo,
    put_logo,
    take_logo_away,
)
from .invitations import (
    NotOpen,
    accept_invitation,
    find_or_add_person,
    invite,
    withdraw_invitation,
)

__all__ = [
    "HouseStyleChangedMeanwhile",
    "NotOpen",
    "TooMuch",
    "accept_invitation",
    "choose_accent",
    "describe_logo",
    "drop_held",
    "drop_old_held",
    "find_or_add_person",
    "hold_form",
    "invite",
    "put_logo",
    "take_logo_away",
    "withdraw_invitation",
]
