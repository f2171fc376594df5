"""What a backup says of itself: the head that comes first, and the manifest that comes last."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import IO, Any

from .refusal import BackupRefused

FORMAT, VERSION = "cse-portal-backup", 1
GONE = {"destroyed": "destroyed by rule", "removed": "removed by use", "missing": "missing"}


@dataclass(frozen=True)
class Head:
    """The first member: enough to know whether this portal can take it at all."""

    made_at: str
    engine: str
    migrations: dict[str, list[str]]
    tables: dict[str, list[str]]
    last_numbers: dict[str, int]
    history: dict[str, Any]
    left_out: dict[str, str]
    format: str = FORMAT
    version: int = VERSION

    def as_bytes(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False).encode()


def read_head(data: bytes) -> Head:
    """The head of a backup; refuses what is foreign or of a newer format."""
    try:
        said = json.loads(data)
        kind, version = said["format"], said["version"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BackupRefused("It is no backup of this portal.") from error
    if kind != FORMAT:
        raise BackupRefused("It is no backup of this portal.")
    if version != VERSION:
        raise BackupRefused(
            f"It is in format {version}, and this portal reads format {VERSION}."
            " Restore it with the version of the portal that made it, or a later one."
        )
    try:
        head = Head(**said)
        is_whole = _is_whole(head)
    except (TypeError, ValueError) as error:
        raise BackupRefused("It is damaged: its head is not whole.") from error
    if not is_whole:
        raise BackupRefused("It is damaged: its head is not as one is written.")
    return head


def _is_whole(head: Head) -> bool:
    """Whether everything in it is of its kind, so that all who read it later may rely on that."""
    numbers, history = head.last_numbers, head.history
    return (
        datetime.fromisoformat(head.made_at).tzinfo is not None
        and all(_is_lists(each) for each in (head.migrations, head.tables))
        and isinstance(numbers, dict)
        and all(type(number) is int and number >= 0 for number in numbers.values())
        and isinstance(history, dict)
        and isinstance(head.left_out, dict)
    )


def _is_lists(said: Any) -> bool:
    """Names with a list of names each."""
    return isinstance(said, dict) and all(
        isinstance(names, list) and all(isinstance(name, str) for name in names)
        for names in said.values()
    )


@dataclass(frozen=True)
class Entry:
    """A member: name, bytes and hash; of a table also its rows and their size unpacked."""

    name: str
    size: int
    sha256: str
    rows: int | None = None
    unpacked: int | None = None


@dataclass(frozen=True)
class Gone:
    """A file that a row names and that was not there to be copied, and why."""

    place: str
    why: str


@dataclass
class Listed:
    """The manifest while it is written: a line for each member, and how many at the end."""

    file: IO[bytes]
    members: int = 0
    gone: list[Gone] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        self._line({name: value for name, value in asdict(entry).items() if value is not None})
        self.members += 1

    def close(self) -> None:
        for each in self.gone:
            self._line({"gone": each.place, "why": each.why})
        self._line({"members": self.members, "files_gone": len(self.gone)})

    def _line(self, said: dict[str, Any]) -> None:
        self.file.write(json.dumps(said, sort_keys=True).encode() + b"\n")


def read_lines(lines: Iterator[bytes]) -> Iterator[Entry | Gone]:
    """The manifest as it was written; refuses one that is not whole."""
    members = gone = 0
    is_whole = False
    for line in lines:
        if is_whole:
            raise BackupRefused("It is damaged: its manifest goes on after its end.")
        said = _object(line)
        if "members" in said:
            is_whole = said == {"members": members, "files_gone": gone}
        elif "gone" in said:
            gone += 1
            yield _as(Gone, {"place": said.pop("gone"), **said})
        else:
            members += 1
            yield _as(Entry, said)
    if not is_whole:
        raise BackupRefused("It is incomplete: its manifest does not name all of it.")


def _object(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BackupRefused("It is damaged: its manifest cannot be read.") from error
    return said if isinstance(said, dict) else {}


def _as(kind: type[Any], said: dict[str, Any]) -> Any:
    try:
        made = kind(**said)
    except TypeError as error:
        raise BackupRefused("It is damaged: its manifest is not as one is written.") from error
    sizes = [getattr(made, name, 0) for name in ("size", "rows", "unpacked")]
    texts = [getattr(made, name, "") for name in ("name", "sha256", "place", "why")]
    numbers_right = sizes[0] is not None and all(
        size is None or (type(size) is int and size >= 0) for size in sizes
    )
    if not numbers_right or not all(isinstance(text, str) for text in texts):
        raise BackupRefused("It is damaged: its manifest is not as one is written.")
    return made
