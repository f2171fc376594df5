"""Whether every stored file is there and is the one that was handed in."""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.core.files.storage import Storage, storages

from evidence.models import EvidenceVersion


@dataclass(frozen=True)
class Custody:
    """`missing` and `altered` name code and version; `orphaned` are files without a version."""

    checked: int
    missing: tuple[str, ...]
    altered: tuple[str, ...]
    orphaned: tuple[str, ...]

    @property
    def sound(self) -> bool:
        return not (self.missing or self.altered or self.orphaned)

    def as_data(self) -> dict[str, Any]:
        return {"sound": self.sound, **asdict(self)}


def check_custody() -> Custody:
    """Hash every stored file again and look for files that belong to no version."""
    storage = storages["evidence"]
    left_over = set(stored_keys(storage))
    checked, missing, altered = 0, [], []
    versions = EvidenceVersion.objects.select_related("item").order_by("item", "number")
    for version in versions.iterator(chunk_size=500):
        checked += 1
        left_over.discard(version.storage_key)
        found = sha256_of(storage, version.storage_key)
        if found is None:
            missing.append(str(version))
        elif found != version.sha256:
            altered.append(str(version))
    return Custody(checked, tuple(missing), tuple(altered), tuple(sorted(left_over)))


def sha256_of(storage: Storage, key: str) -> str | None:
    """The hash of a stored file in hex, or None where there is none."""
    try:
        with storage.open(key, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    except FileNotFoundError:
        return None


def stored_keys(storage: Storage, folder: str = "") -> Iterator[str]:
    """The names of all files in the storage."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}" if folder else name
    for name in folders:
        yield from stored_keys(storage, f"{folder}/{name}" if folder else name)
