"""Passwords that were stolen elsewhere, by a list on the disk: nobody is asked over a network.

The list is the one that Have I Been Pwned gives for download: a line for each password,
`SHA-1:how often`, in the order of the digests. It has tens of gigabytes, so it is searched
where it lies.
"""

import logging
from hashlib import sha1
from io import BufferedReader
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DIGEST = 40
# No line is longer.
LONGEST = 128
logger = logging.getLogger(__name__)


class Breached:
    """Refuses a password that is in the list of `BREACHED_PASSWORDS`, where one is set."""

    def validate(self, password: str, user: Any = None) -> None:
        if not settings.BREACHED_PASSWORDS:
            return
        try:
            is_there = is_breached(password, settings.BREACHED_PASSWORDS)
        except OSError as error:
            logger.error("BREACHED_PASSWORDS cannot be read: %s", type(error).__name__)
            raise ValidationError(
                _("Passwords cannot be checked at the moment. Try again later"), code="unchecked"
            ) from error
        if is_there:
            raise ValidationError(
                _(
                    "This password was stolen elsewhere and is known to those who guess."
                    " Use another one, here and wherever else you have it"
                ),
                code="breached",
            )

    def get_help_text(self) -> str:
        return _("Your password can’t be one that was stolen elsewhere.")


def is_breached(password: str, path: str | Path) -> bool:
    """Whether the list has the password; some forty short reads, however long it is."""
    wanted = sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with Path(path).open("rb") as file:
        low, high = 0, file.seek(0, 2)
        while low < high:
            start, line = _line_around(file, (low + high) // 2)
            found = line[:DIGEST].upper()
            if found == wanted:
                return True
            low, high = (start + len(line), high) if found < wanted else (low, start)
    return False


def is_such_a_list(path: str | Path) -> bool:
    """Whether the file begins as that list does."""
    try:
        with Path(path).open("rb") as file:
            line = file.readline(LONGEST)
            int(line[:DIGEST], 16)
    except (OSError, ValueError):
        return False
    return len(line) > DIGEST and line[DIGEST : DIGEST + 1] == b":"


def _line_around(file: BufferedReader, place: int) -> tuple[int, bytes]:
    """Where the line begins that has the byte at this place, and the line."""
    back = max(0, place - LONGEST)
    file.seek(back)
    start = back + file.read(place - back).rfind(b"\n") + 1
    file.seek(start)
    return start, file.readline()
