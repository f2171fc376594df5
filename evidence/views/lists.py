"""Lists of evidence that a reader keeps at hand."""

import re

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import serves
from evidence.actions import forget_list, save_list
from evidence.filters import tidied
from evidence.forms_lists import ListForm
from evidence.models import Portfolio, SavedList
from evidence.scope import portfolio_in_scope

from .common import SignedIn, posted

KEY = re.compile(r"[0-9]{1,15}")


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: SignedIn, portfolio: Portfolio) -> HttpResponse:
    """Name the list; the name of one that is there already is asked about, not taken over."""
    asked = request.POST if request.method == "POST" else request.GET
    query = tidied(portfolio, asked.get("list", "")[:4000])[:2000]
    kept = SavedList.objects.filter(portfolio=portfolio, user=request.user)
    form = ListForm(posted(request), taken={each.name for each in kept}, query=query)
    if form.is_valid():
        name = form.cleaned_data["name"]
        save_list(portfolio=portfolio, name=name, query=query, by=request.user)
        messages.success(request, _("Saved as “%(name)s”.") % {"name": name})
        return _to_list(portfolio, query)
    context = {
        "portfolio": portfolio,
        "form": form,
        "list_url": _to_list(portfolio, query).url,
        "nav": "library",
    }
    return render(request, "evidence/list_save.html", context)


@serves("evidence.view_portfolio", portfolio_in_scope)
@require_POST
def forget(request: SignedIn, portfolio: Portfolio) -> HttpResponse:
    """The list is named by what is sent; one that is gone, or another’s, is left alone."""
    sent = request.POST.get("kept", "")
    lists = SavedList.objects.filter(portfolio=portfolio, user=request.user)
    found = lists.filter(pk=int(sent)).first() if KEY.fullmatch(sent) else None
    if found is None:
        messages.info(request, _("This list was removed already."))
        return _to_list(portfolio, "")
    forget_list(kept=found)
    messages.success(request, _("The list “%(name)s” was removed.") % {"name": found.name})
    return _to_list(portfolio, found.query)


def _to_list(portfolio: Portfolio, query: str) -> HttpResponseRedirect:
    slugs = [portfolio.service.slug, portfolio.standard.slug]
    return HttpResponseRedirect(
        reverse("evidence:library", args=slugs) + (f"?{query}" if query else "")
    )
