"""What the fields of forms are called when a form is shown as it was sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_NAMES: dict[str, Any] = {}
_MACHINERY = {
    "revision",
    "window",
    "took_up",
    "typed",
    "next",
    "held",
    "action",
    "began",
    "kept_logo",
}


def call(**names: Any) -> None:
    """Register what fields are called, by their names; the app that has the form does."""
    _NAMES.update(names)


@dataclass(frozen=True)
class Typed:
    """One field as it was sent, in words."""

    name: str
    values: tuple[str, ...]


def in_words(fields: Mapping[str, Sequence[str]]) -> list[Typed]:
    """What somebody typed or chose; what the page itself had put into the form is left out."""
    return [
        Typed(name_of(name), values)
        for name, given in fields.items()
        if (values := tuple(each for each in given if each.strip())) and not _is_machinery(name)
    ]


def _is_machinery(name: str) -> bool:
    return name in _MACHINERY or name.endswith(("_revision", "_FORMS"))


def name_of(name: str) -> str:
    """What a field is called; its own name, as words, where nobody said."""
    return str(_NAMES.get(name) or name.replace("_", " ").replace("-", " ").strip().capitalize())
