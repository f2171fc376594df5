"""A pack written as a ZIP, one file after another, without holding any of them."""

import hashlib
from collections.abc import Iterator
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.files.base import File
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence.intake.store import open_stored

from ..progress import Progress, nobody
from ..refusal import CannotBeMade
from .content import PackContent, PackFile
from .data import assessment_json, register_csv
from .pages import index_page, not_included, page_of_checks, parts_of_pages, pointers
from .paths import DATA, HOW_TO_CHECK, INDEX, NOT_INCLUDED, REGISTER, SUMS

PIECE = 1024 * 1024
# What is not packed already grows smaller; all else is put in as it is.
GROWS_SMALLER = (
    "text/",
    "message/",
    "application/msword",
    "application/vnd.ms-",
)


class CannotBePacked(CannotBeMade):
    """A file of the evidence is gone, or is not the one that was handed in; says what to do."""


def write_pack(content: PackContent, file: BinaryIO, progress: Progress = nobody) -> None:
    """Put the whole pack into the file; the same content gives the same bytes.

    Memory does not grow with the size of the files. Raises CannotBePacked where a file is
    not what its checksum says, or was removed since the content was built.
    """
    writer = _Writer(content, file)
    with writer.archive:
        for path, data in _pages(content):
            writer.add(path, data)
        for done, each in enumerate(content.included):
            progress(_("Packing the files"), done, len(content.included))
            writer.copy(each)
        writer.add(SUMS, writer.sums())
    progress(_("Packing the files"), len(content.included), len(content.included))


def _pages(content: PackContent) -> Iterator[tuple[str, bytes]]:
    """Everything but the evidence itself; what is read first comes first."""
    yield INDEX, index_page(content)
    yield HOW_TO_CHECK, page_of_checks(content)
    if text := not_included(content):
        yield NOT_INCLUDED, text
    yield REGISTER, register_csv(content)
    yield DATA, assessment_json(content)
    yield from parts_of_pages(content)
    yield from pointers(content)


class _Writer:
    def __init__(self, content: PackContent, file: BinaryIO) -> None:
        self.archive = ZipFile(file, "w")
        # Not the moment of packing, so that the same content makes the same bytes.
        self._moment = timezone.localtime(content.created_at).timetuple()[:6]
        self._sums: list[tuple[str, str]] = []

    def add(self, path: str, data: bytes) -> None:
        info = self._info(path, len(data), ZIP_DEFLATED)
        self.archive.writestr(info, data)
        self._sums.append((hashlib.sha256(data).hexdigest(), path))

    def copy(self, each: PackFile) -> None:
        """The bytes of a version, hashed on their way."""
        packed = ZIP_DEFLATED if each.media_type.startswith(GROWS_SMALLER) else ZIP_STORED
        digest = hashlib.sha256()
        with (
            _opened(each) as source,
            self.archive.open(self._info(each.path, each.size, packed), "w") as target,
        ):
            # One letter more than is due is enough to tell that it is another file.
            left = each.size + 1
            while left and (piece := source.read(min(PIECE, left))):
                left -= len(piece)
                digest.update(piece)
                target.write(piece)
        if digest.hexdigest() != each.sha256:
            raise CannotBePacked(_refusal(each, _("is not the one that was handed in")))
        self._sums.append((each.sha256, each.path))

    def sums(self) -> bytes:
        """As `sha256sum -c` reads it, for every file so far."""
        return "".join(f"{digest}  {path}\n" for digest, path in self._sums).encode()

    def _info(self, path: str, size: int, packed: int) -> ZipInfo:
        info = ZipInfo(path, self._moment)
        info.compress_type, info.file_size = packed, size
        info.create_system, info.external_attr = 3, 0o100644 << 16
        return info


def _opened(each: PackFile) -> File:
    try:
        return open_stored(each.storage_key)
    except FileNotFoundError as error:
        raise CannotBePacked(_refusal(each, _("is not there any more"))) from error


def _refusal(each: PackFile, what: str) -> str:
    return _(
        "The stored file of %(code)s, version %(number)s, %(what)s. Tell whoever runs the portal:"
        " verify_evidence says more, and the file has to come back from a backup."
    ) % {"code": each.code, "number": each.number, "what": what}
