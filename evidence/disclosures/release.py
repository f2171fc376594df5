"""A release as a ZIP: made from what its row says, each time the same, byte for byte."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import PurePath
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from evidence.enums import Decision
from evidence.intake.names import clean_name
from evidence.intake.store import open_stored
from evidence.models import DisclosureEntry

PIECE = 1024 * 1024
SUMS = "SHA256SUMS"


class CannotBeReleased(Exception):
    """A file is gone, or is not the one that was handed in; says which."""


def content_of(
    entries: Sequence[DisclosureEntry], pages: dict[str, str], at: datetime
) -> dict[str, Any]:
    """All that the ZIP is made of, as plain values: pages whole, files by their keys."""
    paths = paths_of(entries)
    return {
        "at": list(localtime(at).timetuple()[:6]),
        "pages": pages,
        "files": [_file(entry, paths[entry.pk]) for entry in entries if entry.pk in paths],
    }


def paths_of(entries: Sequence[DisclosureEntry]) -> dict[int, str]:
    """Where each released file lies, by the entry: names that every system can unpack.

    They say the code and not what the file was called, which may itself name somebody.
    """
    return {
        entry.pk: f"files/{_name(at, entry)}"
        for at, entry in enumerate(entries, 1)
        if entry.is_released
    }


def _name(at: int, entry: DisclosureEntry) -> str:
    is_copy = entry.decision == Decision.REDACTED
    suffix = PurePath(entry.file_name if is_copy else entry.version.file_name).suffix.lower()
    words = _("redacted") if is_copy else ""
    stem = f"{at:03} {entry.code} version {entry.version.number} {words}".strip()
    return clean_name(stem + suffix, (suffix,))


def _file(entry: DisclosureEntry, path: str) -> dict[str, Any]:
    held: Any = entry if entry.decision == Decision.REDACTED else entry.version
    return {
        "path": path,
        "storage_key": held.storage_key,
        "size": held.size,
        "sha256": held.sha256,
    }


def make_zip(content: dict[str, Any]) -> tuple[IO[bytes], int, str]:
    """The ZIP in a file that goes when it is closed, its size and its SHA-256.

    Memory does not grow with the files. Raises CannotBeReleased.
    """
    file = TemporaryFile()  # noqa: SIM115 whoever serves it closes it
    try:
        write_zip(content, file)
        size = file.tell()
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file, size, sha256


def write_zip(content: dict[str, Any], file: BinaryIO | IO[bytes]) -> None:
    """Nothing is packed tighter, so that no later version of a library changes a byte."""
    moment = tuple(content["at"])
    sums: list[tuple[str, str]] = []
    with ZipFile(file, "w") as archive:
        for path, text in sorted(content["pages"].items()):
            data = text.encode()
            archive.writestr(_info(path, moment, len(data)), data)
            sums.append((hashlib.sha256(data).hexdigest(), path))
        for each in content["files"]:
            _copy(archive, each, moment)
            sums.append((each["sha256"], each["path"]))
        data = _written(sums)
        archive.writestr(_info(SUMS, moment, len(data)), data)


def _written(sums: Iterable[tuple[str, str]]) -> bytes:
    """As `sha256sum -c` reads it."""
    return "".join(f"{digest}  {path}\n" for digest, path in sums).encode()


def _copy(archive: ZipFile, each: dict[str, Any], moment: tuple[int, ...]) -> None:
    digest = hashlib.sha256()
    try:
        source = open_stored(each["storage_key"])
    except FileNotFoundError as error:
        raise CannotBeReleased(_gone(each)) from error
    info = _info(each["path"], moment, each["size"])
    with source, archive.open(info, "w") as target:
        left = each["size"] + 1
        while left and (piece := source.read(min(PIECE, left))):
            left -= len(piece)
            digest.update(piece)
            target.write(piece)
    if digest.hexdigest() != each["sha256"]:
        raise CannotBeReleased(_gone(each))


def _gone(each: dict[str, Any]) -> str:
    return _(
        "The stored file for %(path)s is not there any more, or is not the one that was handed"
        " in. It may have been destroyed; else tell whoever runs the portal."
    ) % {"path": each["path"]}


def _info(path: str, moment: tuple[int, ...], size: int) -> ZipInfo:
    info = ZipInfo(path, moment)  # type: ignore[arg-type]
    info.compress_type, info.file_size = ZIP_STORED, size
    info.create_system, info.external_attr = 3, 0o100644 << 16
    return info
