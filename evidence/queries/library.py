"""The list of a portfolio's evidence, and the counts beside its filters."""

from dataclasses import dataclass

from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evidence.enums import Freshness, LinkStatus, Marking
from evidence.freshness import freshness_in_sql
from evidence.models import EvidenceItem, EvidenceLink, EvidenceVersion, Portfolio

# What people call the kinds of files, each with the beginning of its media types.
FILE_KINDS = {
    "pdf": (_("PDF"), ("application/pdf",)),
    "word": (
        _("Word or text document"),
        (
            "application/vnd.openxmlformats-officedocument.wordprocessingml",
            "application/vnd.oasis.opendocument.text",
            "application/msword",
            "text/plain",
            "text/markdown",
        ),
    ),
    "sheet": (
        _("Excel or other table"),
        (
            "application/vnd.openxmlformats-officedocument.spreadsheetml",
            "application/vnd.oasis.opendocument.spreadsheet",
            "application/vnd.ms-excel",
            "text/csv",
        ),
    ),
    "slides": (
        _("PowerPoint or other slides"),
        (
            "application/vnd.openxmlformats-officedocument.presentationml",
            "application/vnd.oasis.opendocument.presentation",
            "application/vnd.ms-powerpoint",
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
    ages: dict[str, int]
    markings: dict[str, int]
    owners: dict[tuple[str, str], int]
    """By the owner's id and name."""


def library_items(portfolio: Portfolio) -> QuerySet[EvidenceItem]:
    """The service's items and the corporate ones of its council."""
    return EvidenceItem.objects.of_service(portfolio.service)


def library_page(portfolio: Portfolio, page: QuerySet[EvidenceItem]) -> QuerySet[EvidenceItem]:
    """The items of one page with what a row shows of them; two statements.

    `file_type` and `file_number` are those of the latest version, `portfolio_links` the
    links in the portfolio. They are looked up for the items of this page alone.
    """
    links = (
        EvidenceLink.objects.filter(portfolio=portfolio)
        .select_related("element")
        .order_by("element")
    )
    latest = EvidenceVersion.objects.filter(item=OuterRef("pk")).order_by("-number")
    return (
        EvidenceItem.objects.filter(pk__in=page.values("pk"))
        .order_by(*page.query.order_by)
        .annotate(
            file_type=Subquery(latest.values("media_type")[:1]),
            file_number=Subquery(latest.values("number")[:1]),
        )
        .select_related("team", "owner")
        .prefetch_related(Prefetch("links", queryset=links, to_attr="portfolio_links"))
    )


def latest_versions() -> QuerySet[EvidenceVersion]:
    """Versions that no later one has followed."""
    later = EvidenceVersion.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
    return EvidenceVersion.objects.filter(~Exists(later))


def linked_as(portfolio: Portfolio, *statuses: str) -> Q:
    """Items that are linked in the portfolio with one of these statuses."""
    links = EvidenceLink.objects.filter(portfolio=portfolio, status__in=statuses)
    return Q(pk__in=links.values("item"))


def of_file_kind(kind: str) -> Q:
    """Items whose latest file is of that kind, one of FILE_KINDS."""
    return Q(pk__in=latest_versions().filter(_is_kind(kind)).values("item"))


def without_file() -> Q:
    return ~Q(Exists(EvidenceVersion.objects.filter(item=OuterRef("pk"))))


def facets_of(portfolio: Portfolio) -> Facets:
    """The counts over the whole library; one statement."""
    items = library_items(portfolio).order_by()
    links = EvidenceLink.objects.filter(portfolio=portfolio).order_by()
    versions = latest_versions().filter(item__in=items).order_by()
    rows = _counted(items, "scope", F("service_id"), "pk").union(
        _counted(links, "status", F("status"), "item"),
        _counted(links.in_use(), "linked", Value(""), "item"),
        _counted(versions, "file", F("media_type"), "pk"),
        _counted(items, "age", freshness_in_sql(timezone.localdate()), "pk"),
        _counted(items, "marking", F("marking"), "pk"),
        _counted(items.filter(owner__isnull=False), "owner", _owner(), "pk"),
        all=True,
    )
    return _gathered(list(rows))


def _owner() -> Concat:
    """The owner's id and name in one text, so that names cost no statement of their own."""
    return Concat(Cast("owner_id", CharField()), Value(" "), "owner__name")


def _counted(rows: QuerySet, sort: str, by, what: str) -> QuerySet:
    """Rows of (sort, name, number), as text so that they can be put under each other."""
    return (
        rows.annotate(sort=Value(sort), name=Cast(by, CharField()))
        .values("sort", "name")
        .annotate(number=Count(what, distinct=True))
        .values_list("sort", "name", "number")
    )


def _gathered(rows: list[tuple[str, str | None, int]]) -> Facets:
    count = {(sort, name or ""): number for sort, name, number in rows}
    of_service = sum(n for (sort, name), n in count.items() if sort == "scope" and name)
    corporate = count.get(("scope", ""), 0)
    files = {name: n for (sort, name), n in count.items() if sort == "file"}
    return Facets(
        all=of_service + corporate,
        service=of_service,
        corporate=corporate,
        statuses={status: count.get(("status", status), 0) for status in LinkStatus.values},
        files={kind: _of_kind(files, kind) for kind in FILE_KINDS},
        no_file=of_service + corporate - sum(files.values()),
        unlinked=of_service + corporate - count.get(("linked", ""), 0),
        ages={age: count.get(("age", age), 0) for age in Freshness.values},
        markings={marking: count.get(("marking", marking), 0) for marking in Marking.values},
        owners=_by_owner({name: n for (sort, name), n in count.items() if sort == "owner"}),
    )


def _by_owner(counts: dict[str, int]) -> dict[tuple[str, str], int]:
    found = {(pk, name): n for text, n in counts.items() for pk, _, name in [text.partition(" ")]}
    return dict(sorted(found.items(), key=lambda row: row[0][1].casefold()))


def _of_kind(files: dict[str, int], kind: str) -> int:
    return sum(n for media_type, n in files.items() if media_type.startswith(FILE_KINDS[kind][1]))


def _is_kind(kind: str) -> Q:
    found = Q()
    for start in FILE_KINDS[kind][1]:
        found |= Q(media_type__startswith=start)
    return found
