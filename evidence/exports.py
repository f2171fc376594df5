"""A portfolio's evidence as plain data, for other programs."""

from typing import Any

from django.db.models import Prefetch, Q

from evidence.models import EvidenceItem, EvidenceLink, EvidenceVersion, Portfolio


def portfolio_data(portfolio: Portfolio) -> dict[str, Any]:
    """`standard`, `organisation`, `service`, `evidence` and `links`; four SQL statements.

    Evidence is all items of the service and the corporate ones it links, by code; links
    follow the standard, each element's lists in their order, what is no longer used last.
    """
    return {
        "standard": portfolio.standard.slug,
        "organisation": portfolio.service.organisation.slug,
        "service": portfolio.service.slug,
        "evidence": [_item(item) for item in exported_items(portfolio)],
        "links": [_link(link) for link in exported_links(portfolio)],
    }


def exported_items(portfolio: Portfolio) -> list[EvidenceItem]:
    """The items of the export, with their versions, in the order of their codes."""
    cited = EvidenceLink.objects.filter(portfolio=portfolio).values("item_id")
    return list(
        EvidenceItem.objects.filter(
            Q(service=portfolio.service) | Q(service__isnull=True, pk__in=cited)
        )
        .order_by("prefix", "number")
        .prefetch_related(Prefetch("versions", EvidenceVersion.objects.order_by("number")))
    )


def exported_links(portfolio: Portfolio) -> list[EvidenceLink]:
    """All links, element by element, service lists before the corporate one."""
    links = EvidenceLink.objects.filter(portfolio=portfolio).select_related("element", "item")
    order = ("new", "active", "corporate", "archived")
    return sorted(
        links.order_by("element"),
        key=lambda link: (
            [int(part) if part.isdigit() else 0 for part in link.element.code.split(".")],
            order.index(link.listing),
            link.position or 0,
            link.pk,
        ),
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
