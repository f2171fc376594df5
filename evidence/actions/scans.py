"""Versions that wait for the virus scanner."""

from collections import Counter

from django.db import transaction

from accounts.history import record
from evidence.enums import Scan
from evidence.intake.scan import scan
from evidence.intake.store import open_stored
from evidence.models import EvidenceVersion
from evidence.search.tasks import read_soon

from .about import about_item


def scan_waiting() -> Counter[Scan]:
    """Ask the scanner about every version that waits; how many are what afterwards.

    Without a scanner in the settings all go on waiting. Each version stands for itself, so
    that what is done stays done when the scanner goes away again.
    """
    outcomes: Counter[Scan] = Counter()
    waiting = EvidenceVersion.objects.filter(scan=Scan.WAITING).select_related("item")
    for version in waiting.order_by("pk"):
        outcomes[_scan_again(version)] += 1
    return outcomes


def _scan_again(version: EvidenceVersion) -> Scan:
    try:
        with open_stored(version.storage_key) as file:
            found = scan(file)  # type: ignore[arg-type]
    except FileNotFoundError:
        return Scan.WAITING
    if found in (Scan.WAITING, Scan.NOT_SCANNED):
        return Scan.WAITING
    record_scan(version=version, found=found)
    return found


@transaction.atomic
def record_scan(*, version: EvidenceVersion, found: Scan) -> None:
    """What the scanner said at last of a version that waited."""
    EvidenceVersion.objects.filter(pk=version.pk, scan=Scan.WAITING).update(scan=found)
    record(
        verb=f"evidence.found_{found}",
        by=None,
        about=about_item(version.item),
        code=version.item.code,
        number=version.number,
    )
    if found == Scan.CLEAN:
        read_soon(version.pk)
