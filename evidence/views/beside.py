"""The way on from an item: before and after in the list that one came from, and back to it."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from evidence.models import EvidenceItem, Portfolio
from evidence.queries.beside import Beside, beside_by_code, beside_on_element

from .common import SignedIn, element_url


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


AT = "{at}"


def item_url(portfolio: Portfolio, code: str) -> str:
    return reverse("evidence:item", args=[portfolio.service.slug, portfolio.standard.slug, code])


def way_from(request: SignedIn, item: EvidenceItem) -> Way:
    """By the rows of the element that the address names; without one, by code."""
    portfolio: Portfolio = item.seen_from  # type: ignore[attr-defined]
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


def _named(said: QueryDict, name: str) -> str:
    """What the address says, if it is short enough to mean anything and can be stored."""
    value = said.get(name, "")
    return value if len(value) <= 40 and value.isprintable() else ""
