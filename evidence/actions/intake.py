"""Files that wait to be added: taken in, spoken for, taken out, forgotten."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from criteria.models import Element
from evidence.intake.quota import check_room
from evidence.intake.refusal import Refused
from evidence.intake.store import discard_key
from evidence.intake.stored import StoredFile
from evidence.models import Intake, IntakeFile, Portfolio

MOST_WAITING = 500


class AlreadyAdded(Exception):
    """The files of this sending were added, or taken away, in the meantime."""


class AlreadyHere(Exception):
    """The same file came with this sending before; `file` is the one that stays."""

    def __init__(self, file: IntakeFile) -> None:
        self.file = file
        super().__init__(file.path)


def open_intake(*, portfolio: Portfolio, by: User, element: Element | None = None) -> Intake:
    """A place for files to wait until they are added; nothing of it is evidence yet."""
    return Intake.objects.create(portfolio=portfolio, by=by, element=element)


@transaction.atomic
def stage_file(
    *,
    intake: Intake,
    file: StoredFile,
    path: str,
    sent_as: UUID | None = None,
    known: Mapping[str, Any] | None = None,
) -> IntakeFile:
    """Let a file wait whose bytes are stored; call it inside `store`.

    `known` is what can be read in the file itself. Raises AlreadyHere, AlreadyAdded, and
    Refused where there are too many or no room is left.
    """
    lock_intake(intake)
    here = intake.files.filter(path=path, sha256=file.sha256).first() or came_before(
        intake, sent_as
    )
    if here:
        raise AlreadyHere(here)
    _check_number(intake)
    check_room(intake.portfolio.service, file.size)
    intake.files.filter(path=path).exclude(reason="").delete()
    return IntakeFile.objects.create(
        intake=intake,
        sent_as=_unused(sent_as),
        path=path,
        file_name=file.name,
        storage_key=file.storage_key,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        scan=file.scan,
        choice=dict(known or {}),
    )


@transaction.atomic
def note_refusal(
    *, intake: Intake, path: str, name: str, refused: Refused, sent_as: UUID | None, size: int = 0
) -> IntakeFile:
    """Remember why a file cannot be added; nothing of it is kept. Raises AlreadyAdded."""
    lock_intake(intake)
    intake.files.filter(path=path).exclude(reason="").delete()
    return IntakeFile.objects.create(
        intake=intake,
        sent_as=_unused(sent_as),
        path=path,
        file_name=name,
        size=size,
        reason=refused.reason[:500],
        remedy=refused.remedy[:500],
    )


def came_before(intake: Intake, sent_as: UUID | None) -> IntakeFile | None:
    """The file that arrived with this very sending."""
    return intake.files.filter(sent_as=sent_as).first() if sent_as else None


@transaction.atomic
def say_of_files(*, intake: Intake, said: Mapping[int, Mapping[str, str]]) -> None:
    """Keep what was typed for files, by their ids, as it was typed. Raises AlreadyAdded."""
    lock_intake(intake)
    changed = []
    for file in intake.files.filter(pk__in=said):
        if file.choice.get("said") != said[file.pk]:
            file.choice["said"] = dict(said[file.pk])
            changed.append(file)
    IntakeFile.objects.bulk_update(changed, ["choice"], batch_size=200)


@transaction.atomic
def take_out(*, intake: Intake, file: IntakeFile) -> None:
    """Forget one file and its bytes. Raises AlreadyAdded."""
    lock_intake(intake)
    _forget(intake.files.filter(pk=file.pk))


@transaction.atomic
def drop_intake(*, intake: Intake) -> None:
    """Forget all its files and their bytes. Raises AlreadyAdded."""
    lock_intake(intake)
    _forget(intake.files.all())
    intake.delete()


def forget_old_intakes(*, before: datetime) -> int:
    """Drop what was sent before that moment and never added; how many were dropped."""
    dropped = 0
    for intake in Intake.objects.filter(confirmed_at__isnull=True, at__lt=before):
        try:
            drop_intake(intake=intake)
        except AlreadyAdded:  # added while this ran
            continue
        dropped += 1
    return dropped


def lock_intake(intake: Intake) -> Intake:
    """Within a transaction: nobody else adds, takes out or confirms now. Raises AlreadyAdded."""
    held = Intake.objects.select_for_update(no_key=True).filter(pk=intake.pk).first()
    if held is None or held.confirmed_at is not None:
        raise AlreadyAdded
    return held


def forget_bytes(keys: Iterable[str]) -> None:
    """Take bytes away once the transaction that no longer names them has ended well."""
    for key in keys:
        transaction.on_commit(partial(discard_key, key))


def _forget(files) -> None:
    keys = list(files.filter(storage_key__isnull=False).values_list("storage_key", flat=True))
    files.delete()
    forget_bytes(keys)


def _unused(sent_as: UUID | None) -> UUID | None:
    if sent_as and not IntakeFile.objects.filter(sent_as=sent_as).exists():
        return sent_as
    return None


def _check_number(intake: Intake) -> None:
    if intake.files.count() >= MOST_WAITING:
        raise Refused(
            _("%(most)s files wait here already, the most at one time.") % {"most": MOST_WAITING},
            _("Add these first, then drop the others."),
        )
