"""What an assessor would read of an item cited for an element, and what speaks against it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Aggregate,
    BooleanField,
    Case,
    Exists,
    F,
    JSONField,
    OuterRef,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from evidence.enums import LinkStatus, Marking, Scan, VersionRole
from evidence.freshness import why_stale
from evidence.models import EvidenceLink, EvidenceVersion, PageOfWords

LONG = 5
"""A document of more pages is not looked through without a place."""
# Kinds whose places of words are their pages; a Word document does not know its own.
WITH_PAGES = ("application/pdf",)


@dataclass(frozen=True)
class Cited:
    """A link in use. `pages` is 0 where they are not known, `stale` says why in a few words."""

    code: str
    status: str
    is_corporate: bool
    locator: str
    stale: str
    has_file: bool
    is_being_checked: bool
    pages: int
    lacks_redacted_copy: bool

    @property
    def needs_place(self) -> bool:
        """New, and so long that nobody finds the place without being told."""
        return self.status == LinkStatus.NEW and not self.locator and self.pages > LONG


def cited(link: EvidenceLink) -> Cited:
    """Of a link that was read with `what_is_read`."""
    item = link.item
    known: Any = link
    return _cited(
        code=item.code,
        status=link.status,
        is_corporate=item.service_id is None,
        locator=link.locator,
        stale=why_stale(item, timezone.localdate()),
        is_sensitive=item.marking == Marking.OFFICIAL_SENSITIVE,
        read=known.read,
        has_redacted=known.has_redacted,
    )


def _cited(
    *, read: dict[str, Any] | None, is_sensitive: bool, has_redacted: bool, **words: Any
) -> Cited:
    read = read or {}
    is_original = read.get("role") == VersionRole.ORIGINAL
    return Cited(
        has_file=bool(read) and read["scan"] != Scan.INFECTED and not read["destroyed"],
        is_being_checked=read.get("scan") == Scan.WAITING and not read["destroyed"],
        pages=(read.get("pages") or 0) if read.get("kind") in WITH_PAGES else 0,
        lacks_redacted_copy=is_original and (is_sensitive or has_redacted),
        **words,
    )


def what_is_read() -> dict[str, Subquery | Exists]:
    """What a query over links says of each: the version an assessor would read, as JSON.

    That is the newest redacted copy of the latest original, where there is none that original.
    """
    of_item = EvidenceVersion.objects.filter(item=OuterRef("item"))
    newest = (
        of_item.exclude(role=VersionRole.PICTURE)
        .alias(original=Coalesce("accompanies__number", "number"))
        .order_by("-original", "-role", "-number")
    )
    pages = PageOfWords.objects.filter(version=OuterRef("pk")).order_by("-pk")
    known = JSONObject(
        role="role",
        scan="scan",
        kind="media_type",
        destroyed="destroyed_at",
        pages=Subquery(pages.values("number")[:1]),
    )
    return {
        "read": Subquery(newest.values(known=known)[:1], output_field=JSONField()),
        "has_redacted": Exists(of_item.filter(role=VersionRole.REDACTED)),
    }


class JSONList(Aggregate):
    """Values of a group as one JSON list."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **more)


def cited_in_sql(portfolio_id: int, element: str) -> Subquery:
    """For a query over elements: every link in use of each, to be read by `cited_from`.

    `element` leads from a row to its element's id. Takes no statement of its own.
    """
    corporate = Case(
        When(item__service__isnull=True, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    facts = JSONObject(
        code="item__code",
        status="status",
        position="position",
        corporate=corporate,
        locator="locator",
        covers_to="item__covers_to",
        review_by="item__review_by",
        checked_on="item__checked_on",
        marking="item__marking",
        read=F("read"),
        has_redacted=F("has_redacted"),
    )
    links = (
        EvidenceLink.objects.in_use()
        .filter(portfolio_id=portfolio_id, element_id=OuterRef(element))
        .annotate(**what_is_read())
        .order_by()
        .values("element_id")
        .annotate(all=JSONList(facts))
    )
    return Subquery(links.values("all"), output_field=JSONField())


@dataclass
class _Dates:
    """Those of an item, as far as they make it stale."""

    review_by: date | None
    covers_to: date | None
    checked_on: date | None
    covers_from: date | None = None
    produced_on: date | None = None


def cited_from(facts: Iterable[dict[str, Any]] | None) -> tuple[Cited, ...]:
    """What `cited_in_sql` gave, New before Active before corporate, each list in its order."""
    today = timezone.localdate()
    lists = [LinkStatus.NEW.value, LinkStatus.ACTIVE.value]
    ordered = sorted(
        facts or [],
        key=lambda each: (each["corporate"], lists.index(each["status"]), each["position"]),
    )
    return tuple(
        _cited(
            code=each["code"],
            status=each["status"],
            is_corporate=bool(each["corporate"]),
            locator=each["locator"],
            stale=why_stale(_dates(each), today),
            is_sensitive=each["marking"] == Marking.OFFICIAL_SENSITIVE,
            read=_decoded(each["read"]),
            has_redacted=bool(each["has_redacted"]),
        )
        for each in ordered
    )


def _dates(facts: dict[str, Any]) -> _Dates:
    names = ("review_by", "covers_to", "checked_on")
    return _Dates(**{name: facts[name] and date.fromisoformat(facts[name]) for name in names})


def _decoded(known: Any) -> Any:
    # SQLite hands the JSON of an inner query on as its text.
    return json.loads(known) if isinstance(known, str) else known
