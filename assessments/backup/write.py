"""Making a backup: the tables of one moment, then the files that they name."""

import gzip
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from django.apps import apps
from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model
from django.utils import timezone

from accounts.actions.exporting import record_backup
from accounts.history.verify import head_of_chain
from assessments.management.whole import whole_file
from evidence.destruction.ledger import read_all

from .container import CHUNK, HEADER, MANIFEST, Part, member, write_seal
from .contents import (
    DESTROYED,
    LEFT_OUT,
    columns_of,
    kept_models,
    label_of,
    table_name,
    unplaced,
)
from .manifest import Entry, Gone, Head, Listed
from .moment import one_moment
from .numbers import last_numbers
from .refusal import BackupRefused
from .stored import HOLDERS, MAY_GO, Named, named_by
from .values import line_of

ROWS_AT_ONCE = 1000
Say = Callable[[str], None]


@dataclass
class Made:
    """What a backup holds; `faults` is what was wrong with the portal's own files."""

    rows: int = 0
    tables: int = 0
    files: int = 0
    bytes: int = 0
    made_at: str = ""
    gone: list[Gone] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def make_backup(path: Path, say: Say = lambda words: None) -> Made:
    """Write database and files of one moment to `path`, whole or not at all.

    The portal may be in use. Nobody but the owner may read the file. Raises BackupRefused
    where the database is not that of this version.
    """
    if strays := unplaced(apps.get_models(include_auto_created=True)):
        raise BackupRefused(f"Nobody has said whether these are kept: {', '.join(strays)}.")
    made = Made()
    record_backup()  # first, so that the backup itself tells of it
    with (
        whole_file(path, mode=0o600) as file,
        tempfile.TemporaryFile(dir=path.parent) as manifest,
        tempfile.TemporaryFile(dir=path.parent) as names,
    ):
        listed = Listed(manifest, gone=made.gone)
        with one_moment():
            _write_head(file, listed, made)
            _write_tables(file, listed, names, made, say)
        _write_files(file, listed, names, made, say)
        _write_ledger(file, listed)
        listed.close()
        manifest.seek(0)
        with member(file, MANIFEST) as part:
            _pour(manifest, part)
        write_seal(file, part)
        made.bytes = file.tell()
    _sync(path.parent)
    return made


def _write_head(file: BinaryIO, listed: Listed, made: Made) -> None:
    models = kept_models(apps)
    made.made_at = timezone.now().isoformat(timespec="seconds")
    head = Head(
        made_at=made.made_at,
        engine=connection.vendor,
        migrations=_applied(),
        tables={label_of(model): columns_of(model) for model in models},
        last_numbers=last_numbers(models),
        history=head_of_chain(),
        left_out={label: reason for label, reason in LEFT_OUT.items() if _is_installed(label)},
    )
    with member(file, HEADER) as part:
        part.write(head.as_bytes())
    listed.add(Entry(HEADER, part.size, part.sha256))


def _is_installed(label: str) -> bool:
    return label.lower() in {model._meta.label_lower for model in apps.get_models()}


def _applied() -> dict[str, list[str]]:
    """The migrations that the database has; refuses one that is not of this version."""
    executor = MigrationExecutor(connection)
    applied = set(executor.loader.applied_migrations)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise BackupRefused("The database is not of this version of the portal: run migrate first.")
    if strange := applied - set(executor.loader.disk_migrations):
        names = ", ".join(sorted(".".join(each) for each in strange))
        raise BackupRefused(f"The database is of a later version of the portal: it has {names}.")
    by_app: dict[str, list[str]] = {}
    for app, name in sorted(applied):
        by_app.setdefault(app, []).append(name)
    return by_app


def _write_tables(file: BinaryIO, listed: Listed, names: IO[bytes], made: Made, say: Say) -> None:
    for model in kept_models(apps):
        label = label_of(model)
        say(f"Table {label}")
        with member(file, table_name(label)) as part:
            rows, size = _pack(model, part, names)
        listed.add(Entry(table_name(label), part.size, part.sha256, rows, size))
        made.rows += rows
        made.tables += 1


def _pack(model: type[Model], part: Part, names: IO[bytes]) -> tuple[int, int]:
    """Write the rows of a table, and note the files that they name; how many, and their size."""
    label, columns = label_of(model), columns_of(model)
    count = size = 0
    with gzip.GzipFile("", "wb", 6, cast(Any, part), mtime=0) as packed:
        for row in _rows(model, columns):
            line = line_of(row)
            packed.write(line)
            count, size = count + 1, size + len(line)
            if label in HOLDERS:
                for named in named_by(label, dict(zip(columns, row, strict=True))):
                    names.write(json.dumps(asdict(named)).encode() + b"\n")
    return count, size


def _rows(model: type[Model], columns: list[str]) -> Iterator[tuple[Any, ...]]:
    rows = model._base_manager.order_by("pk").values_list(*columns)
    return rows.iterator(chunk_size=ROWS_AT_ONCE)


def _write_files(file: BinaryIO, listed: Listed, names: IO[bytes], made: Made, say: Say) -> None:
    names.seek(0)
    for line in names:
        named = Named(**json.loads(line))
        if _copy(file, listed, named, made):
            made.files += 1
            say(f"{made.files} files")


def _copy(file: BinaryIO, listed: Listed, named: Named, made: Made) -> bool:
    """Copy one stored file; where it is gone meanwhile, say why."""
    try:
        source = storages[named.storage].open(named.key, "rb")
    except FileNotFoundError:
        _say_why_gone(listed, named, made)
        return False
    name = f"files/{named.place}"
    with source, member(file, name) as part:
        _pour(cast(BinaryIO, source), part)
    if named.sha256 and part.sha256 != named.sha256:
        made.faults.append(f"{named.place} is not what was handed in.")
    listed.add(Entry(name, part.size, part.sha256))
    return True


def _say_why_gone(listed: Listed, named: Named, made: Made) -> None:
    why = why_gone(named)
    listed.gone.append(Gone(named.place, why))
    if why == "missing":
        made.faults.append(f"{named.place} is missing from the storage.")


def why_gone(named: Named) -> str:
    """Why a file that was named at the moment of the backup is not there any more."""
    for label, storage in HOLDERS.items():
        rows = apps.get_model(label)._base_manager.filter(storage_key=named.key)
        row = rows.values().first() if storage == named.storage else None
        if row is not None:
            return "destroyed" if row.get("destroyed_at") else "missing"
    if named.label not in MAY_GO:
        raise BackupRefused(f"{named.place} was taken away while the backup was made: try again.")
    return "removed"


def _write_ledger(file: BinaryIO, listed: Listed) -> None:
    """After the files: whatever was destroyed while they were copied stands in it."""
    with member(file, DESTROYED) as part:
        for line in read_all():
            part.write(json.dumps(asdict(line), ensure_ascii=False).encode() + b"\n")
    listed.add(Entry(DESTROYED, part.size, part.sha256))


def _pour(source: IO[bytes], part: Part) -> None:
    while chunk := source.read(CHUNK):
        part.write(chunk)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
