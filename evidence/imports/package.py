"""Refuses Word files that are made to exhaust the machine, before anything opens them."""

import io
import struct
import zipfile
import zlib
from xml.sax import ContentHandler, SAXException

from defusedxml import DefusedXmlException
from defusedxml import sax as safe_sax
from django.utils.translation import gettext as _

from evidence.intake.archives import open_listed

from .lines import unreadable
from .report import NotASummary

MAX_PARTS = 2_000
MAX_EXPANDED = 64 * 1024 * 1024
MAX_XML = 20 * 1024 * 1024
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError),
    *(EOFError, OSError, DefusedXmlException, SAXException, ValueError, LookupError),
)
HEADER = 30  # bytes of a local header before its name


def check_package(data: bytes, name: str) -> None:
    """Raises NotASummary for a file that is no sound Word document of a sensible size."""
    damaged = unreadable(name)
    too_large = NotASummary(
        _("“%(name)s” is far larger inside than any Assessment Summary. Save its text as .txt.")
        % {"name": name}
    )
    try:
        with open_listed(io.BytesIO(data)) as package:
            parts = package.infolist()
            if overlapping(parts) or "[Content_Types].xml" not in package.namelist():
                raise damaged
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_EXPANDED:
                raise too_large
            xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
            if sum(part.file_size for part in xml) > MAX_XML:
                raise too_large
            check_xml(package, xml)
    except BROKEN as fault:
        raise damaged from fault


def overlapping(parts: list[zipfile.ZipInfo]) -> bool:
    """Whether two entries share bytes, as in bombs that expand one block many times."""
    names = {part.filename for part in parts}
    end = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end:
            return True
        end = part.header_offset + HEADER + len(part.orig_filename) + part.compress_size
    return len(names) != len(parts)


def check_xml(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Every part is well formed and declares no entities."""
    for part in parts:
        with package.open(part) as source:
            safe_sax.parse(source, ContentHandler(), forbid_dtd=True)
