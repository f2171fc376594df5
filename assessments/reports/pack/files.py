"""Which files of the evidence go into a pack, and why others do not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.files.storage import storages
from django.utils.translation import gettext as _

from assessments.models import Assessment
from evidence.actions.snapshots import versions_to_submit
from evidence.enums import Scan, VersionRole
from evidence.models import EvidenceItem, EvidenceLink, EvidenceVersion, SnapshotLink

from ..builders.evidence import links_of


@dataclass
class Cited:
    """A link in its printed list, with the versions that stand for it: what was submitted
    first, then for those who may read it the original behind a redacted copy, then pictures."""

    link: EvidenceLink | SnapshotLink
    item: EvidenceItem
    versions: list[EvidenceVersion] = field(default_factory=list)

    @property
    def named(self) -> SnapshotLink | EvidenceItem:
        """What code, title and scope are read from: as submitted, or as they are."""
        return self.link if isinstance(self.link, SnapshotLink) else self.item


def links_with_files(assessment: Assessment) -> list[EvidenceLink | SnapshotLink]:
    """The links that documents print, with items and submitted versions; one statement."""
    if assessment.is_with_service:
        return list(links_of(assessment))
    links = SnapshotLink.objects.filter(snapshot_id=assessment.snapshot_id)
    related = links.select_related("clause", "item", "version__accompanies")
    return list(related.order_by("position", "pk"))


def cited(links: Sequence[EvidenceLink | SnapshotLink], *, for_assessor: bool) -> list[Cited]:
    """Each link with the files that its reader may see; at most four statements.

    The assessor has what the desk shows: the submitted version and the pictures beside it.
    Whoever else may make a pack may read originals too.
    """
    found = [Cited(link, link.item) for link in links]
    for each, version in zip(found, _submitted(links), strict=True):
        if version:
            each.versions = [version]
            if version.accompanies and not for_assessor:
                each.versions.append(version.accompanies)
    pictures = _pictures({version.pk for each in found for version in each.versions})
    for each in found:
        beside = [picture for version in each.versions for picture in pictures.get(version.pk, ())]
        each.versions += beside
    return found


def _submitted(links: Sequence[EvidenceLink | SnapshotLink]) -> list[EvidenceVersion | None]:
    live = [link.item_id for link in links if isinstance(link, EvidenceLink)]
    latest: Mapping[int, EvidenceVersion] = versions_to_submit(live) if live else {}
    _fetch_originals(latest.values())
    return [
        link.version if isinstance(link, SnapshotLink) else latest.get(link.item_id)
        for link in links
    ]


def _fetch_originals(versions: Iterable[EvidenceVersion]) -> None:
    redacted = [version for version in versions if version.accompanies_id]
    originals = EvidenceVersion.objects.in_bulk([v.accompanies_id for v in redacted])
    for version in redacted:
        version.accompanies = originals[version.accompanies_id]


def _pictures(versions: set[int]) -> dict[int | None, list[EvidenceVersion]]:
    found: dict[int | None, list[EvidenceVersion]] = {}
    rows = EvidenceVersion.objects.filter(role=VersionRole.PICTURE, accompanies__in=versions)
    for picture in rows.order_by("number"):
        found.setdefault(picture.accompanies_id, []).append(picture)
    return found


def why_absent(version: EvidenceVersion) -> str:
    """Why a file cannot be in the pack; "" where it can."""
    if version.scan == Scan.WAITING:
        return _("The virus scanner has not looked at it yet.")
    if not version.is_readable:
        return _("The virus scanner found something harmful in it.")
    if not storages["evidence"].exists(version.storage_key):
        return _("The portal’s store does not have this file.")
    return ""


def in_turn(found: Iterable[Cited]) -> Iterator[tuple[Cited, EvidenceVersion]]:
    """Every version once, with the first link that it stands for."""
    known: set[int] = set()
    for each in found:
        for version in each.versions:
            if version.pk not in known:
                known.add(version.pk)
                yield each, version
