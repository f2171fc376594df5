"""The only writers of accounts: one verb, one function."""

from .beginning import add_administrator, give_numbers, make_council, make_service
from .erasing import NotErased, erase_person, reasons_against
from .exporting import note_export
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
from .letters import tell_of_change
from .people import (
    NotDone,
    activate_person,
    bring_in,
    correct_person,
    deactivate_person,
    give_role,
    reset_factor_of,
    send_person_invitation_again,
    take_role,
)
from .sessions import (
    end_one_session,
    end_other_sessions,
    end_sessions,
    reset_second_factor,
)
from .stating import StatementChangedMeanwhile, write_statement

__all__ = [
    "HouseStyleChangedMeanwhile",
    "NotDone",
    "NotErased",
    "NotOpen",
    "StatementChangedMeanwhile",
    "TooMuch",
    "accept_invitation",
    "activate_person",
    "add_administrator",
    "bring_in",
    "choose_accent",
    "correct_person",
    "deactivate_person",
    "describe_logo",
    "drop_held",
    "drop_old_held",
    "end_one_session",
    "end_other_sessions",
    "end_sessions",
    "erase_person",
    "find_or_add_person",
    "give_numbers",
    "give_role",
    "hold_form",
    "invite",
    "make_council",
    "make_service",
    "note_export",
    "put_logo",
    "reasons_against",
    "reset_factor_of",
    "reset_second_factor",
    "send_person_invitation_again",
    "take_logo_away",
    "take_role",
    "tell_of_change",
    "withdraw_invitation",
    "write_statement",
]
