"""A file whose bytes are stored and whose row is not written yet."""

from dataclasses import dataclass

from evidence.enums import Scan


@dataclass(frozen=True)
class StoredFile:
    """`storage_key` is its name in the evidence storage, `size` in bytes, `sha256` in hex."""

    storage_key: str
    name: str
    media_type: str
    size: int
    sha256: str
    scan: Scan = Scan.NOT_SCANNED
