"""Links by which somebody sets a new password: those from before a restore are dead."""

import secrets

from django.core.cache import cache

_KEY = "links-since"


def links_since() -> str:
    """What every link is made with; another word makes all of them dead."""
    return str(cache.get(_KEY, ""))


def links_die() -> None:
    """Let every link that was sent until now work no more."""
    cache.set(_KEY, secrets.token_hex(8), timeout=None)
