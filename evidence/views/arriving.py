"""Files as they arrive, one by one or in archives: each waits, or is refused, by itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.core.files.base import File
from django.utils.translation import gettext as _

from evidence.actions.intake import (
    MOST_WAITING,
    AlreadyHere,
    came_before,
    note_refusal,
    stage_file,
)
from evidence.intake.exif import day_taken
from evidence.intake.names import base_name, clean_words
from evidence.intake.refusal import Refused
from evidence.intake.store import store
from evidence.intake.unzip import files_of, is_archive
from evidence.models import Intake, IntakeFile

LONGEST_PATH = 1000


@dataclass(frozen=True)
class Arrived:
    """What became of one file; `again` where it was here before."""

    file: IntakeFile
    again: bool = False

    def words(self) -> dict[str, Any]:
        """For `intake.js`."""
        if self.file.reason:
            return {
                "name": self.file.path,
                "error": self.file.reason,
                "remedy": self.file.remedy,
            }
        said = _("Here already") if self.again else _("Here")
        return {"name": self.file.path, "message": said, "file": str(self.file.uuid)}


def arrive(intake: Intake, upload: File, *, path: str, sent_as: UUID | None) -> list[Arrived]:
    """One file, or each of those in an archive. Raises AlreadyAdded."""
    path = clean_path(path or str(upload.name))
    before = came_before(intake, sent_as)
    if before:
        return [Arrived(before, again=True)]
    try:
        if not is_archive(upload):
            return [_one(intake, upload, path, sent_as)]
        return _each(intake, files_of(upload, most=MOST_WAITING), path)
    except Refused as refused:
        return [_refused(intake, upload, path, refused, sent_as)]


def _each(intake: Intake, files: Iterator[File], archive: str) -> list[Arrived]:
    """What has arrived of an archive stays, also where a later part of it is broken."""
    arrived: list[Arrived] = []
    try:
        for file in files:
            path = clean_path(f"{archive}/{file.name}")
            try:
                arrived.append(_one(intake, file, path, None))
            except Refused as refused:
                arrived.append(_refused(intake, file, path, refused, None))
    except Refused as refused:
        arrived.append(
            Arrived(
                note_refusal(
                    intake=intake,
                    path=archive,
                    name=base_name(archive),
                    refused=refused,
                    sent_as=None,
                )
            )
        )
    return arrived


def _one(intake: Intake, upload: File, path: str, sent_as: UUID | None) -> Arrived:
    try:
        with store(upload) as stored:
            known = {}
            if stored.media_type.startswith("image/") and (
                day := day_taken(cast(BinaryIO, upload))
            ):
                known["day"] = day.isoformat()
            return Arrived(
                stage_file(intake=intake, file=stored, path=path, sent_as=sent_as, known=known)
            )
    except AlreadyHere as here:
        return Arrived(here.file, again=True)


def _refused(
    intake: Intake, upload: File, path: str, refused: Refused, sent_as: UUID | None
) -> Arrived:
    return Arrived(
        note_refusal(
            intake=intake,
            path=path,
            name=base_name(path)[:255] or _("Untitled"),
            refused=refused,
            sent_as=sent_as,
            size=upload.size or 0,
        )
    )


def clean_path(path: str) -> str:
    """Where a file lay, fit to be shown: no way out, nothing unseen, not too long."""
    parts: Sequence[str] = PurePosixPath(path.replace("\\", "/")).parts
    kept = [clean_words(part)[:200] for part in parts if part not in ("/", "..", ".")]
    return "/".join(part for part in kept if part)[-LONGEST_PATH:] or _("Untitled")
