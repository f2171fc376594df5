"""The list of destructions in a backup, which the machine's own is merged with."""

import json
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from accounts.ledger import Ended
from evidence.destruction.ledger import AnyLine, line_of

from .container import Place, chunks
from .refusal import BackupRefused
from .stored import is_safe

LONGEST = 1024 * 1024
_TEXTS = ("code", "sha256", "reason", "authority", "rule", "what", "since")
_NUMBERS = ("number", "size")
_PEOPLE = ("asked_by", "agreed_by", "by")


def read_destroyed(file: BinaryIO, place: Place) -> list[AnyLine]:
    """What it names; refuses a list that is not as one is written, for it leads to deletions."""
    lines: list[AnyLine] = []
    rest = b""
    for chunk in chunks(file, place):
        *whole, rest = (rest + chunk).split(b"\n")
        lines += [_line(line) for line in whole]
        if len(rest) > LONGEST:
            break
    if rest:
        raise BackupRefused("Its list of what was destroyed cannot be read.")
    return lines


def _line(text: bytes) -> AnyLine:
    try:
        line = line_of(json.loads(text))
        is_as_written = _is_as_written(line)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BackupRefused("Its list of what was destroyed cannot be read.") from error
    if not is_as_written:
        raise BackupRefused("Its list of what was destroyed is not as one is written.")
    return line


def _is_as_written(line: AnyLine) -> bool:
    people = [getattr(line, name, None) for name in _PEOPLE]
    return (
        (isinstance(line, Ended) or str(UUID(line.version)) == line.version)
        and datetime.fromisoformat(line.at).tzinfo is not None
        and all(isinstance(getattr(line, name, ""), str) for name in _TEXTS)
        and all(type(getattr(line, name, 0)) is int for name in _NUMBERS)
        and all(person is None or type(person) is int for person in people)
        and all(isinstance(key, str) and is_safe(key) for key in line.storage_keys)
    )
