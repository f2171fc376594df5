"""Documents that nobody will want: drafts that newer ones replaced, and files without a row."""

from collections.abc import Collection
from datetime import datetime
from functools import partial

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from assessments.models import ReportFile
from evidence.leftovers import Leftover, clear_unnamed


@transaction.atomic
def forget_old_drafts(*, before: datetime) -> int:
    """Remove drafts made `before` that a newer document of the same kind has replaced, and
    what could not be made; how many. What was issued stays for ever."""
    newer = ReportFile.objects.filter(
        assessment=OuterRef("assessment"),
        report=OuterRef("report"),
        made_at__gt=OuterRef("made_at"),
    )
    old = ReportFile.objects.filter(issue_number__isnull=True, asked_at__lt=before).filter(
        Q(made_at__isnull=True) | Q(Exists(newer), made_at__lt=before)
    )
    keys = dict(old.select_for_update(no_key=True).values_list("pk", "storage_key"))
    ReportFile.objects.filter(pk__in=keys, issue_number__isnull=True).delete()
    for key in filter(None, keys.values()):
        transaction.on_commit(partial(storages["reports"].delete, key))
    return len(keys)


def clear_unnamed_documents(*, before: datetime, remove: bool = True) -> list[Leftover]:
    """Remove stored documents last touched `before` that no row names; returns them."""
    return clear_unnamed("reports", _named, before=before, remove=remove)


def _named(keys: Collection[str]) -> set[str]:
    rows = ReportFile.objects.filter(storage_key__in=keys)
    return set(rows.values_list("storage_key", flat=True))
