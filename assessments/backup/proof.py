"""Whether the keys at hand are those of the history in a backup, asked before it is loaded."""

import hmac
from typing import TYPE_CHECKING

from accounts.history.seal import UnknownKey, seal_of
from accounts.models import HistoryEntry

from .contents import columns_of, label_of
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
    model = next(each for each in checked.models if label_of(each) == "accounts.HistoryEntry")
    last = None
    for row in checked.rows_of(model):
        last = row
    known = {field.attname for field in HistoryEntry._meta.concrete_fields}
    if last is None:
        return None
    values = zip(columns_of(model), last, strict=True)
    return HistoryEntry(**{name: value for name, value in values if name in known})
