"""The evidence of one element, in its printed lists."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.templatetags.portal import british_date, file_kind
from criteria.models import Element
from evidence.enums import LinkStatus, Listing
from evidence.freshness import why_stale
from evidence.models import EvidenceItem, EvidenceLink, EvidenceVersion, Portfolio

from .cited import Cited, cited, what_is_read

USUAL_LENGTH = 3
"""How many items of each list an element usually has; more are shown and printed as well."""
SHOWN_OF_VERSION = (
    "pk",
    "number",
    "media_type",
    "created_at",
    "scan",
    "destroyed_at",
    "destroyed_reason",
)


@dataclass(frozen=True)
class Row:
    """An item cited for the element. `version` is its latest; None while it has no file."""

    link: EvidenceLink
    item: EvidenceItem
    version: EvidenceVersion | None
    is_first: bool
    is_last: bool

    @property
    def position(self) -> int | None:
        return self.link.position

    @property
    def tags(self) -> list[str]:
        """What asks for a look: no file, and evidence that has gone stale."""
        is_gone = self.version is None or self.version.is_destroyed
        found = ["no-file"] if is_gone else []
        return [*found, "stale"] if self.why_stale else found

    @property
    def why_stale(self) -> str:
        """What makes it stale, in a few words; nothing where it is not."""
        return why_stale(self.item, timezone.localdate())

    @property
    def facts(self) -> list[str]:
        """What stands beside the item: when its file was added, its kind, and whose it is."""
        owner = str(self.item.team or "")
        if self.version is None:
            return [owner] if owner else []
        if self.version.is_destroyed:
            return [fact for fact in (self.version.trouble, owner) if fact]
        kind = file_kind(self.version.media_type)
        number = self.version.number
        if number > 1:
            kind = _("%(kind)s, version %(number)s") % {"kind": kind, "number": number}
        return [fact for fact in (british_date(self.version.created_at), kind, owner) if fact]


@dataclass(frozen=True)
class ElementEvidence:
    """The lists in their order; `archived` is what is no longer used, in order of code."""

    new: list[Row]
    active: list[Row]
    corporate: list[Row]
    archived: list[Row]

    @property
    def in_use(self) -> list[Row]:
        return [*self.new, *self.active, *self.corporate]

    @property
    def cited(self) -> list[Cited]:
        """What is in use as the checklist looks at it."""
        return [cited(row.link) for row in self.in_use]


def element_evidence(portfolio: Portfolio, element: Element) -> ElementEvidence:
    """The links of an element with items and latest versions; one SQL statement."""
    links = list(
        EvidenceLink.objects.filter(portfolio=portfolio, element=element)
        .select_related("item__team", "clause")
        .annotate(**_latest(), **what_is_read())
        .order_by("position", "item__prefix", "item__number")
    )
    lists: dict[str, list[EvidenceLink]] = {}
    for link in links:
        link.portfolio, link.element = portfolio, element
        lists.setdefault(link.listing, []).append(link)
    return ElementEvidence(
        new=_rows(lists.get(Listing.NEW, [])),
        active=_rows(lists.get(Listing.ACTIVE, [])),
        corporate=_rows(lists.get(Listing.CORPORATE, [])),
        archived=_rows(lists.get(LinkStatus.ARCHIVED, [])),
    )


def _latest() -> dict[str, Subquery]:
    """What a row shows of the latest original of its item."""
    originals = EvidenceVersion.objects.originals().filter(item=OuterRef("item"))
    latest = originals.order_by("-number")
    return {f"latest_{name}": Subquery(latest.values(name)[:1]) for name in SHOWN_OF_VERSION}


def _latest_of(link: Any) -> EvidenceVersion | None:
    """The latest original with the fields of SHOWN_OF_VERSION alone."""
    if link.latest_pk is None:
        return None
    shown = {name: getattr(link, f"latest_{name}") for name in SHOWN_OF_VERSION}
    return EvidenceVersion(item=link.item, **shown)


def _rows(links: list[EvidenceLink]) -> list[Row]:
    last = len(links) - 1
    return [
        Row(link, link.item, _latest_of(link), is_first=at == 0, is_last=at == last)
        for at, link in enumerate(links)
    ]
