"""The file: a plain tar whose every byte is prescribed, so that no change goes unseen.

`tar tf` lists it. The members stand one after another: `backup.json`, the tables, the files,
the list of what was destroyed, `manifest.jsonl` with size and SHA-256 of each, and last
`manifest.sha256`, by which the manifest is found from the end. The headers say nothing but
name and size, and reading compares them with what writing would have written.
"""

import hashlib
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from .refusal import BackupRefused

BLOCK = 512
CHUNK = 1024 * 1024
HEADER, MANIFEST, SEAL = "backup.json", "manifest.jsonl", "manifest.sha256"
LONGEST_NAME = 99
_SEAL = re.compile(rb"([0-9a-f]{64}) (\d{20}) manifest\.jsonl\n")
SEAL_SIZE = 64 + 1 + 20 + len(" manifest.jsonl\n")
# What stands behind the manifest: the seal with its header, and the end of every tar.
END = bytes(2 * BLOCK)
TAIL = BLOCK + BLOCK + len(END)


def header_of(name: str, size: int) -> bytes:
    """The one header that a member of this name and size has."""
    if not name.isascii() or len(name) > LONGEST_NAME:
        raise BackupRefused(f"“{name}” is no name that a backup can hold.")
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.mtime = size, 0o600, 0
    return member.tobuf(tarfile.GNU_FORMAT)


def padding(size: int) -> bytes:
    """What fills the last block of a member."""
    return bytes(-size % BLOCK)


class Part:
    """The member that is being written: counts and hashes what goes through."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """As gzip asks of a file; the file itself is flushed at its end."""

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


@contextmanager
def member(file: BinaryIO, name: str) -> Iterator[Part]:
    """A member to write; its header is put before it once its size is known."""
    start = file.tell()
    file.write(bytes(BLOCK))
    part = Part(file)
    yield part
    file.write(padding(part.size))
    end = file.tell()
    file.seek(start)
    file.write(header_of(name, part.size))
    file.seek(end)


def write_seal(file: BinaryIO, manifest: Part) -> None:
    """The last thing that is written: without it the backup was cut off."""
    with member(file, SEAL) as part:
        part.write(f"{manifest.sha256} {manifest.size:020d} {MANIFEST}\n".encode())
    file.write(END)


@dataclass(frozen=True)
class Place:
    """Where the bytes of a member lie."""

    start: int
    size: int


def find_manifest(file: BinaryIO) -> tuple[Place, str]:
    """Where the manifest lies and the SHA-256 it should have; refuses a file without its end."""
    length = file.seek(0, 2)
    if length < TAIL + 2 * BLOCK or length % BLOCK:
        raise BackupRefused("It is cut off or is no backup of this portal.")
    file.seek(length - TAIL)
    head, seal, end = file.read(BLOCK), file.read(BLOCK), file.read()
    found = _SEAL.fullmatch(seal[:SEAL_SIZE])
    whole = head == header_of(SEAL, SEAL_SIZE) and seal[SEAL_SIZE:] == padding(SEAL_SIZE)
    if not found or not whole or end != END:
        raise BackupRefused("Its end is missing: it is cut off, damaged or no backup.")
    size = int(found[2])
    start = length - TAIL - size - len(padding(size))
    if start < 2 * BLOCK:
        raise BackupRefused("It is damaged: its manifest cannot be as long as it says.")
    return Place(start, size), found[1].decode()


def read_member(file: BinaryIO, name: str, size: int, sha256: str) -> Place:
    """Go through the member that must stand here; refuses it where one byte differs."""
    if file.read(BLOCK) != header_of(name, size):
        raise BackupRefused(f"It is damaged: {name} is not where its manifest says.")
    place = Place(file.tell(), size)
    hashed = hashlib.sha256()
    for chunk in chunks(file, place):
        hashed.update(chunk)
    fill = padding(size)
    if hashed.hexdigest() != sha256 or file.read(len(fill)) != fill:
        raise BackupRefused(f"It is damaged: {name} is not what was written.")
    return place


def chunks(file: BinaryIO, place: Place) -> Iterator[bytes]:
    """The bytes of a member, some at a time; refuses a file that ends before."""
    at, end = place.start, place.start + place.size
    while at < end:
        file.seek(at)
        chunk = file.read(min(CHUNK, end - at))
        if not chunk:
            raise BackupRefused("It is cut off.")
        at += len(chunk)
        yield chunk


class Window:
    """A member as a file of its own, to be read from its beginning."""

    def __init__(self, file: BinaryIO, place: Place) -> None:
        self._chunks = chunks(file, place)
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        parts, wanted = [], size if size >= 0 else float("inf")
        while wanted > 0:
            if not self._rest:
                self._rest = next(self._chunks, b"")
                if not self._rest:
                    break
            take = len(self._rest) if wanted == float("inf") else int(wanted)
            piece, self._rest = self._rest[:take], self._rest[take:]
            parts.append(piece)
            wanted -= len(piece)
        return b"".join(parts)
