"""ZIP archives that people add: opened within limits, each file in them taken by itself."""

import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from .archives import open_listed, open_safely
from .limits import in_words
from .marks import refuse_hidden_document
from .refusal import Refused

_MARK = b"PK\x03\x04"
_OFFICE = ("[Content_Types].xml", "mimetype")
# What computers put into archives without being asked.
_LITTER = {".ds_store", "thumbs.db", "desktop.ini"}
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


def is_archive(upload: File) -> bool:
    """Whether it is a ZIP of files, and not one of the documents that are ZIPs inside."""
    upload.seek(0)
    if upload.read(len(_MARK)) != _MARK:
        return False
    try:
        names = open_listed(cast(BinaryIO, upload)).namelist()
    except _BROKEN_ZIP:
        return False
    return not any(name in _OFFICE for name in names)


def files_of(upload: File, *, most: int) -> Iterator[File]:
    """The files of the archive one after the other; each is closed when the next is asked for.

    What they are is not looked at. Raises Refused for an archive that is not opened at all
    or holds more files than `most`, and then before the first file.
    """
    if (upload.size or 0) > settings.MAX_VIDEO_BYTES:
        raise Refused(
            _("It is larger than %(limit)s.") % {"limit": in_words(settings.MAX_VIDEO_BYTES)},
            _("Make several smaller archives, or add the files themselves."),
        )
    refuse_hidden_document(cast(BinaryIO, upload))
    upload.seek(0)
    try:
        with open_safely(cast(BinaryIO, upload)) as archive:
            entries = [entry for entry in archive.infolist() if _is_file(entry)]
            _check_number(len(entries), most)
            for entry in entries:
                with TemporaryFile() as copy:
                    with archive.open(entry) as content:
                        shutil.copyfileobj(content, copy)
                    yield _Opened(copy, entry)
    except _BROKEN_ZIP as error:
        raise Refused(
            _("This archive is damaged, or a name in it leads out of it."),
            _("Make the archive again, or add the files themselves."),
        ) from error


class _Opened(File):
    def __init__(self, copy, entry: zipfile.ZipInfo) -> None:
        super().__init__(copy, name=entry.filename)
        self.size = entry.file_size


def _is_file(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename)
    litter = path.parts[:1] == ("__MACOSX",) or path.name.lower() in _LITTER
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise zipfile.BadZipFile("a link leads out of the archive")
    return not entry.is_dir() and not litter


def _check_number(number: int, most: int) -> None:
    if not number:
        raise Refused(_("There is no file in it."), _("Add the files themselves."))
    if number > most:
        raise Refused(
            _("%(files)s files in it are more than the %(most)s that can be added now.")
            % {"files": number, "most": most},
            _("Make several smaller archives, or add the files themselves."),
        )
