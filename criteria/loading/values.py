"""Taking single values out of a file, and noting what is wrong with them."""

from collections.abc import Sequence
from typing import Any

MOST = 999


class Place:
    """An object of the file, with the words that say where it stands.

    A value that is missing or of the wrong kind is noted in `problems` and read as empty,
    so that one reading of a file finds all that is wrong with it.
    """

    def __init__(self, value: Any, name: str, problems: list[str]) -> None:
        self.name, self.problems = name, problems
        if not isinstance(value, dict):
            self.note("should be an object in braces.")
        self.value: dict[str, Any] = value if isinstance(value, dict) else {}

    def note(self, problem: str) -> None:
        self.problems.append(f"{self.name}: {problem}")

    def allow(self, *keys: str) -> None:
        """Note every key that means nothing here: most often a slip of the pen."""
        for key in self.value.keys() - set(keys):
            self.note(f"“{key}” is not known here.")

    def text(self, key: str, *, default: str | None = None) -> str:
        value = self._of_kind(key, str, "should be a text", default, empty="")
        if not _storable(value):
            self.note(f"“{key}” holds characters that cannot be stored.")
            return ""
        if default is None and key in self.value and not value.strip():
            self.note(f"“{key}” is empty.")
        return value

    def flag(self, key: str) -> bool:
        return self._of_kind(key, bool, "should be true or false", False, empty=False)

    def number(self, key: str, *, least: int = 0) -> int:
        value = self.value.get(key)
        if type(value) is int and least <= value <= MOST:
            return value
        self.note(f"“{key}” should be a whole number from {least} to {MOST}.")
        return least

    def choice(self, key: str, among: Sequence[str], *, default: str) -> str:
        """One of the texts allowed, or the default where the key is left out."""
        value = self.value.get(key, default)
        if value in among:
            return value
        self.note(f"“{key}” should be {_either(among)}.")
        return default

    def number_or_none(self, key: str) -> int | None:
        """A number, or null where there is no limit. The key itself must be there."""
        if key in self.value and self.value[key] is None:
            return None
        return self.number(key)

    def table(self, key: str) -> dict[str, Any]:
        """A free object such as further attributes; empty where it is left out."""
        return self._of_kind(key, dict, "should be an object in braces", {}, empty={})

    def part(self, key: str) -> "Place":
        return Place(self.value.get(key), f"{self.name}, “{key}”", self.problems)

    def parts(self, key: str, *, may_be_empty: bool = False) -> list[Any]:
        default: list[Any] | None = [] if may_be_empty else None
        value = self._of_kind(key, list, "should be a list", default, empty=[])
        if not value and key in self.value and not may_be_empty:
            self.note(f"“{key}” has nothing in it.")
        return value

    def _of_kind(self, key: str, kind: type, wish: str, default: Any, *, empty: Any) -> Any:
        if key not in self.value:
            if default is None:
                self.note(f"“{key}” is missing.")
            return empty if default is None else default
        if isinstance(self.value[key], kind):
            return self.value[key]
        self.note(f"“{key}” {wish}.")
        return empty


def _either(words: Sequence[str]) -> str:
    *first, last = (f"“{word}”" for word in words)
    return f"{', '.join(first)} or {last}" if first else last


def _storable(text: str) -> bool:
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False
