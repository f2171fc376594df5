"""What lies in an Office document: charts bring their sheets, attackers bring programs."""

import zipfile
from io import BytesIO

from .archives import open_listed
from .ole import check_parts, opened
from .refusals import refusal_of
from .words import has_macros, holds_a_file

_FOLDER = "/embeddings/"
_MOST_BYTES = 20_000_000
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"


def check_embedded(archive: zipfile.ZipFile) -> None:
    """Raises Refused where an embedded file is a program or holds macros or another file."""
    for entry in archive.infolist():
        if _FOLDER in entry.filename.lower():
            if entry.file_size > _MOST_BYTES:
                raise holds_a_file()
            _check(archive.read(entry))


def _check(content: bytes) -> None:
    if refusal_of(content):
        raise holds_a_file()
    if content.startswith(_ZIP):
        with open_listed(BytesIO(content)) as archive:
            if any("vbaproject" in name.lower() for name in archive.namelist()):
                raise has_macros()
    if content.startswith(_OLE):
        with opened(BytesIO(content)) as ole:
            check_parts(ole.listdir())
