"""Which files of the evidence go into a pack, and why others do not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.core.files.storage import storages
from django.db.models import QuerySet
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


def cited(assessment: Assessment, *, for_assessor: bool) -> list[Cited]:
    """Each printed link with the files that its reader may see; at most five statements.

    The assessor has what the desk shows: the submitted version and the pictures beside it.
    Whoever else may make a pack may read originals too.
    """
    found = _submitted(assessment) if not assessment.is_with_service else _live(assessment)
    for each in found:
        if not for_assessor:
            each.versions += [v.accompanies for v in each.versions if v.accompanies]
    pictures = _pictures(assessment)
    for each in found:
        each.versions += [
            picture for version in each.versions for picture in pictures.get(version.pk, ())
        ]
    return found


def _submitted(assessment: Assessment) -> list[Cited]:
    links = _of_snapshot(assessment).select_related("clause", "item", "version__accompanies")
    return [
        Cited(link, link.item, [link.version] if link.version else [])
        for link in links.order_by("position", "pk")
    ]


def _live(assessment: Assessment) -> list[Cited]:
    """The links as they stand, with the versions that would be submitted today."""
    items = _items(assessment)
    latest = versions_to_submit(items)
    originals = EvidenceVersion.objects.originals().filter(companions__item__in=items)
    by_pk = {version.pk: version for version in originals}
    for version in latest.values():
        if version.accompanies_id:
            version.accompanies = by_pk[version.accompanies_id]
    return [
        Cited(link, link.item, [latest[link.item_id]] if link.item_id in latest else [])
        for link in links_of(assessment)
        if isinstance(link, EvidenceLink)
    ]


def _of_snapshot(assessment: Assessment) -> QuerySet[SnapshotLink]:
    return SnapshotLink.objects.filter(snapshot_id=assessment.snapshot_id)


def _items(assessment: Assessment) -> QuerySet:
    """The items that are cited, for other statements to ask about: their number may be any."""
    if not assessment.is_with_service:
        return _of_snapshot(assessment).values("item_id")
    links = EvidenceLink.objects.in_use().filter(portfolio_id=assessment.portfolio_id)
    return links.order_by().values("item_id")


def _pictures(assessment: Assessment) -> dict[int | None, list[EvidenceVersion]]:
    found: dict[int | None, list[EvidenceVersion]] = {}
    rows = EvidenceVersion.objects.filter(role=VersionRole.PICTURE, item__in=_items(assessment))
    for picture in rows.order_by("number"):
        found.setdefault(picture.accompanies_id, []).append(picture)
    return found


def why_absent(version: EvidenceVersion) -> str:
    """Why a file cannot be in the pack; "" where it can."""
    if version.is_destroyed:
        return version.trouble
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
