"""What stands before and after an item in the list that one came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Count, F, Q, QuerySet, Subquery, Window
from django.db.models.functions import FirstValue, Lag, Lead, RowNumber

from evidence.enums import Listing, Scope
from evidence.models import EvidenceItem, EvidenceLink, Portfolio

LISTS = [listing.value for listing in Listing]


@dataclass(frozen=True)
class Beside:
    """The codes before and after, "" where there is none; its place from 1, of so many.

    `place` is 0 where it was not counted.
    """

    previous: str = ""
    next: str = ""
    place: int = 0
    total: int = 0


def beside_by_code(portfolio: Portfolio, item: EvidenceItem) -> Beside:
    """Among all that the service can use, by code; one statement of two short searches."""
    items = EvidenceItem.objects.of_service(portfolio.service)
    before = items.filter(prefix=item.prefix, number__lt=item.number) | items.filter(
        prefix__lt=item.prefix
    )
    after = items.filter(prefix=item.prefix, number__gt=item.number) | items.filter(
        prefix__gt=item.prefix
    )
    found = EvidenceItem.objects.filter(
        Q(pk=Subquery(before.order_by("-prefix", "-number").values("pk")[:1]))
        | Q(pk=Subquery(after.order_by("prefix", "number").values("pk")[:1]))
    )
    here = (item.prefix, item.number)
    codes = {(each.prefix, each.number) < here: each.code for each in found}
    return Beside(codes.get(True, ""), codes.get(False, ""))


def beside_in(items: QuerySet[EvidenceItem], item: EvidenceItem, *, at: int = 0) -> Beside | None:
    """In an ordered list of items; None where it is not in it.

    `at` is the place from 1 at which it stood when the list was shown: there still, two short
    statements do. Where it has moved, all of the list is looked through in one more.
    """
    if at and (found := _beside_at(items, item, at)):
        return found
    return _looked_for(items, item)


def _beside_at(items: "Listed", item: EvidenceItem, at: int) -> Beside | None:
    first = max(at - 2, 0)
    around = list(items[first : at + 1].values_list("pk", "code"))
    here = at - 1 - first
    if here >= len(around) or around[here][0] != item.pk:
        return None
    codes = [code for _pk, code in around]
    following = codes[here + 1] if here + 1 < len(codes) else ""
    return Beside(codes[here - 1] if here else "", following, at, items.count())


class Listed(Protocol):
    """A list of items in their order, of which a part can be asked for."""

    def count(self) -> int: ...

    def __getitem__(self, part: slice, /) -> Any: ...


class Ranked(Listed, Protocol):
    """One that knows where each item stands."""

    def place_of(self, item: EvidenceItem) -> int: ...


def beside_ranked(items: Ranked, item: EvidenceItem) -> Beside | None:
    """In a list that knows its order by itself; None where it is not in it. One statement."""
    place = items.place_of(item)
    return _beside_at(items, item, place) if place else None


def _looked_for(items: QuerySet[EvidenceItem], item: EvidenceItem) -> Beside | None:
    order: list[Any] = list(items.query.order_by)
    row = (
        items.annotate(
            place=Window(RowNumber(), order_by=order),
            before=Window(Lag("code"), order_by=order),
            after=Window(Lead("code"), order_by=order),
            total=Window(Count("pk")),
            # The database finds the row among those that the windows have seen.
            this=Window(FirstValue("pk"), partition_by=[F("pk")]),
        )
        .filter(this=item.pk)
        .order_by()
        .values_list("before", "after", "place", "total")
        .first()
    )
    return Beside(row[0] or "", row[1] or "", row[2], row[3]) if row else None


def beside_on_element(portfolio: Portfolio, code: str, item: EvidenceItem) -> Beside | None:
    """Among the rows of an element as they are printed; None where it is not there.

    One statement. Where several editions have the code, the one that cites the item counts.
    """
    links = EvidenceLink.objects.in_use().filter(portfolio=portfolio, element__code=code)
    rows = links.values_list("element", "item__service", "status", "position", "item__code")
    lists: dict[int, list[tuple[int, int, str]]] = {}
    for element, service, status, position, cited in rows:
        listing = Scope.CORPORATE.value if service is None else status
        lists.setdefault(element, []).append((LISTS.index(listing), position or 0, cited))
    for _element, cited_there in sorted(lists.items(), reverse=True):
        codes = [cited for _list, _position, cited in sorted(cited_there)]
        if item.code in codes:
            return beside_among(codes, item.code)
    return None


def beside_among(codes: Sequence[str], code: str) -> Beside:
    """Beside one of a few codes in their order."""
    at = codes.index(code)
    return Beside(
        codes[at - 1] if at else "",
        codes[at + 1] if at + 1 < len(codes) else "",
        at + 1,
        len(codes),
    )
