"""How an entry is sealed: canonical bytes, keyed with HMAC-SHA-256."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from accounts.models import HistoryEntry

SEALED_FIELDS = (
    "sequence",
    "verb",
    "actor_id",
    "organisation_id",
    "portfolio_id",
    "assessment_id",
    "item_id",
    "element_code",
    "text_digest",
    "key_id",
    "previous_seal",
)

# Sealed where they have a value: entries from before these fields have none.
LATER_FIELDS = ("person_id", "people_digest")


class UnknownKey(LookupError):
    """An entry names a key that the settings do not hold."""


_written = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def canonical(value: Any) -> bytes:
    """The one way a JSON value is written as bytes: sorted keys, no spaces, UTF-8."""
    return _written(value).encode()


def digest_of_words(salt: str, words: dict[str, Any]) -> str:
    """SHA-256 of the salt and the words, as hexadecimal digits."""
    return hashlib.sha256(salt.encode() + b"\n" + canonical(words)).hexdigest()


def seal_of(entry: HistoryEntry) -> str:
    """The seal that `entry` should bear. Raises UnknownKey where its key is not at hand."""
    return seal_of_facts(
        {name: getattr(entry, name) for name in (*SEALED_FIELDS, *LATER_FIELDS)}, entry.at
    )


def seal_of_facts(facts: dict[str, Any], at: datetime) -> str:
    """The same for the values of an entry's sealed fields, by name; `facts` is used up."""
    key = settings.HISTORY_KEYS.get(facts["key_id"])
    if key is None:
        raise UnknownKey(facts["key_id"])
    for name in LATER_FIELDS:
        if facts[name] in (None, ""):
            del facts[name]
    facts["at"] = at.astimezone(UTC).isoformat(timespec="microseconds")
    return hmac.digest(key.encode(), canonical(facts), "sha256").hex()
