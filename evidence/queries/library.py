"""The list of a portfolio's evidence, and the counts beside its filters."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from evidence.enums import LinkStatus
from evidence.models import EvidenceItem, EvidenceLink, EvidenceVersion, Portfolio

# What people call the kinds of files, each with the beginning of its media types.
FILE_KINDS = {
    "pdf": (_("PDF"), ("application/pdf",)),
    "word": (
        _("Word or text document"),
        (
            "application/vnd.openxmlformats-officedocument.wordprocessingml",
            "application/vnd.oasis.opendocument.text",
            "text/plain",
            "text/markdown",
        ),
    ),
    "sheet": (
        _("Excel or other table"),
        (
            "application/vnd.openxmlformats-officedocument.spreadsheetml",
            "application/vnd.oasis.opendocument.spreadsheet",
            "text/csv",
        ),
    ),
    "slides": (
        _("PowerPoint or other slides"),
        (
            "application/vnd.openxmlformats-officedocument.presentationml",
            "application/vnd.oasis.opendocument.presentation",
        ),
    ),
    "picture": (_("Picture"), ("image/",)),
}


@dataclass(frozen=True)
class Facets:
    """How many items there are, and how many of each sort."""

    all: int
    service: int
    corporate: int
    statuses: dict[str, int]
    files: dict[str, int]
    no_file: int
    unlinked: int


def library_items(portfolio: Portfolio) -> QuerySet[EvidenceItem]:
    """The service's items and the corporate ones of its council, each told what it is.

    `is_new`, `is_active` and `is_archived` say how it is linked in the portfolio,
    `is_linked` whether it is in use; `file_type`, `file_name` and `file_number` are those
    of the latest version.
    """
    links = EvidenceLink.objects.filter(portfolio=portfolio, item=OuterRef("pk"))
    latest = EvidenceVersion.objects.filter(item=OuterRef("pk")).order_by("-number")
    return EvidenceItem.objects.of_service(portfolio.service).annotate(
        is_new=Exists(links.filter(status=LinkStatus.NEW)),
        is_active=Exists(links.filter(status=LinkStatus.ACTIVE)),
        is_archived=Exists(links.filter(status=LinkStatus.ARCHIVED)),
        is_linked=Exists(links.in_use()),
        file_type=Subquery(latest.values("media_type")[:1]),
        file_name=Subquery(latest.values("file_name")[:1]),
        file_number=Subquery(latest.values("number")[:1]),
    )


def library_page(portfolio: Portfolio, items: QuerySet[EvidenceItem]) -> QuerySet[EvidenceItem]:
    """Items with their teams and, as `shown_links`, their links in use; two statements."""
    links = (
        EvidenceLink.objects.in_use()
        .filter(portfolio=portfolio)
        .select_related("element")
        .order_by("element")
    )
    return items.select_related("team").prefetch_related(
        Prefetch("links", queryset=links, to_attr="shown_links")
    )


def of_file_kind(kind: str) -> Q:
    """Items whose latest file is of that kind, one of FILE_KINDS."""
    found = Q()
    for start in FILE_KINDS[kind][1]:
        found |= Q(file_type__startswith=start)
    return found


def facets_of(items: QuerySet[EvidenceItem]) -> Facets:
    """The counts over `items`, which come from `library_items`; one statement."""
    sorts: dict[str, Q] = {
        "all": Q(),
        "service": Q(service__isnull=False),
        "corporate": Q(service__isnull=True),
        "no_file": Q(file_type__isnull=True),
        "unlinked": Q(is_linked=False),
        **{f"status_{status}": Q(**{f"is_{status}": True}) for status in LinkStatus.values},
        **{f"file_{kind}": of_file_kind(kind) for kind in FILE_KINDS},
    }
    counted = items.order_by().aggregate(
        **{f"n_{name}": Count("pk", filter=sort) for name, sort in sorts.items()}
    )
    count = {name: counted[f"n_{name}"] for name in sorts}
    return Facets(
        all=count["all"],
        service=count["service"],
        corporate=count["corporate"],
        statuses={status: count[f"status_{status}"] for status in LinkStatus.values},
        files={kind: count[f"file_{kind}"] for kind in FILE_KINDS},
        no_file=count["no_file"],
        unlinked=count["unlinked"],
    )
