"""Passwords that whoever knows the place would try: its names, with a year or a sign behind."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Organisation, Service

_KNOWN = """
cse portal customer service services excellence standard standards evidence assessment
assessments assessor summary element rating compliant compliance council councils county city
borough district government local gov scotland scottish wales welsh england english britain
british officer manager administrator administration admin governance organisation team support
department demo demonstration test testing password passwords passphrase pass welcome login
signin logon secret letmein changeme hello access user account
spring summer autumn winter january february march april may june july august september october
november december monday tuesday wednesday thursday friday saturday sunday
"""
# Beside the names of all organisations and services of the portal.
WORDS = frozenset(_KNOWN.split())
SHORTEST = 3
# What must be left of a password without those words.
LEAST_LEFT = 6
_LETTERS = re.compile(r"[^\W\d_]+")
_SIGNS = re.compile(r"[\W_]+")


class WordsOfThePlace:
    """Refuses a password of which little is left without the words of the place."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = _SIGNS.sub("", password.lower())
        left = plain
        for word in sorted(WORDS | _names(), key=len, reverse=True):
            left = left.replace(word, " ")
        if left != plain and len(left.replace(" ", "")) < LEAST_LEFT:
            raise ValidationError(
                _("Names of the council or the portal are tried first. Use other words"),
                code="words_of_the_place",
            )

    def get_help_text(self) -> str:
        return _("Your password can’t be made of names of the council, its services or the portal.")


def _names() -> set[str]:
    """The words of the names of all organisations and services; two statements."""
    names = [*Organisation.objects.values_list("name", flat=True)]
    names += Service.objects.values_list("name", flat=True)
    words = {word for name in names for word in _LETTERS.findall(name.lower())}
    return {word for word in words if len(word) >= SHORTEST}
