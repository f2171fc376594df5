"""Whether a backup is whole, ours and for this portal: asked of all of it before it is used."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

from django.apps.registry import Apps
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from evidence.destruction.ledger import AnyLine

from .container import BLOCK, HEADER, MANIFEST, Place, Window, chunks, find_manifest, read_member
from .contents import DESTROYED, columns_of, fields_of, kept_models, label_of, table_name
from .destroyed import read_destroyed
from .manifest import GONE, Entry, Gone, Head, read_head, read_lines
from .proof import check_history
from .refusal import BackupRefused
from .stored import HOLDERS, STORAGES, is_safe, named_by
from .values import NotItsKind, reader_of

LARGEST_HEAD = 16 * 1024 * 1024
LONGEST_LINE = 16 * 1024
HISTORY = "accounts.HistoryEntry"
LONGEST_ROW = 512 * 1024 * 1024
Say = Callable[[str], None]


@dataclass
class Checked:
    """A backup that was found whole, with where its parts lie."""

    file: BinaryIO
    head: Head
    manifest: Place
    apps: Apps = field(init=False)
    tables: dict[str, tuple[Place, Entry]] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)
    gone: dict[str, str] = field(default_factory=dict)
    destroyed: list[AnyLine] = field(default_factory=list)
    rows: int = 0
    last_of_history: dict[str, Any] | None = None

    @property
    def models(self) -> list[type[Model]]:
        """The tables as they were when the backup was made."""
        return kept_models(self.apps)

    def rows_of(self, model: type[Model]) -> Iterator[list[Any]]:
        """The rows of a table, each value as its field takes it."""
        place, entry = self.tables[label_of(model)]
        return _rows(self.file, place, entry, model)

    def files(self) -> Iterator[tuple[str, str, Place, Entry]]:
        """Storage and key of each file, where it lies, and its entry in the manifest."""
        at = 0
        for entry in _entries(self.file, self.manifest):
            if isinstance(entry, Entry):
                place = Place(at + BLOCK, entry.size)
                at += BLOCK + entry.size + -entry.size % BLOCK
                if entry.name.startswith("files/"):
                    storage, _, key = entry.name.removeprefix("files/").partition("/")
                    yield storage, key, place, entry


def check_backup(
    file: BinaryIO, *, unproved: bool = False, say: Say = lambda words: None
) -> Checked:
    """Read all of a backup; raises BackupRefused at the first thing that is wrong.

    Every byte is compared with what was written, every row with its table, and every file
    that a row names must be there. `unproved` takes a history that the keys at hand do not fit.
    """
    _must_be_ours(file)
    manifest, sha256 = find_manifest(file)
    file.seek(manifest.start - BLOCK)
    read_member(file, MANIFEST, manifest.size, sha256)
    head = _head(file, manifest)
    checked = Checked(file, head, manifest)
    _walk(checked, say)
    checked.apps = _apps_at(head)
    _must_have_the_tables(checked)
    _check_rows(checked, say)
    if not unproved:
        check_history(head, checked)
    return checked


def _must_be_ours(file: BinaryIO) -> None:
    file.seek(0)
    if not file.read(BLOCK).startswith(HEADER.encode() + b"\0"):
        raise BackupRefused("It is no backup of this portal, or damaged at its beginning.")


def _entries(file: BinaryIO, manifest: Place) -> Iterator[Entry | Gone]:
    """The lines of the manifest, read bit by bit while other parts of the file are read."""

    def lines() -> Iterator[bytes]:
        rest, at = b"", manifest.start
        end = manifest.start + manifest.size
        while at < end:
            part = Place(at, min(BLOCK * 128, end - at))
            rest += b"".join(chunks(file, part))
            at += part.size
            *whole, rest = rest.split(b"\n")
            if len(rest) > LONGEST_LINE:
                raise BackupRefused("It is damaged: its manifest cannot be read.")
            yield from whole
        if rest:
            yield rest

    return read_lines(lines())


def _head(file: BinaryIO, manifest: Place) -> Head:
    with closing(cast(Any, _entries(file, manifest))) as entries:
        first = next(entries, None)
    if not isinstance(first, Entry) or first.name != HEADER or first.size > LARGEST_HEAD:
        raise BackupRefused("It is damaged: its manifest does not begin with its head.")
    file.seek(0)
    place = read_member(file, HEADER, first.size, first.sha256)
    return read_head(b"".join(chunks(file, place)))


def _apps_at(head: Head) -> Apps:
    """The models as they were; refuses migrations that this version does not know."""
    loader = MigrationLoader(None)
    nodes = {(app, name) for app, names in head.migrations.items() for name in names}
    if unknown := sorted(".".join(node) for node in nodes - set(loader.disk_migrations)):
        more = f" and {len(unknown) - 3} more" if len(unknown) > 3 else ""
        raise BackupRefused(
            f"It was made by a later version of the portal, which has the migrations"
            f" {', '.join(unknown[:3])}{more}. Install that version, or a later one, and restore"
            " with it."
        )
    graph = loader.graph
    if any(set(graph.forwards_plan(node)) - nodes for node in nodes):
        raise BackupRefused("It is damaged: the migrations it names do not follow each other.")
    return loader.project_state(sorted(nodes)).apps


def _must_have_the_tables(checked: Checked) -> None:
    known = {label_of(model): columns_of(model) for model in checked.models}
    said = checked.head.tables
    if set(said) != set(known):
        names = ", ".join(sorted(set(said) ^ set(known)))
        raise BackupRefused(f"Its tables are not those of its version of the portal: {names}.")
    for label, columns in known.items():
        if said[label] != columns:
            raise BackupRefused(f"The columns of {label} are not those of its version.")


def _walk(checked: Checked, say: Say) -> None:
    """Compare every byte with the manifest, in the one order in which members can stand."""
    expected = [HEADER, *map(table_name, sorted(checked.head.tables))]
    place, at = None, 0
    for entry in _entries(checked.file, checked.manifest):
        if isinstance(entry, Gone):
            _note_gone(checked, entry)
            continue
        if place == DESTROYED:
            raise BackupRefused(f"It is damaged: {entry.name} does not belong in it.")
        place = entry.name
        if expected:
            if entry.name != expected.pop(0):
                raise BackupRefused(f"It is damaged: {entry.name} is not the table that follows.")
        elif entry.name != DESTROYED:
            _note_file(checked, entry)
        if entry.size > checked.manifest.start:
            raise BackupRefused(f"It is damaged: {entry.name} cannot be as long as it says.")
        checked.file.seek(at)
        found = read_member(checked.file, entry.name, entry.size, entry.sha256)
        at = checked.file.tell()
        if entry.name.startswith("tables/"):
            label = entry.name.removeprefix("tables/").removesuffix(".jsonl.gz")
            checked.tables[label] = (found, entry)
        say(f"Checked {entry.name}")
    if place != DESTROYED or expected or at != checked.manifest.start - BLOCK:
        raise BackupRefused("It is incomplete: members are missing, or there are more than named.")
    checked.destroyed = read_destroyed(checked.file, found)


def _note_gone(checked: Checked, entry: Gone) -> None:
    storage, _, key = entry.place.partition("/")
    if storage not in STORAGES or not is_safe(key) or entry.why not in GONE:
        raise BackupRefused("It is damaged: its manifest is not as one is written.")
    checked.gone[entry.place] = entry.why


def _note_file(checked: Checked, entry: Entry) -> None:
    storage, _, key = entry.name.removeprefix("files/").partition("/")
    named = entry.name.startswith("files/") and storage in STORAGES and is_safe(key)
    place = f"{storage}/{key}"
    if not named or place in checked.places:
        raise BackupRefused(f"It is damaged: “{entry.name}” does not belong in it.")
    checked.places.add(place)


def _check_rows(checked: Checked, say: Say) -> None:
    named: set[str] = set()
    for model in checked.models:
        label, columns = label_of(model), columns_of(model)
        say(f"Reading {label}")
        for row in checked.rows_of(model):
            checked.rows += 1
            if label == HISTORY:
                checked.last_of_history = dict(zip(columns, row, strict=True))
            if label in HOLDERS:
                found = named_by(label, dict(zip(columns, row, strict=True)))
                named.update(each.place for each in found)
    if lacking := named - checked.places - set(checked.gone):
        raise BackupRefused(f"It is incomplete: {len(lacking)} files that it names are not in it.")
    if strays := (checked.places | set(checked.gone)) - named:
        raise BackupRefused(f"It is damaged: nothing in it names {sorted(strays)[0]}.")


def _rows(file: BinaryIO, place: Place, entry: Entry, model: type[Model]) -> Iterator[list[Any]]:
    label = label_of(model)
    readers = [reader_of(field) for field in fields_of(model)]
    count = 0
    for count, line in enumerate(_lines(file, place, entry), start=1):
        try:
            row = json.loads(line)
            read = [read(value) for read, value in zip(readers, row, strict=True)]
        except (ValueError, TypeError, NotItsKind, RecursionError) as error:
            raise BackupRefused(f"Row {count} of {label} is not as its table has them.") from error
        yield read
    if count != entry.rows:
        raise BackupRefused(f"It is incomplete: {label} has {count} rows instead of {entry.rows}.")


def _lines(file: BinaryIO, place: Place, entry: Entry) -> Iterator[bytes]:
    """The lines of a table, never more of them unpacked than the manifest says."""
    left = entry.unpacked or 0
    try:
        with gzip.GzipFile(fileobj=cast(Any, Window(file, place)), mode="rb") as packed:
            while line := packed.readline(min(left, LONGEST_ROW) + 1):
                left -= len(line)
                if left < 0 or not line.endswith(b"\n"):
                    raise BackupRefused(f"{entry.name} unpacks to more than it says.")
                yield line
    except (OSError, EOFError, zlib.error) as error:
        raise BackupRefused(f"It is damaged: {entry.name} cannot be unpacked.") from error
    if left:
        raise BackupRefused(f"{entry.name} unpacks to less than it says.")
