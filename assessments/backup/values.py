"""Values as both databases understand them: written as JSON, read back by the field's kind."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError


def line_of(row: Sequence[Any]) -> bytes:
    """One row as one line of JSON."""
    text = json.dumps(row, default=_neutral, ensure_ascii=False, separators=(",", ":"))
    return text.encode() + b"\n"


def _neutral(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview | bytearray):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, timedelta):
        return value / timedelta(microseconds=1)
    if isinstance(value, UUID | Decimal):
        return str(value)
    raise TypeError(f"A backup cannot hold a {type(value).__name__}")


class NotItsKind(Exception):
    """A value that its column cannot hold."""


def kind_of(field: Any) -> str:
    """The kind of a field, and of one that refers to another the kind of that."""
    while field.remote_field is not None:
        field = field.target_field
    return str(field.get_internal_type())


def reader_of(field: Any) -> Callable[[Any], Any]:
    """What makes of a value in a backup one for the field; raises NotItsKind."""
    kind = kind_of(field)
    read = _READERS.get(kind)
    if read is None:
        read = _whole if kind.endswith(("IntegerField", "AutoField")) else field.to_python
    wanted = _JSON_KINDS.get(kind, int if read is _whole else object)
    return lambda value: _read(value, read, wanted)


def _read(value: Any, read: Callable[[Any], Any], wanted: Any) -> Any:
    if value is None:
        return None
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is int):
        raise NotItsKind
    try:
        return read(value)
    except (ValueError, InvalidOperation, ValidationError, binascii.Error) as error:
        raise NotItsKind from error


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or not MINYEAR < moment.year < MAXYEAR:
        raise ValueError("A moment without its zone, or that has no day in another")
    return moment


def _same(value: Any) -> Any:
    return value


def _whole(number: int) -> int:
    if not -_LARGEST <= number < _LARGEST:
        raise ValueError("A number that no database holds")
    return number


def _text(text: str) -> str:
    if not text.isascii():
        text.encode()  # half a sign, which no database holds
    return text


_READERS: dict[str, Callable[[Any], Any]] = {
    "DateTimeField": _moment,
    "DateField": date.fromisoformat,
    "TimeField": time.fromisoformat,
    "DurationField": lambda value: timedelta(microseconds=value),
    "UUIDField": UUID,
    "DecimalField": Decimal,
    "BinaryField": lambda text: base64.b64decode(text, validate=True),
    "BooleanField": _same,
    "JSONField": _same,
    "FloatField": float,
}
_LARGEST = 2**63
_TEXTS = ("Char", "Text", "Slug", "Email", "URL", "File", "GenericIPAddress")
_READERS |= {f"{kind}Field": _text for kind in _TEXTS}
_JSON_KINDS: dict[str, Any] = {
    "BooleanField": bool,
    "JSONField": object,
    "FloatField": int | float,
    "DurationField": int | float,
} | {f"{kind}Field": str for kind in (*_TEXTS, "DateTime", "Date", "Time", "UUID", "Decimal")}
_JSON_KINDS["BinaryField"] = str
