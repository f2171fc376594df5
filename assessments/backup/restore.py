"""Making an installation of a backup: files first, then all tables in one transaction."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.core.files.base import File
from django.core.files.storage import storages
from django.db import connection, transaction

from evidence.custody import sha256_of
from evidence.destruction.ledger import AnyLine, append, read_all

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
    lines = _all_lines(checked, destroyed)
    gone = {key for line in lines for key in line.storage_keys}
    restored = Restored(checked.head.made_at, rows=checked.rows)
    restored.files = _copy_files(checked, gone, say)
    with connection.constraint_checks_disabled(), transaction.atomic(durable=True):
        load(checked, say)
        restored.after = settle(checked, lines)
    for storage, key in list(strangers(checked)):
        storages[storage].delete(key)
    return restored


def _all_lines(checked: Checked, further: Sequence[AnyLine]) -> list[AnyLine]:
    """Every list of destructions as one; what the machine's own lacks is added to it."""
    own = read_all()
    known = {line.key for line in own}
    more = {line.key: line for line in [*checked.destroyed, *further]}
    lacking = [line for key, line in more.items() if key not in known]
    if lacking:
        append(lacking)
    return [*own, *lacking]


def _copy_files(checked: Checked, gone: Collection[str], say: Say) -> int:
    """Write each file under its key; one that is there already and the same stays."""
    count = 0
    for storage, key, place, entry in checked.files():
        if storage == "evidence" and key in gone:
            continue
        count += 1
        say(f"{count} files")
        if sha256_of(storages[storage], key) == entry.sha256:
            continue
        storages[storage].delete(key)
        source = File(cast(Any, Window(checked.file, place)), name=key)
        source.size = entry.size
        kept = storages[storage].save(key, source)
        if kept != key:
            raise RuntimeError(f"{key} was kept as {kept}")
    return count
