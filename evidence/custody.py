"""Whether every stored file is there and is the one that was handed in."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from django.core.files.storage import Storage, storages
from django.db.models import QuerySet

from evidence.intake.keys import BATCH, batches, named, stored_keys
from evidence.models import DisclosureEntry, EvidenceLink, EvidenceVersion, IntakeFile, SnapshotLink

Held = TypeVar("Held", EvidenceVersion, IntakeFile, DisclosureEntry)


@dataclass(frozen=True)
class Cited:
    """A link that leads to the file: for which element of which service."""

    service: str
    service_name: str
    element: str
    status: str


@dataclass(frozen=True)
class Submitted:
    """A place in what was submitted that holds this very version."""

    snapshot_id: int
    service: str
    element: str


@dataclass(frozen=True)
class Finding:
    """A file that is not as it should be. One that waits to be added has no code yet."""

    storage_key: str
    file_name: str
    title: str
    service: str
    code: str | None = None
    version: int | None = None
    item_id: int | None = None
    version_id: int | None = None
    reason: str = ""
    links: tuple[Cited, ...] = ()
    submitted: tuple[Submitted, ...] = ()


@dataclass(frozen=True)
class Orphan:
    """Bytes that nothing names, and since when they lie there."""

    storage_key: str
    size: int
    since: datetime


@dataclass
class Custody:
    """What the check found: each list is sorted as an auditor would look it up.

    `disposed` counts what was destroyed and is gone; `returned` is what was destroyed and
    lies there all the same.
    """

    checked: int = 0
    disposed: int = 0
    missing: list[Finding] = field(default_factory=list)
    altered: list[Finding] = field(default_factory=list)
    unreadable: list[Finding] = field(default_factory=list)
    returned: list[Finding] = field(default_factory=list)
    orphaned: list[Orphan] = field(default_factory=list)

    @property
    def findings(self) -> list[Finding]:
        return [*self.missing, *self.altered, *self.unreadable, *self.returned]

    @property
    def sound(self) -> bool:
        return not (self.findings or self.orphaned)


def check_custody() -> Custody:
    """Hash every stored file again and look for files that belong to nothing.

    Goes through rows and files in batches, with at most five SQL statements for each, so
    that memory does not grow with the evidence. What cannot be read is a finding too.
    """
    storage = storages["evidence"]
    custody = Custody()
    # What waits is looked at first: added meanwhile, it is looked at again as a version.
    for files in _in_batches(IntakeFile.objects.filter(storage_key__isnull=False)):
        _check_dropped(storage, files, custody)
    for entries in _in_batches(DisclosureEntry.objects.filter(storage_key__isnull=False)):
        _check_copies(storage, entries, custody)
    for versions in _in_batches(EvidenceVersion.objects.select_related("item__service")):
        _check_versions(storage, versions, custody)
    _look_for_orphans(storage, custody)
    for found in (custody.missing, custody.altered, custody.unreadable, custody.returned):
        found.sort(key=lambda each: (each.code or "", each.version or 0, each.storage_key))
    custody.orphaned.sort(key=lambda orphan: orphan.storage_key)
    return custody


def _in_batches(rows: "QuerySet[Held]") -> Iterator[list[Held]]:
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _check_versions(
    storage: Storage, versions: Sequence[EvidenceVersion], custody: Custody
) -> None:
    found = Custody()
    for version in versions:
        item = version.item
        finding = Finding(
            storage_key=version.storage_key,
            file_name=version.file_name,
            title=item.title,
            service=item.service.name if item.service else "",
            code=item.code,
            version=version.number,
            item_id=item.pk,
            version_id=version.pk,
        )
        if version.is_destroyed:
            look_for_destroyed(storage, finding, found)
        else:
            _hash(storage, finding, version.sha256, found)
    _say_what_they_touch(found)
    _add_to(custody, found)


def _check_dropped(storage: Storage, files: Sequence[IntakeFile], custody: Custody) -> None:
    found = Custody()
    for file in files:
        finding = Finding(
            storage_key=str(file.storage_key),
            file_name=file.file_name,
            title=file.path,
            service="",
        )
        _hash(storage, finding, file.sha256, found)
    if found.missing:  # taken out of the list, or added, while this ran
        waiting = IntakeFile.objects.filter(
            storage_key__in=[finding.storage_key for finding in found.missing]
        )
        still = set(waiting.values_list("storage_key", flat=True))
        found.missing = [finding for finding in found.missing if finding.storage_key in still]
    _add_to(custody, found)


def _check_copies(storage: Storage, entries: Sequence[DisclosureEntry], custody: Custody) -> None:
    """Redacted copies that belong to a request for information."""
    found = Custody()
    for entry in entries:
        finding = Finding(
            storage_key=str(entry.storage_key),
            file_name=entry.file_name,
            title=entry.title,
            service="",
            code=entry.code,
        )
        _hash(storage, finding, entry.sha256, found)
    _add_to(custody, found)


def _add_to(custody: Custody, found: Custody) -> None:
    custody.checked += found.checked
    custody.missing += found.missing
    custody.altered += found.altered
    custody.unreadable += found.unreadable
    custody.returned += found.returned
    custody.disposed += found.disposed


def _hash(storage: Storage, finding: Finding, sha256: str, found: Custody) -> None:
    found.checked += 1
    try:
        current = sha256_of(storage, finding.storage_key)
    except Exception as error:  # each kind of storage raises errors of its own
        found.unreadable.append(replace(finding, reason=_in_words(error)))
        return
    if current is None:
        found.missing.append(finding)
    elif current != sha256:
        found.altered.append(finding)


def look_for_destroyed(storage: Storage, finding: Finding, found: Custody) -> None:
    """What was destroyed must not be there."""
    try:
        is_there = storage.exists(finding.storage_key)
    except Exception as error:  # each kind of storage raises errors of its own
        found.unreadable.append(replace(finding, reason=_in_words(error)))
        return
    if is_there:
        found.returned.append(finding)
    else:
        found.disposed += 1


def sha256_of(storage: Storage, key: str) -> str | None:
    """The hash of a stored file in hex, or None where there is none."""
    try:
        with storage.open(key, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    except FileNotFoundError:
        return None


def _say_what_they_touch(found: Custody) -> None:
    """Give each finding the links of its item and the places where it was submitted."""
    if not found.findings:
        return
    links = _links_of({finding.item_id for finding in found.findings})
    submitted = _submitted_of({finding.version_id for finding in found.findings})

    def touched(findings: Iterable[Finding]) -> list[Finding]:
        return [
            replace(
                finding,
                links=tuple(links[finding.item_id]),
                submitted=tuple(submitted[finding.version_id]),
            )
            for finding in findings
        ]

    found.missing = touched(found.missing)
    found.altered = touched(found.altered)
    found.unreadable = touched(found.unreadable)
    found.returned = touched(found.returned)


def _links_of(items: set[int | None]) -> dict[int | None, list[Cited]]:
    links: dict[int | None, list[Cited]] = defaultdict(list)
    rows = EvidenceLink.objects.filter(item__in=items).select_related(
        "element", "portfolio__service"
    )
    for link in rows.order_by("portfolio__service__name", "element__code", "pk"):
        service = link.portfolio.service
        cited = Cited(service.slug, service.name, link.element.code, link.status)
        links[link.item_id].append(cited)
    return links


def _submitted_of(versions: set[int | None]) -> dict[int | None, list[Submitted]]:
    places: dict[int | None, list[Submitted]] = defaultdict(list)
    rows = SnapshotLink.objects.filter(
        version__in=versions, snapshot__taken_at__isnull=False
    ).select_related("element", "snapshot__portfolio__service")
    for link in rows.order_by("snapshot", "element__code", "pk"):
        slug = link.snapshot.portfolio.service.slug
        place = Submitted(link.snapshot_id, slug, link.element.code)
        places[link.version_id].append(place)
    return places


def _look_for_orphans(storage: Storage, custody: Custody) -> None:
    def cannot_list(folder: str, error: Exception) -> None:
        custody.unreadable.append(Finding(folder, "", "", "", reason=_in_words(error)))

    suspects: list[str] = []
    for keys in batches(stored_keys(storage, unreadable=cannot_list)):
        known = named(keys)
        suspects += [key for key in keys if key not in known]
    # Asked again: what was on its way in while the files were listed has its row by now.
    for keys in batches(iter(suspects)):
        known = named(keys)
        for key in keys:
            if key not in known and (orphan := _orphan(storage, key)):
                custody.orphaned.append(orphan)


def _orphan(storage: Storage, key: str) -> Orphan | None:
    try:
        return Orphan(key, storage.size(key), storage.get_modified_time(key))
    except FileNotFoundError:
        return None


def _in_words(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)
