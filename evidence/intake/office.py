"""Office documents: archives of XML, opened carefully and only as far as needed."""

import zipfile
import zlib
from typing import BinaryIO

from defusedxml import DefusedXmlException, ElementTree

from .archives import open_safely
from .embedded import check_embedded
from .marks import refuse_hidden_document, two_at_once
from .refusal import Refused
from .refusals import ARCHIVE
from .words import broken_document, has_macros, has_password

OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN_PARTS = {
    OFFICE + "wordprocessingml.document.main+xml": OFFICE + "wordprocessingml.document",
    OFFICE + "spreadsheetml.sheet.main+xml": OFFICE + "spreadsheetml.sheet",
    OFFICE + "presentationml.presentation.main+xml": OFFICE + "presentationml.presentation",
}
ODF = {
    "application/vnd.oasis.opendocument." + kind: kind
    for kind in ("text", "spreadsheet", "presentation")
}
MOST_BYTES_OF_A_LIST = 500_000
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


def check_office(stream: BinaryIO) -> str:
    """The media type of a Word, Excel, PowerPoint or OpenDocument file without macros."""
    refuse_hidden_document(stream)
    stream.seek(0)
    try:
        with open_safely(stream) as archive:
            return _media_type(archive)
    except _BROKEN_ZIP as error:
        raise broken_document() from error


def _media_type(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    found = []
    if "[Content_Types].xml" in names:
        found += _of_content_types(archive, names)
    if "mimetype" in names:
        found += _of_open_document(archive, names)
    if not found:
        raise Refused(*ARCHIVE)
    if len(found) > 1:
        raise two_at_once()
    return found[0]


def _of_content_types(archive: zipfile.ZipFile, names: set[str]) -> list[str]:
    types = [
        (entry.get("PartName", "").lstrip("/"), entry.get("ContentType", ""))
        for entry in _parsed(archive, "[Content_Types].xml").iter()
        if isinstance(entry.tag, str)
    ]
    programs = [kind for _part, kind in types if "macroEnabled" in kind or "vbaProject" in kind]
    if programs or any("vbaproject" in name.lower() for name in names):
        raise has_macros()
    check_embedded(archive)
    mains = [MAIN_PARTS[kind] for part, kind in types if kind in MAIN_PARTS and part in names]
    return sorted(set(mains))


def _of_open_document(archive: zipfile.ZipFile, names: set[str]) -> list[str]:
    media_type = _read(archive, "mimetype").decode("ascii", "replace").strip()
    if media_type not in ODF:
        return []
    if "content.xml" not in names or "META-INF/manifest.xml" not in names:
        raise broken_document()
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise has_macros()
    manifest = _parsed(archive, "META-INF/manifest.xml")
    if any(str(entry.tag).endswith("}encryption-data") for entry in manifest.iter()):
        raise has_password()
    return [media_type]


def _parsed(archive: zipfile.ZipFile, name: str):
    try:
        return ElementTree.fromstring(_read(archive, name), forbid_dtd=True)
    except (DefusedXmlException, ElementTree.ParseError) as error:
        raise broken_document() from error


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > MOST_BYTES_OF_A_LIST:
        raise broken_document()
    return archive.read(name)
