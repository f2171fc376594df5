"""Finished documents whose row was never written, because the process was killed in between."""

from collections.abc import Collection
from datetime import datetime

from assessments.models import ReportFile
from evidence.leftovers import Leftover, clear_unnamed


def clear_unnamed_documents(*, before: datetime, remove: bool = True) -> list[Leftover]:
    """Remove stored documents last touched `before` that no row names; returns them."""
    return clear_unnamed("reports", _named, before=before, remove=remove)


def _named(keys: Collection[str]) -> set[str]:
    rows = ReportFile.objects.filter(storage_key__in=keys)
    return set(rows.values_list("storage_key", flat=True))
