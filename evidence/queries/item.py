"""One item with all that is known of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.history.sentences import READING, Told, told, verbs_of
from accounts.models import HistoryEntry
from evidence.enums import Marking, VersionRole
from evidence.models import EvidenceItem, EvidenceLink, EvidenceVersion, Portfolio, SnapshotLink
from evidence.models.link import EvidenceLinkQuerySet

from .destructions import destroyed_like

NEWEST_ENTRIES = 50


@dataclass(frozen=True)
class VersionRow:
    """An original with what stands beside it, newest first; `submitted` says when it went."""

    version: EvidenceVersion
    companions: list["VersionRow"]
    submitted: list[datetime]

    @property
    def redacted(self) -> list["VersionRow"]:
        """Its redacted copies; assessors read the first."""
        return self._of_role(VersionRole.REDACTED)

    @property
    def pictures(self) -> list["VersionRow"]:
        """The pictures beside a note, in the order in which they came."""
        return self._of_role(VersionRole.PICTURE)[::-1]

    @property
    def last_submitted(self) -> datetime | None:
        """When it, or a redacted copy of it, was submitted last."""
        moments = [*self.submitted, *(day for copy in self.redacted for day in copy.submitted)]
        return max(moments, default=None)

    def _of_role(self, role: VersionRole) -> list["VersionRow"]:
        return [row for row in self.companions if row.version.role == role]


@dataclass(frozen=True)
class ItemPage:
    """`versions` are the originals newest first, `links` those of this portfolio in order."""

    item: EvidenceItem
    versions: list[VersionRow]
    links: list[EvidenceLink]

    @property
    def latest(self) -> EvidenceVersion | None:
        return self.versions[0].version if self.versions else None

    @property
    def in_use(self) -> list[EvidenceLink]:
        return [link for link in self.links if link.position is not None]

    @property
    def archived(self) -> list[EvidenceLink]:
        return [link for link in self.links if link.position is None]

    @property
    def lacks_redacted_copy(self) -> bool:
        """Whether an assessor would read an original where one may expect a redacted copy."""
        if not self.versions or self.versions[0].redacted:
            return False
        is_sensitive = self.item.marking == Marking.OFFICIAL_SENSITIVE
        return is_sensitive or any(row.redacted for row in self.versions)

    @property
    def submitted(self) -> VersionRow | None:
        """The version that was submitted last."""
        submitted = [row for row in self.versions if row.last_submitted]
        return max(submitted, key=lambda row: str(row.last_submitted), default=None)

    @property
    def readable(self) -> list[VersionRow]:
        """The versions that may be read."""
        return [row for row in self.versions if row.version.is_readable]

    @property
    def is_newer_than_submitted(self) -> bool:
        """Whether a version has come since the item was submitted."""
        return self.submitted is not None and self.submitted is not self.versions[0]


def item_page(portfolio: Portfolio, item: EvidenceItem) -> ItemPage:
    """Versions and links; three statements."""
    return ItemPage(
        item=item,
        versions=_versions(portfolio, item),
        links=list(
            EvidenceLink.objects.filter(portfolio=portfolio, item=item)
            .select_related("element", "clause")
            .order_by("element")
        ),
    )


def _versions(portfolio: Portfolio, item: EvidenceItem) -> list[VersionRow]:
    submitted: dict[int | None, set[datetime]] = {}
    taken = SnapshotLink.objects.filter(
        item=item, snapshot__portfolio=portfolio, snapshot__taken_at__isnull=False
    )
    came = Coalesce("added_at", "snapshot__taken_at")
    for went, moment in taken.order_by().values_list("version_id", came):
        if moment:
            submitted.setdefault(went, set()).add(moment)
    rows: dict[int | None, list[VersionRow]] = {}
    # Those beside a version are newer than it, so they have come by when it does.
    versions = item.versions.select_related("created_by").annotate(
        like_destroyed_at=destroyed_like("destroyed_at"),
        like_destroyed_reason=destroyed_like("destroyed_reason"),
    )
    for version in versions.order_by("-number"):
        version.item = item
        row = VersionRow(version, rows.get(version.pk, []), sorted(submitted.get(version.pk, ())))
        rows.setdefault(version.accompanies_id, []).append(row)
    return rows.get(None, [])


def history_of_item(item: EvidenceItem, portfolio: Portfolio) -> list[Told]:
    """What happened to the item, newest first, at most NEWEST_ENTRIES; one statement.

    What other services do with a corporate item is not told, nor who read it: while an
    assessment is under way the service does not learn what the assessor has opened.
    """
    return told(entries_of_item(item, portfolio)[:NEWEST_ENTRIES])


def entries_of_item(item: EvidenceItem, portfolio: Portfolio) -> QuerySet[HistoryEntry]:
    """All that `history_of_item` may tell, newest first."""
    return (
        HistoryEntry.objects.filter(item_id=item.pk)
        .filter(Q(portfolio_id=portfolio.pk) | Q(portfolio_id=None))
        .exclude(verb__in=verbs_of(READING))
        .order_by("-sequence")
    )


def latest_version_of(item: EvidenceItem) -> EvidenceVersion | None:
    """The current file of an item; one statement."""
    return item.versions.originals().order_by("-number").first()


def links_to_withdraw(item: EvidenceItem) -> list[EvidenceLink]:
    """The links in use, in every portfolio; one statement."""
    return list(_with_elements(item).in_use())


def links_to_restore(item: EvidenceItem) -> list[EvidenceLink]:
    """The links that come back with a withdrawn item, in every portfolio; one statement."""
    return list(_with_elements(item).exclude(withdrawn_status=""))


def _with_elements(item: EvidenceItem) -> EvidenceLinkQuerySet:
    return EvidenceLink.objects.filter(item=item).select_related("element").order_by("element")
