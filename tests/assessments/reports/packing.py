"""Packs made and opened by the tests."""

import json
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from assessments.models import Assessment
from assessments.reports.pack import build_pack, write_pack
from assessments.reports.pack.content import PackContent
from assessments.reports.subject import Subject

from .issuing import read


@dataclass
class Pack:
    """A pack as somebody gets it."""

    content: PackContent
    data: bytes

    @property
    def names(self) -> list[str]:
        return self._open().namelist()

    @property
    def evidence(self) -> list[str]:
        """The paths of the evidence, without the pack's own files and its pointers."""
        known = {file.path for file in self.content.included}
        return [name for name in self.names if name in known]

    def bytes_of(self, name: str) -> bytes:
        return self._open().read(name)

    def text(self, name: str = "index.html") -> str:
        return self.bytes_of(name).decode("utf-8-sig")

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.bytes_of("assessment.json"))

    def everything(self) -> bytes:
        """All files of the pack, unpacked, one after another."""
        return b"\n".join(self.bytes_of(name) for name in self.names)

    def unpack(self, folder: Path) -> Path:
        self._open().extractall(folder)
        return folder

    def _open(self) -> ZipFile:
        return ZipFile(BytesIO(self.data))


def pack_of(assessment: Assessment, *, by_assessor: bool = False) -> Pack:
    """The pack as it would be now."""
    content = build_pack(Subject(read(assessment), by_assessor=by_assessor))
    return Pack(content, packed(content))


def packed(content: PackContent) -> bytes:
    file = BytesIO()
    write_pack(content, file)
    return file.getvalue()
