"""One item with all that is known of it."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.history.sentences import Told, told
from accounts.models import HistoryEntry
from evidence.models import EvidenceItem, EvidenceLink, EvidenceVersion, Portfolio

NEWEST_ENTRIES = 50


@dataclass(frozen=True)
class ItemPage:
    """`versions` newest first, `links` of this portfolio in the order of the standard."""

    versions: list[EvidenceVersion]
    links: list[EvidenceLink]
    previous: str
    next: str

    @property
    def latest(self) -> EvidenceVersion | None:
        return self.versions[0] if self.versions else None

    @property
    def in_use(self) -> list[EvidenceLink]:
        return [link for link in self.links if link.position is not None]

    @property
    def archived(self) -> list[EvidenceLink]:
        return [link for link in self.links if link.position is None]


def item_page(portfolio: Portfolio, item: EvidenceItem) -> ItemPage:
    """Versions, links and the items beside it in order of code; four statements."""
    beside = EvidenceItem.objects.of_service(portfolio.service)
    before = beside.filter(prefix=item.prefix, number__lt=item.number) | beside.filter(
        prefix__lt=item.prefix
    )
    after = beside.filter(prefix=item.prefix, number__gt=item.number) | beside.filter(
        prefix__gt=item.prefix
    )
    return ItemPage(
        versions=list(item.versions.select_related("created_by").order_by("-number")),
        links=list(
            EvidenceLink.objects.filter(portfolio=portfolio, item=item)
            .select_related("element", "clause")
            .order_by("element")
        ),
        previous=before.order_by("-prefix", "-number").values_list("code", flat=True).first() or "",
        next=after.order_by("prefix", "number").values_list("code", flat=True).first() or "",
    )


def history_of_item(item: EvidenceItem, portfolio: Portfolio) -> list[Told]:
    """What happened to the item, newest first, at most NEWEST_ENTRIES; two statements.

    What other services do with a corporate item is not told, nor who read it: while an
    assessment is under way the service does not learn what the assessor has opened.
    """
    entries = (
        HistoryEntry.objects.filter(item_id=item.pk)
        .filter(Q(portfolio_id=portfolio.pk) | Q(portfolio_id=None))
        .exclude(verb="evidence.read")
        .order_by("-sequence")
    )
    return told(entries[:NEWEST_ENTRIES])


def latest_version_of(item: EvidenceItem) -> EvidenceVersion | None:
    """The current file of an item; one statement."""
    return item.versions.order_by("-number").first()
