"""People in the words of the history, where the words must outlast them."""

from typing import Any

from accounts.models import User


def numbered(value: Any) -> str:
    """The value as plain text; of a person the number, which an erasure leaves nobody's.

    For entries whose other words must stay. Entries that are about one person name them, and
    bear their number as `person_id`: their words go with the person.
    """
    return f"person {value.pk}" if isinstance(value, User) else str(value)
