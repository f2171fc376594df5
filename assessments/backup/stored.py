"""Which stored files the rows of a backup name, in which storage, with which hash."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from evidence.intake.keys import HOLDERS as IN_EVIDENCE

from .refusal import BackupRefused

# Whatever names bytes, and in which storage they lie.
HOLDERS = {model._meta.label: "evidence" for model in IN_EVIDENCE}
HOLDERS |= {"assessments.ReportFile": "reports"}
# Files that use may take away while a backup is made, with their rows or with what these say.
MAY_GO = ("evidence.IntakeFile", "assessments.ReportFile", "evidence.DisclosureEntry")
STORAGES = ("evidence", "reports")
_KEY = re.compile(r"[0-9A-Za-z_][0-9A-Za-z_.-]*(/[0-9A-Za-z_][0-9A-Za-z_.-]*)*")


@dataclass(frozen=True)
class Named:
    """A file that a row of a table names."""

    label: str
    storage: str
    key: str
    sha256: str

    @property
    def place(self) -> str:
        return f"{self.storage}/{self.key}"


def is_safe(key: str) -> bool:
    """Whether a key leads nowhere but into its storage."""
    return bool(_KEY.fullmatch(key)) and ".." not in key


def named_by(label: str, row: dict[str, Any]) -> Iterator[Named]:
    """The file that a row of a backup names, where it names one that should be there."""
    key = row.get("storage_key")
    if label not in HOLDERS or not key:
        return
    if not is_safe(key):
        raise BackupRefused(f"A row of {label} names a file “{key}”, which is no name of ours.")
    if not row.get("destroyed_at"):
        yield Named(label, HOLDERS[label], key, row.get("sha256") or "")
