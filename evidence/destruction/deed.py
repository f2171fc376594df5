"""The deed itself: what is taken away of a version, in which order, and what stays.

Whatever is killed in between, nothing is half done: the list of destructions is written
first, then everything of the database at once, then the bytes go; `finish` completes what a
kill has left, as often as it is called.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from accounts.models import Organisation, User
from evidence.enums import VersionRole
from evidence.intake.store import discard_key
from evidence.models import (
    Destruction,
    EvidenceItem,
    EvidenceVersion,
    PageOfWords,
    Reading,
)
from evidence.search.index import forget_for_good

from .copies import dispose_of_copies, waiting_with_bytes
from .lines import Line, append, read_ledger

logger = logging.getLogger(__name__)


def lock_item(item: EvidenceItem) -> None:
    """Whoever adds to the item, holds it or destroys of it waits; in the usual order."""
    Organisation.objects.select_for_update(no_key=True).get(pk=item.organisation_id)
    EvidenceItem.objects.select_for_update(no_key=True).get(pk=item.pk)


def going_with(version: EvidenceVersion, *, keeps_redacted: bool) -> list[EvidenceVersion]:
    """The version with what accompanies it and goes too; one statement."""
    beside = Q(accompanies=version)
    if keeps_redacted:
        beside &= ~Q(role=VersionRole.REDACTED)
    rows = EvidenceVersion.objects.standing().select_related("item__service", "item__organisation")
    return list(rows.filter(Q(pk=version.pk) | beside).order_by("number"))


def destroy_now(
    destruction: Destruction, *, at: datetime, by: User | None, again: bool = False
) -> list[int]:
    """Make a tombstone of the version and of what goes with it; their numbers.

    Within the transaction of the deed, with the item locked; `destruction` says why already.
    With `again` they are on the list of destructions, which is not written twice.
    """
    version = destruction.version
    versions = going_with(version, keeps_redacted=destruction.keeps_redacted)
    dispose_of_copies(versions, destruction.reason, by)
    waiting = waiting_with_bytes(versions)
    keys = [str(key) for key in waiting.values_list("storage_key", flat=True)]
    waiting.delete()
    for key in keys:
        transaction.on_commit(partial(discard_key, key))
    # Readings first: who takes the words out holds their rows while the pages are written.
    Reading.objects.filter(version__in=versions).delete()
    PageOfWords.objects.filter(version__in=versions).delete()
    EvidenceVersion.objects.filter(pk__in=[each.pk for each in versions]).update(
        destroyed_at=at,
        destroyed_reason=destruction.reason,
        file_name="",
        note="",
        address="",
        seen_on=None,
    )
    lines = [_line(each, destruction, at) for each in versions]
    listed = {line.version for line in read_ledger()} if again else set()
    append(line for line in lines if line.version not in listed)
    transaction.on_commit(partial(_let_go, destruction.pk))
    return [each.number for each in versions]


def _line(version: EvidenceVersion, destruction: Destruction, at: datetime) -> Line:
    return Line(
        version=str(version.uuid),
        code=version.item.code,
        number=version.number,
        sha256=version.sha256,
        size=version.size,
        storage_keys=(version.storage_key,),
        at=at.isoformat(),
        reason=destruction.reason,
        authority=destruction.authority,
        rule=destruction.rule,
        asked_by=destruction.asked_by_id,
        agreed_by=destruction.agreed_by_id,
    )


def _let_go(pk: int) -> None:
    """The bytes at once; what else lies about in the database's files as soon as may be."""
    destruction = Destruction.objects.select_related("version").get(pk=pk)
    try:
        remove_bytes(tombstones_of(destruction.version))
    except Exception:
        logger.exception("The bytes of %s are left to the worker", destruction)
    finish_soon.enqueue(pk)


def tombstones_of(version: EvidenceVersion) -> Sequence[EvidenceVersion]:
    """The version and what went with it; one statement."""
    together = Q(pk=version.pk) | Q(accompanies=version)
    return list(EvidenceVersion.objects.filter(together, destroyed_at__isnull=False))


def remove_bytes(versions: Sequence[EvidenceVersion]) -> None:
    """Take away the bytes of destroyed versions; of others, none."""
    for version in versions:
        if version.is_destroyed:
            storages["evidence"].delete(version.storage_key)


@task(priority=-5)
def finish_soon(pk: int) -> None:
    """Complete a destruction; done already, nothing happens."""
    finish(pk)


def finish(pk: int) -> bool:
    """See that nothing of it lies anywhere any more, and write down when; whether it had to."""
    destruction = Destruction.objects.select_related("version").filter(
        pk=pk, agreed_at__isnull=False, bytes_gone_at__isnull=True
    )
    found = destruction.first()
    if found is None:
        return False
    remove_bytes(tombstones_of(found.version))
    forget_for_good()
    destruction.update(bytes_gone_at=timezone.now())
    return True


def finish_all() -> int:
    """Complete what a kill has left; how many."""
    unfinished = Destruction.objects.filter(agreed_at__isnull=False, bytes_gone_at__isnull=True)
    return sum(finish(pk) for pk in list(unfinished.values_list("pk", flat=True)))
