"""Making an installation of a backup: tables, then files, then one commit that makes them count."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.core.files.base import File
from django.core.files.storage import storages
from django.db import connection, transaction

from evidence.custody import sha256_of
from evidence.destruction.ledger import AnyLine, append, read_all
from evidence.intake.storage import many_at_once

from .aftermath import After, settle
from .check import Checked
from .container import Window
from .load import load
from .present import strangers

Say = Callable[[str], None]


@dataclass
class Restored:
    """What was restored, and what became of what must not come back."""

    made_at: str
    rows: int = 0
    files: int = 0
    after: After = field(default_factory=After)


def restore_backup(
    checked: Checked, *, destroyed: Sequence[AnyLine] = (), say: Say = lambda words: None
) -> Restored:
    """Put a backup that was checked in the place of whatever is there.

    `destroyed` are further lists of destructions; the machine's own and the backup's are
    heeded in any case. Killed before the end it has changed no table, and may be run again.
    """
    lines, lacking = _all_lines(checked, destroyed)
    gone = {key for line in lines for key in line.storage_keys}
    restored = Restored(checked.head.made_at, rows=checked.rows)
    with connection.constraint_checks_disabled(), transaction.atomic(durable=True):
        _may_take_long()
        load(checked, say)
        restored.after = settle(checked, lines)
        # Only now, so that what the database refuses has touched no file.
        with many_at_once():
            restored.files = _copy_files(checked, gone, say)
        if lacking:
            append(lacking)
    for storage, key in list(strangers(checked)):
        storages[storage].delete(key)
    return restored


def _may_take_long() -> None:
    """A server may end transactions that ask nothing for a while, as while files are copied."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")


def _all_lines(checked: Checked, further: Sequence[AnyLine]) -> tuple[list[AnyLine], list[AnyLine]]:
    """Every list of destructions as one, and what the machine's own lacks of it."""
    own = read_all()
    known = {line.key for line in own}
    more = {line.key: line for line in [*checked.destroyed, *further]}
    lacking = [line for key, line in more.items() if key not in known]
    return [*own, *lacking], lacking


def _copy_files(checked: Checked, gone: Collection[str], say: Say) -> int:
    """Write each file under its key; one that is there already and the same stays."""
    count = 0
    for storage, key, place, entry in checked.files():
        if storage == "evidence" and key in gone:
            continue
        count += 1
        say(f"{count} files")
        there = sha256_of(storages[storage], key)
        if there == entry.sha256:
            continue
        if there is not None:
            storages[storage].delete(key)
        source = File(cast(Any, Window(checked.file, place)), name=key)
        source.size = entry.size
        kept = storages[storage].save(key, source)
        if kept != key:
            raise RuntimeError(f"{key} was kept as {kept}")
    return count
