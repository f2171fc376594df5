"""All that has happened to an item, page by page."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import serves
from accounts.history.sentences import told
from evidence.models import EvidenceItem
from evidence.queries import entries_of_item

from .common import SignedIn, item_of_portfolio

A_PAGE = 50


@serves("evidence.view_item", item_of_portfolio)
@require_safe
def item_history(request: SignedIn, item: EvidenceItem) -> HttpResponse:
    """Its history, newest first; who read it is not told, as on its page."""
    portfolio = item.seen_from  # type: ignore[attr-defined]
    entries = Paginator(entries_of_item(item, portfolio), A_PAGE)
    page = entries.get_page(request.GET.get("page"))
    context = {
        "portfolio": portfolio,
        "item": item,
        "page_obj": page,
        "history": [
            {"when": entry.at, "sentence": entry.sentence, "who": entry.who}
            for entry in told(page.object_list)
        ],
        "nav": "library",
    }
    return render(request, "evidence/item_history.html", context)
