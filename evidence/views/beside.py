"""The way on from an item: before and after in the list that one came from, and back to it."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from evidence.filters import LibraryFilter
from evidence.filters.addresses import query_of, written
from evidence.models import EvidenceItem, Portfolio
from evidence.queries.beside import (
    Beside,
    beside_by_code,
    beside_in,
    beside_on_element,
    beside_ranked,
)
from evidence.search.index import BestFirst

from .common import SignedIn, element_url
from .library import page_size


@dataclass(frozen=True)
class Way:
    """Where the item page leads; `query` is what the addresses of items beside it end in."""

    portfolio: Portfolio
    beside: Beside
    query: str = ""
    back_url: str = ""
    back_text: str = ""

    @property
    def previous_url(self) -> str:
        return self._item_url(self.beside.previous, -1)

    @property
    def next_url(self) -> str:
        return self._item_url(self.beside.next, 1)

    def _item_url(self, code: str, step: int) -> str:
        if not code:
            return ""
        query = self.query.replace(AT, str(self.beside.place + step))
        return f"{item_url(self.portfolio, code)}{query}"


AT = "{at}"  # the place of an item in the list, which is different for each
LONGEST = 2_000  # letters of an address that are looked at


def item_url(portfolio: Portfolio, code: str) -> str:
    return reverse("evidence:item", args=[portfolio.service.slug, portfolio.standard.slug, code])


def library_url(portfolio: Portfolio) -> str:
    return reverse("evidence:library", args=[portfolio.service.slug, portfolio.standard.slug])


def way_from(request: SignedIn, item: EvidenceItem) -> Way:
    """By the list that the address names, or the rows of an element; without them, by code."""
    portfolio: Portfolio = item.seen_from  # type: ignore[attr-defined]
    if "list" in request.GET and (way := _through_list(request, portfolio, item)):
        return way
    code = _named(request.GET, "element")
    beside = beside_on_element(portfolio, code, item) if code else None
    if beside:
        return Way(
            portfolio,
            beside,
            f"?{urlencode({'element': code})}",
            f"{element_url(portfolio, code)}#{item.code}",
            _("Back to %(code)s") % {"code": code},
        )
    return Way(portfolio, beside_by_code(portfolio, item))


def _through_list(request: SignedIn, portfolio: Portfolio, item: EvidenceItem) -> Way | None:
    """Through the library as it was narrowed and sorted; back to the page that the item is on."""
    said = QueryDict(request.GET["list"][:LONGEST])
    chosen = LibraryFilter(said, portfolio=portfolio)
    items = chosen.in_order()
    at = request.GET.get("at", "")
    beside = (
        beside_ranked(items, item)
        if isinstance(items, BestFirst)
        else beside_in(items, item, at=int(at) if at.isdecimal() and len(at) < 10 else 0)
    )
    if beside is None:
        return None
    known = query_of(chosen)
    page = (beside.place - 1) // page_size(said) + 1
    back = written([*known, *([("page", str(page))] if page > 1 else [])])
    return Way(
        portfolio,
        beside,
        f"?{urlencode({'list': written(known)})}&at={AT}",
        f"{library_url(portfolio)}{'?' * bool(back)}{back}",
        _("Back to the list"),
    )


def _named(said: QueryDict, name: str) -> str:
    """What the address says, if it is short enough to mean anything and can be stored."""
    value = said.get(name, "")
    return value if len(value) <= 40 and value.isprintable() else ""
