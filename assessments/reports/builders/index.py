"""The evidence index of an assessment.

What was submitted is read from its snapshot; before that, and after a return, the evidence
as it stands. The assessor's holds nothing but what was submitted, as the desk shows it.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Assessment
from assessments.outcome import Outcome
from criteria.models import Element
from evidence.enums import Freshness, VersionRole
from evidence.freshness import why_stale
from evidence.models import EvidenceItem, EvidenceLink, EvidenceVersion, SnapshotLink

from ..content.index import Citation, EvidenceIndex, IndexedElement, IndexedItem, IndexedVersion
from ..subject import Subject
from .frame import day_of, frame_of, highest

Link = EvidenceLink | SnapshotLink


def build_index(subject: Subject) -> EvidenceIndex:
    """The whole index; at most ten SQL statements whatever the size."""
    reader = IndexReader(subject)
    items = tuple(reader.item(item) for item in reader.items)
    content: dict[str, Any] = frame_of(
        subject.assessment, ratings=(), outcome=Outcome("", "", "")
    ) | {
        "title": _("Evidence index"),
        "items": items,
        "marking": str(highest([item.marking for item in reader.items]).label),
        "outline": tuple(reader.outline()),
        "is_submitted": reader.is_submitted,
        "by_assessor": subject.by_assessor,
    }
    return EvidenceIndex(**content | _answer(EvidenceIndex(**content)))


def _answer(index: EvidenceIndex) -> dict[str, str]:
    """What the cover says of it."""
    cited = len(index.cited)
    counted = ngettext("%(n)s item cited", "%(n)s items cited", cited) % {"n": cited}
    said = [
        ngettext("Cited %(n)s time for", "Cited %(n)s times for", index.citations)
        % {"n": index.citations},
        ngettext("%(n)s element,", "%(n)s elements,", len(index.outline))
        % {"n": len(index.outline)},
        ngettext("with %(n)s file.", "with %(n)s files.", len(index.versions))
        % {"n": len(index.versions)},
    ]
    return {
        "outcome_heading": _("Evidence submitted") if index.is_submitted else _("Evidence"),
        "outcome": counted,
        "outcome_sentence": " ".join(said),
    }


class IndexReader:
    """The items of the index with all that is said of them, read once."""

    def __init__(self, subject: Subject) -> None:
        self.assessment: Assessment = subject.assessment
        self.by_assessor = subject.by_assessor
        self.is_submitted = not self.assessment.is_with_service
        self.today = timezone.localdate()
        self.links: dict[int, list[Link]] = {}
        for link in self._links():
            self.links.setdefault(link.item_id, []).append(link)
        # What was handed in names its version; before that a link leads to the item alone.
        self.submitted = {
            link.version_id
            for links in self.links.values()
            for link in links
            if isinstance(link, SnapshotLink) and link.version_id
        }
        self.items = list(self._items().select_related("owner", "team"))
        self.versions: dict[int, list[EvidenceVersion]] = {}
        for version in self._versions().select_related("created_by", "accompanies"):
            self.versions.setdefault(version.item_id, []).append(version)

    def _snapshot(self) -> QuerySet[SnapshotLink]:
        return SnapshotLink.objects.filter(snapshot_id=self.assessment.snapshot_id)

    def _live(self) -> QuerySet[EvidenceLink]:
        return EvidenceLink.objects.in_use().filter(
            portfolio_id=self.assessment.portfolio_id,
            element__edition_id=self.assessment.edition_id,
        )

    def _links(self) -> Iterable[Link]:
        if self.is_submitted:
            links = self._snapshot().select_related("element", "version")
            return links.order_by("element", "position", "pk")
        live = self._live().select_related("element", "item")
        return live.order_by("element", "position", "pk")

    def _items(self) -> QuerySet[EvidenceItem]:
        cited: QuerySet = self._snapshot() if self.is_submitted else self._live()
        is_cited = Q(pk__in=cited.order_by().values("item_id"))
        if self.by_assessor:
            return EvidenceItem.objects.filter(is_cited)
        own = Q(service_id=self.assessment.portfolio.service_id)
        return EvidenceItem.objects.filter(own | is_cited)

    def _versions(self) -> QuerySet[EvidenceVersion]:
        """For the assessor what was handed in, with the pictures beside a note."""
        if not self.by_assessor:
            items = self._items().order_by().values("pk")
            return EvidenceVersion.objects.filter(item__in=items)
        handed_in = self._snapshot().order_by().values("version_id")
        beside = Q(role=VersionRole.PICTURE, accompanies__in=handed_in)
        return EvidenceVersion.objects.filter(Q(pk__in=handed_in) | beside)

    def outline(self) -> Iterable[IndexedElement]:
        for element in Element.objects.of_edition(self.assessment.edition).with_headings():
            criterion = element.sub_criterion.criterion
            yield IndexedElement(element.code, element.text, criterion.code, criterion.title)

    def item(self, item: EvidenceItem) -> IndexedItem:
        """An item, by the code and title under which it was handed in where it was."""
        links = self.links.get(item.pk, [])
        first = links[0] if links else None
        named = first if isinstance(first, SnapshotLink) else item
        return IndexedItem(
            code=named.code,
            title=named.title,
            is_corporate=item.service_id is None,
            versions=tuple(self._version(each) for each in self._in_order(item)),
            cited_for=tuple(_citation(link) for link in links),
            **self._freshness(item, first),
            **({} if self.by_assessor else _kept(item)),
        )

    def _in_order(self, item: EvidenceItem) -> list[EvidenceVersion]:
        """What was handed in first, then the newest."""
        versions = self.versions.get(item.pk, [])
        return sorted(versions, key=lambda each: (each.pk not in self.submitted, -each.number))

    def _freshness(self, item: EvidenceItem, link: Link | None) -> dict[str, Any]:
        """On the day of submission what was handed in, else today."""
        if isinstance(link, SnapshotLink):
            stale = _("when submitted") if link.freshness == Freshness.STALE else ""
            known = Freshness(link.freshness).label if link.freshness else ""
            return {"freshness": str(known), "stale": stale}
        freshness = item.freshness_on(self.today)
        return {"freshness": str(freshness.label), "stale": why_stale(item, self.today)}

    def _version(self, version: EvidenceVersion) -> IndexedVersion:
        beside = version.accompanies
        return IndexedVersion(
            number=version.number,
            file_name=version.file_name,
            size=version.size,
            sha256=version.sha256,
            added_on=day_of(version.created_at),
            added_by="" if self.by_assessor else str(version.created_by or ""),
            role=version.role,
            of_number=beside.number if beside else None,
            address=version.address,
            trouble=version.trouble,
            is_submitted=version.pk in self.submitted,
        )


def _kept(item: EvidenceItem) -> dict[str, Any]:
    """What only the service's own people are told of an item."""
    return {
        "owner": str(item.owner or ""),
        "team": item.team.name if item.team else "",
        "marking": str(item.get_marking_display()),
        "withdrawn_on": day_of(item.withdrawn_at),
        "withdrawn_reason": item.withdrawn_reason,
    }


def _citation(link: Link) -> Citation:
    copied = link if isinstance(link, SnapshotLink) else None
    return Citation(
        element_code=link.element.code,
        listing=str(link.listing),
        position=link.position or 0,
        version=copied.version.number if copied and copied.version else None,
        on_request=day_of(copied.added_at) if copied else None,
    )
