"""Versions of an item: new files, and what stands beside one of them."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.history import record
from accounts.models import Organisation, User
from evidence.enums import VersionRole
from evidence.intake.quota import check_quota
from evidence.intake.stored import StoredFile
from evidence.models import EvidenceItem, EvidenceVersion
from evidence.search.tasks import read_soon

from .about import about_item
from .guards import require_in_use

MOST_PICTURES = 10


class SentAlready(Exception):
    """The same sending has made a version before; `version` is that one."""

    def __init__(self, version: EvidenceVersion) -> None:
        super().__init__()
        self.version = version


class NoOriginal(Exception):
    """A redacted copy or a picture stands beside an original that is there, only."""


class TooManyPictures(Exception):
    """The observation has as many pictures as it can have."""


@transaction.atomic
def add_version(
    *,
    item: EvidenceItem,
    file: StoredFile,
    by: User | None,
    note: str = "",
    address: str = "",
    seen_on: date | None = None,
    sent_as: UUID | None = None,
    has_room: bool = False,
) -> EvidenceVersion:
    """The item's next version; the ones before stay as they are.

    `sent_as` is the sending that it came with: raises SentAlready where that has made a
    version. `has_room` says that these bytes count against the service's room already.
    Raises ItemWithdrawn, and Refused where the service has no room left.
    """
    version = EvidenceVersion(
        item=item, note=note, address=address, seen_on=seen_on, sent_as=sent_as, created_by=by
    )
    _keep(version, file, has_room=has_room)
    record(verb="evidence.version_added", by=by, about=about_item(item), **_words(version))
    return version


@transaction.atomic
def add_redacted_copy(
    *, version: EvidenceVersion, file: StoredFile, by: User, note: str = ""
) -> EvidenceVersion:
    """A copy that assessors read in place of an original, from the next submission on.

    Raises NoOriginal, and what `add_version` raises.
    """
    copy = _beside(version, VersionRole.REDACTED, by, note)
    _keep(copy, file)
    record(
        verb="evidence.redacted_added",
        by=by,
        about=about_item(version.item),
        beside=version.number,
        **_words(copy),
    )
    return copy


@transaction.atomic
def add_picture(
    *, version: EvidenceVersion, file: StoredFile, by: User, sent_as: UUID | None = None
) -> EvidenceVersion:
    """A picture of what a note tells; raises TooManyPictures, and as `add_redacted_copy`."""
    picture = _beside(version, VersionRole.PICTURE, by)
    picture.sent_as = sent_as
    _lock(version.item)
    if before := sent_before(sent_as):
        raise SentAlready(before)
    if version.companions.filter(role=VersionRole.PICTURE).count() >= MOST_PICTURES:
        raise TooManyPictures(
            _("An observation has at most %(most)s pictures.") % {"most": MOST_PICTURES}
        )
    _keep(picture, file)
    record(
        verb="evidence.picture_added",
        by=by,
        about=about_item(version.item),
        beside=version.number,
        **_words(picture),
    )
    return picture


def sent_before(sent_as: UUID | None) -> EvidenceVersion | None:
    """The version that this sending has made, with its item."""
    if sent_as is None:
        return None
    return EvidenceVersion.objects.select_related("item").filter(sent_as=sent_as).first()


def _beside(
    version: EvidenceVersion, role: VersionRole, by: User, note: str = ""
) -> EvidenceVersion:
    if version.role != VersionRole.ORIGINAL or version.is_destroyed:
        raise NoOriginal
    return EvidenceVersion(
        item=version.item, role=role, accompanies=version, note=note, created_by=by
    )


def _lock(item: EvidenceItem) -> None:
    """The organisation's row first: simultaneous uploads cannot share the last of its room."""
    Organisation.objects.select_for_update(no_key=True).get(pk=item.organisation_id)
    EvidenceItem.objects.select_for_update(no_key=True).get(pk=item.pk)


def _keep(version: EvidenceVersion, file: StoredFile, *, has_room: bool = False) -> None:
    item = version.item
    _lock(item)
    require_in_use(item)
    if not has_room:
        check_quota(item, file.size, besides=file.storage_key)
    highest = item.versions.aggregate(highest=Max("number"))["highest"] or 0
    version.number = highest + 1
    version.storage_key, version.file_name = file.storage_key, file.name
    version.media_type, version.size = file.media_type, file.size
    version.sha256, version.scan = file.sha256, file.scan
    _write_once(version)
    read_soon(version.pk)


def _write_once(version: EvidenceVersion) -> None:
    """The constraint decides between two that arrive at the same moment."""
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError as error:
        if winner := sent_before(version.sent_as):
            raise SentAlready(winner) from error
        raise


def _words(version: EvidenceVersion) -> dict[str, str | int]:
    return {
        "code": version.item.code,
        "number": version.number,
        "file_name": version.file_name,
        "sha256": version.sha256,
    }
