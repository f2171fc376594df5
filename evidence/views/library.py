"""The list of a portfolio's evidence."""

from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import serves
from evidence.filters import COLUMNS, LibraryFilter, columns_in, saved_lists, usual_lists
from evidence.filters.addresses import changed, chips_of, query_of, written
from evidence.filters.columns import are_usual
from evidence.filters.headings import headings_of
from evidence.models import Portfolio
from evidence.queries import count_shelf, library_items, library_page, tally
from evidence.scope import library_in_scope
from evidence.search.index import BestFirst, snippets_for

from .common import SignedIn

PAGE_SIZES = (20, 50, 100)
A_PAGE = 50


class Counted(Paginator):
    """Pages of a list whose length is known already."""

    def __init__(self, items: QuerySet | BestFirst, per_page: int, number: int) -> None:
        super().__init__(items, per_page)
        self.count = number  # type: ignore[misc]


@serves("evidence.view_portfolio", library_in_scope)
@require_safe
def library(request: SignedIn, portfolio: Portfolio) -> HttpResponse:
    chosen = LibraryFilter(request.GET, portfolio=portfolio)
    shelf = count_shelf(
        portfolio,
        library_items(portfolio),
        as_of=portfolio.as_of or "",  # type: ignore[attr-defined]
    )
    found = chosen.found
    cells = shelf.cells if found is None else shelf.cells_of(found)
    whole, counts = tally(shelf.cells, {}), tally(cells, chosen.ticked)
    chosen.offer(shelf, counts)
    page = _page(request, portfolio, chosen.in_order(), counts.total)
    context = {
        "portfolio": portfolio,
        "whole": whole,
        "counts": counts,
        "filter": chosen,
        "page_obj": page,
        "snippets": snippets_for(page.object_list, chosen.hits) if chosen.hits else {},
        "chips": chips_of(chosen, shelf),
        "kept": saved_lists(portfolio, request.user),
        "lists": usual_lists(shelf, whole, request.user),
        "nav": "library",
    }
    return render(request, "evidence/item_list.html", context | _addresses(chosen))


def _page(
    request: SignedIn, portfolio: Portfolio, items: QuerySet | BestFirst, number: int
) -> Page:
    page = Counted(items, page_size(request.GET), number).get_page(request.GET.get("page"))
    page.object_list = library_page(portfolio, cast(QuerySet, page.object_list))
    return page


def page_size(said: QueryDict) -> int:
    wanted = said.get("size", "")
    return next((size for size in PAGE_SIZES if str(size) == wanted), A_PAGE)


def _addresses(chosen: LibraryFilter) -> dict[str, Any]:
    """Where the parts of the page lead that change how the list is shown."""
    said, columns = query_of(chosen), columns_in(chosen.data)
    return {
        "address": written(said),
        "headings": headings_of(columns, said, chosen.sorted_by),
        "columns": {column.name for column in columns},
        "all_columns": COLUMNS,
        "chosen_columns": "" if are_usual(columns) else ",".join(c.name for c in columns),
        "besides_columns": [(name, value) for name, value in said if name != "columns"],
        "sizes": [(size, changed(said, size=str(size))) for size in PAGE_SIZES],
    }
