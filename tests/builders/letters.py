"""What a letter that was sent says."""

import re

from django.core import mail


def link_in(letter: object = None, host: str = "http://testserver") -> str:
    """The path of the first address in a letter, by default the last one sent."""
    body = str((letter or mail.outbox[-1]).body)  # type: ignore[attr-defined]
    found = re.search(rf"{re.escape(host)}(/\S*)", body)
    assert found, body
    return found[1]
