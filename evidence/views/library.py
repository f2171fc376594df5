"""The list of a portfolio's evidence."""

from typing import cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import serves
from evidence.filters import LibraryFilter
from evidence.models import Portfolio
from evidence.queries import (
    current_elements,
    facets_of,
    library_items,
    library_page,
    teams_of,
)
from evidence.scope import portfolio_in_scope

from .common import SignedIn

A_PAGE = 50


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_safe
def library(request: SignedIn, portfolio: Portfolio) -> HttpResponse:
    facets = facets_of(portfolio)
    chosen = LibraryFilter(
        request.GET,
        queryset=library_items(portfolio),
        portfolio=portfolio,
        elements=current_elements(portfolio),
        teams=teams_of(portfolio),
        facets=facets,
    )
    page = Paginator(chosen.qs, A_PAGE).get_page(request.GET.get("page"))
    page.object_list = library_page(portfolio, cast(QuerySet, page.object_list))
    context = {
        "portfolio": portfolio,
        "facets": facets,
        "filter": chosen,
        "page_obj": page,
        "nav": "library",
    }
    return render(request, "evidence/item_list.html", context)
