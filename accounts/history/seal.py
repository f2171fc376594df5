"""How an entry is sealed: canonical bytes, keyed with HMAC-SHA-256."""

import hashlib
import hmac
import json
from datetime import UTC
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


class UnknownKey(LookupError):
    """An entry names a key that the settings do not hold."""


def canonical(value: Any) -> bytes:
    """The one way a JSON value is written as bytes: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of_words(salt: str, words: dict[str, Any]) -> str:
    """SHA-256 of the salt and the words, as hexadecimal digits."""
    return hashlib.sha256(salt.encode() + b"\n" + canonical(words)).hexdigest()


def seal_of(entry: HistoryEntry) -> str:
    """The seal that `entry` should bear. Raises UnknownKey where its key is not at hand."""
    key = settings.HISTORY_KEYS.get(entry.key_id)
    if key is None:
        raise UnknownKey(entry.key_id)
    fields = {name: getattr(entry, name) for name in SEALED_FIELDS}
    fields["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    return hmac.new(key.encode(), canonical(fields), hashlib.sha256).hexdigest()
