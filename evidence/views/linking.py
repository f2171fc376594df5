"""Linking what is there already: finding it, and citing it for an element."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import serves
from evidence.actions import AlreadyLinked, ItemWithdrawn, NotInThisPortfolio, link_evidence
from evidence.forms import ChoiceOfItemForm, FindForm
from evidence.models import EvidenceItem, Portfolio
from evidence.queries import MOST_FOUND, find_items
from evidence.scope import portfolio_in_scope

from .common import SignedIn, back_to_element, element_of, way_to_element


@serves("evidence.change_portfolio", portfolio_in_scope)
@require_safe
def find(request: SignedIn, portfolio: Portfolio, code: str) -> HttpResponse:
    """Items that match what is typed; as a part of the page for htmx, else as a page."""
    element = element_of(portfolio, code)
    form = FindForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found, more = find_items(portfolio, element, words)
    context = {
        "portfolio": portfolio,
        "element": element,
        "find_form": form,
        "words": words,
        "found": found,
        "more": more,
        "most": MOST_FOUND,
        "breadcrumbs": way_to_element(portfolio, element),
        "nav": "overview",
    }
    part = "evidence/partials/found_items.html"
    page = part if request.htmx else "evidence/link_find.html"  # type: ignore[attr-defined]
    return render(request, page, context)


@serves("evidence.change_portfolio", portfolio_in_scope)
@require_POST
def link(request: SignedIn, portfolio: Portfolio, code: str) -> HttpResponse:
    """Cite the item whose code is posted, at the end of its list."""
    element = element_of(portfolio, code)
    form = ChoiceOfItemForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["item"])))
        return back_to_element(request, portfolio, code, at="add-evidence")
    item = _item(portfolio, form.cleaned_data["item"])
    try:
        link_evidence(portfolio=portfolio, element=element, item=item, by=request.user)
    except (AlreadyLinked, ItemWithdrawn, NotInThisPortfolio) as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("Linked %(item)s to %(element)s.") % {"item": item, "element": element.code}
        )
    return back_to_element(request, portfolio, code, at=item.code)


def _item(portfolio: Portfolio, code: str) -> EvidenceItem:
    item = EvidenceItem.objects.of_service(portfolio.service).filter(code__iexact=code).first()
    if item is None:
        raise Http404
    return item
