"""A portfolio's evidence as plain data, for other programs."""

from typing import Any

from django.db.models import Prefetch, Q

from evidence.enums import LinkStatus, Listing
from evidence.models import EvidenceItem, EvidenceLink, EvidenceVersion, Portfolio

LISTS = [*Listing.values, LinkStatus.ARCHIVED.value]


def portfolio_data(portfolio: Portfolio) -> dict[str, Any]:
    """`standard`, `organisation`, `service`, `evidence` and `links`; four SQL statements.

    Evidence is all items of the service and the corporate ones it links, by code; links
    follow the standard, each element's lists in their order, what is no longer used last.
    Withdrawn items are among them, as nothing of a portfolio is left out here.
    """
    return {
        "standard": portfolio.standard.slug,
        "organisation": portfolio.service.organisation.slug,
        "service": portfolio.service.slug,
        "evidence": [_item(item) for item in exported_items(portfolio)],
        "links": [_link(link) for link in exported_links(portfolio)],
    }


def exported_items(portfolio: Portfolio) -> list[EvidenceItem]:
    """The items of the export, with their originals, in the order of their codes."""
    cited = EvidenceLink.objects.filter(portfolio=portfolio).values("item_id")
    return list(
        EvidenceItem.objects.filter(
            Q(service=portfolio.service) | Q(service__isnull=True, pk__in=cited)
        )
        .order_by("prefix", "number")
        .prefetch_related(
            Prefetch("versions", EvidenceVersion.objects.originals().order_by("number"))
        )
    )


def exported_links(portfolio: Portfolio) -> list[EvidenceLink]:
    """All links in the order of the standard, an element's service lists before corporate."""
    links = (
        EvidenceLink.objects.filter(portfolio=portfolio)
        .select_related("element__sub_criterion__criterion", "item")
        .order_by("position", "pk")
    )
    return sorted(links, key=_place)


def _place(link: EvidenceLink) -> tuple[int, ...]:
    sub_criterion = link.element.sub_criterion
    return (
        sub_criterion.criterion.edition_id,
        sub_criterion.criterion.position,
        sub_criterion.position,
        link.element.position,
        LISTS.index(link.listing),
    )


def _item(item: EvidenceItem) -> dict[str, Any]:
    return {
        "code": item.code,
        "title": item.title,
        "scope": item.scope.value,
        "versions": [
            {
                "number": version.number,
                "name": version.file_name,
                "sha256": version.sha256,
                "size": version.size,
                "media_type": version.media_type,
            }
            for version in item.versions.all()
        ],
    }


def _link(link: EvidenceLink) -> dict[str, Any]:
    return {
        "element": link.element.code,
        "code": link.item.code,
        "status": link.status,
        "position": link.position,
        "locator": link.locator,
        "rationale": link.rationale,
    }
