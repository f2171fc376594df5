"""Many files in one ZIP archive, written as it is sent so that it never lies in memory."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from evidence.intake.names import clean_name
from evidence.intake.store import open_stored
from evidence.models import EvidenceItem, EvidenceVersion
from evidence.registers.cells import guarded

A_CHUNK = 256 * 1024
INDEX = "index.csv"


@dataclass
class Taken:
    """A file of the archive; `problem` says why the archive does not hold it."""

    item: EvidenceItem
    version: EvidenceVersion | None
    name: str = ""
    problem: str = ""

    @property
    def row(self) -> list[str]:
        version = self.version
        known = (
            [str(version.number), version.file_name, str(version.size), version.sha256]
            if version
            else ["", "", "", ""]
        )
        return [
            guarded(cell)
            for cell in (self.item.code, self.item.title, self.name, *known, self.problem)
        ]


def files_of(items: Iterable[EvidenceItem]) -> list[Taken]:
    """The latest original of each item, named after its code and title; one statement."""
    found = list(items)
    latest: dict[int, EvidenceVersion] = {}
    versions = EvidenceVersion.objects.originals().filter(item__in=found).order_by("number")
    for version in versions.select_related("item"):
        latest[version.item_id] = version
    return [_taken(item, latest.get(item.pk)) for item in found]


def _taken(item: EvidenceItem, version: EvidenceVersion | None) -> Taken:
    if version is None:
        return Taken(item, None, problem=_("No file"))
    if version.is_destroyed:
        return Taken(item, version, problem=version.trouble)
    if not version.is_readable:
        return Taken(item, version, problem=_("Held: %(why)s") % {"why": version.trouble})
    ending = f".{version.extension.lower()}" if version.extension else ".bin"
    return Taken(item, version, name=clean_name(f"{item.code} {item.title}{ending}", (ending,)))


def archive(files: Iterable[Taken]) -> Iterator[bytes]:
    """The bytes of the archive, piece by piece; the index of all files comes last."""
    out = _Pipe()
    done: list[Taken] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:  # type: ignore[arg-type]
        for taken in files:
            yield from _add(made, out, taken)
            done.append(taken)
        made.writestr(INDEX, _index(done))
    yield out.taken()


def _add(made: zipfile.ZipFile, out: "_Pipe", taken: Taken) -> Iterator[bytes]:
    if taken.version is None or taken.problem:
        return
    try:
        content = open_stored(taken.version.storage_key)
    except FileNotFoundError:
        taken.problem = _("The file is missing")
        return
    with content, made.open(taken.name, "w", force_zip64=True) as entry:
        for chunk in content.chunks(A_CHUNK):
            entry.write(chunk)
            yield out.taken()


def _index(files: Iterable[Taken]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(
        [
            *(_("Code"), _("Title"), _("File"), _("Version"), _("Name when added")),
            *(_("Size in bytes"), _("SHA-256"), _("Why it is not here")),
        ]
    )
    writer.writerows(taken.row for taken in files)
    return text.getvalue().encode("utf-8-sig")


class _Pipe(io.RawIOBase):
    """Somewhere to write to that keeps only what has not been sent yet."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting += data
        return len(data)

    def taken(self) -> bytes:
        waiting, self._waiting = bytes(self._waiting), bytearray()
        return waiting
