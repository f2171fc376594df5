"""Passwords that everybody tries first. There are no rules about what one is made of."""

from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

ROWS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
SIGNS = "0123456789 !?.,-_#*+@$%&/()=:;'\"<>"
# A part of a row that is as long as this is a row and no word.
RUN = 4


class EasyToGuess(CommonPasswordValidator):
    """Refuses common passwords with something put before or after, rows and repetitions."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = password.lower().strip()
        if plain.strip(SIGNS) in self.passwords or is_repeated(plain) or is_row(plain):
            raise ValidationError(_("This password is too easy to guess."), code="easy_to_guess")

    def get_help_text(self) -> str:
        return _("Your password can’t be a row of keys, or one that many people use.")


def is_repeated(text: str) -> bool:
    """One short piece again and again, such as `abcabcabcabc`."""
    return text != "" and text in (text + text)[1:-1] and len(set(text)) < 9


def is_row(text: str) -> bool:
    """Made of nothing but parts of rows, such as `1234567890ab` or `qwertyuiop12`."""
    both = [row for each in ROWS for row in (each, each[::-1])]
    at = 0
    while at < len(text):
        longest = max(_run(text, at, row) for row in both)
        if longest < min(RUN, len(text) - at):
            return False
        at += longest
    return True


def _run(text: str, at: int, row: str) -> int:
    length = 0
    while at + length < len(text) and text[at : at + length + 1] in row:
        length += 1
    return length
