"""Linking what is there already: finding it, and citing it for an element."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import serves
from accounts.models import User
from criteria.models import Element
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
def link(request: SignedIn, portfolio: Portfolio, code: str) -> HttpResponseBase:
    """Cite the items whose codes are posted, each at the end of its list.

    Answered in JSON where asked for, else by going back.
    """
    element = element_of(portfolio, code)
    form = ChoiceOfItemForm(request.POST)
    if not form.is_valid():
        words = " ".join(map(str, form.errors["item"]))
        return _answer(request, portfolio, code, [(False, words)], at="add-evidence")
    codes = dict.fromkeys(request.POST.getlist("item"))
    items = [_item(portfolio, each.strip()) for each in codes]
    told = [_link(portfolio, element, item, request.user) for item in items]
    return _answer(request, portfolio, code, told, at=items[-1].code)


def _link(portfolio: Portfolio, element: Element, item: EvidenceItem, by: User) -> tuple[bool, str]:
    """Whether it went well, and what to say about it."""
    try:
        link_evidence(portfolio=portfolio, element=element, item=item, by=by)
    except (AlreadyLinked, ItemWithdrawn, NotInThisPortfolio) as error:
        return False, str(error)
    return True, _("Linked %(item)s to %(element)s.") % {"item": item, "element": element.code}


def _answer(
    request: SignedIn, portfolio: Portfolio, code: str, told: list[tuple[bool, str]], *, at: str
) -> HttpResponseBase:
    if not request.accepts("text/html"):
        words = " ".join(text for _good, text in told)
        good = all(good for good, _text in told)
        said = {"message": words} if good else {"error": words, "remedy": ""}
        return JsonResponse(said, status=201 if good else 409)
    for good, text in told:
        (messages.success if good else messages.error)(request, text)
    return back_to_element(request, portfolio, code, at=at)


def _item(portfolio: Portfolio, code: str) -> EvidenceItem:
    item = EvidenceItem.objects.of_service(portfolio.service).filter(code__iexact=code).first()
    if item is None:
        raise Http404
    return item
