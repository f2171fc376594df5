"""Withdrawing an item and restoring it: each asks first and says what it means."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import serves
from evidence.actions import NotPossibleNow, restore_item, withdraw_item
from evidence.forms_custody import WithdrawForm
from evidence.models import EvidenceItem
from evidence.queries import links_to_restore, links_to_withdraw

from .common import SignedIn, item_of_portfolio, posted, to_item


@serves("evidence.change_item", item_of_portfolio)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedIn, item: EvidenceItem) -> HttpResponse:
    form = WithdrawForm(posted(request))
    if item.is_withdrawn:
        messages.info(request, _("%(code)s is withdrawn already.") % {"code": item.code})
        return to_item(item)
    if form.is_valid():
        try:
            withdraw_item(item=item, reason=form.cleaned_data["reason"], by=request.user)
        except NotPossibleNow as late:
            messages.info(request, str(late))
        else:
            messages.success(request, _("%(code)s is withdrawn.") % {"code": item.code})
        return to_item(item)
    return _page(request, item, "evidence/item_withdraw.html", form=form)


@serves("evidence.change_item", item_of_portfolio)
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: SignedIn, item: EvidenceItem) -> HttpResponse:
    if request.method == "POST":
        try:
            restore_item(item=item, by=request.user)
        except NotPossibleNow as late:
            messages.info(request, str(late))
        else:
            messages.success(request, _("%(code)s is in use again.") % {"code": item.code})
        return to_item(item)
    if not item.is_withdrawn:
        messages.info(request, _("%(code)s is in use already.") % {"code": item.code})
        return to_item(item)
    return _page(request, item, "evidence/item_restore.html")


def _page(
    request: SignedIn, item: EvidenceItem, template: str, form: WithdrawForm | None = None
) -> HttpResponse:
    portfolio = item.seen_from  # type: ignore[attr-defined]
    links = links_to_restore(item) if item.is_withdrawn else links_to_withdraw(item)
    context = {
        "portfolio": portfolio,
        "item": item,
        "form": form,
        "here": [link for link in links if link.portfolio_id == portfolio.pk],
        "elsewhere": len([link for link in links if link.portfolio_id != portfolio.pk]),
        "nav": "library",
    }
    return render(request, template, context)
