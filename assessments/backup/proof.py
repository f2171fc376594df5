"""Whether the keys at hand are those of the history in a backup, asked before it is loaded."""

import hmac
from typing import TYPE_CHECKING

from accounts.history.seal import UnknownKey, seal_of
from accounts.models import HistoryEntry

from .contents import OWN_APPS
from .manifest import Head
from .refusal import BackupRefused

if TYPE_CHECKING:
    from .check import Checked


def check_history(head: Head, checked: "Checked") -> None:
    """The last entry must be the one the head names, and bear the seal of a key at hand.

    The whole chain is verified once it is loaded; this tells of a wrong key in time.
    """
    last = _last_entry(checked)
    said = (head.history.get("sequence"), head.history.get("seal"))
    if (last.sequence if last else 0, last.seal if last else "") != said:
        raise BackupRefused("It is incomplete: its history does not end where it says.")
    if last is None:
        if _holds_work(checked):
            raise BackupRefused(
                "It holds what people did and no history of it, so nothing shows whose it is."
                " Restore it with --unproved if you know."
            )
        return
    try:
        is_ours = hmac.compare_digest(seal_of(last), last.seal)
    except UnknownKey as missing:
        raise BackupRefused(
            f"Its history was sealed with the key {missing}, which HISTORY_KEYS does not hold."
            " Set it, or restore with --unproved."
        ) from missing
    if not is_ours:
        raise BackupRefused(
            f"Its history was not sealed with the key {last.key_id} that HISTORY_KEYS holds."
            " Set the key of the installation that was backed up, or restore with --unproved."
        )


def _last_entry(checked: "Checked") -> HistoryEntry | None:
    """As this version of the portal knows it."""
    if checked.last_of_history is None:
        return None
    known = {field.attname for field in HistoryEntry._meta.concrete_fields}
    values = checked.last_of_history.items()
    return HistoryEntry(**{name: value for name, value in values if name in known})


def _holds_work(checked: "Checked") -> bool:
    """Whether there is a row that no migration makes."""
    return any(
        entry.rows
        for label, (_place, entry) in checked.tables.items()
        if label.partition(".")[0] in OWN_APPS and label != "accounts.HistoryHead"
    )
