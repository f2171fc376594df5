"""What is known of an item: changed, and checked to be still in force."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import serves
from evidence.actions import ChangedMeanwhile, ReasonNeeded, confirm_in_force, edit_item_facts
from evidence.forms_dates import FactsForm
from evidence.models import EvidenceItem

from .common import SignedIn, item_of_portfolio, posted, tell_of_item


@serves("evidence.change_item", item_of_portfolio)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_item(request: SignedIn, item: EvidenceItem) -> HttpResponse:
    """Who changes what somebody else changed meanwhile sees both, and saves again."""
    form = FactsForm(posted(request), item=item)
    is_late = False
    if form.is_valid():
        try:
            edit_item_facts(
                item=item,
                values=form.values(),
                seen=form.cleaned_data["seen"],
                reason=form.cleaned_data.get("marking_reason", ""),
                by=request.user,
            )
        except ChangedMeanwhile:
            is_late = True
            form.begin_again(item)
        except ReasonNeeded as needed:
            form.add_error(None, str(needed))
        else:
            messages.success(request, _("Saved for %(code)s.") % {"code": item.code})
            return _to_item(item)
    return _page(request, item, form, is_late=is_late)


@serves("evidence.change_item", item_of_portfolio)
@require_POST
def in_force(request: SignedIn, item: EvidenceItem) -> HttpResponse:
    confirm_in_force(item=item, by=request.user, on=timezone.localdate())
    messages.success(request, _("%(code)s is still in force, checked today.") % {"code": item.code})
    return _to_item(item)


def _to_item(item: EvidenceItem) -> HttpResponseRedirect:
    portfolio = item.seen_from  # type: ignore[attr-defined]
    return redirect("evidence:item", portfolio.service.slug, portfolio.standard.slug, item.code)


def _page(request: SignedIn, item: EvidenceItem, form: FactsForm, *, is_late: bool) -> HttpResponse:
    tell_of_item(request, item, item.seen_from)  # type: ignore[attr-defined]
    context = {
        "portfolio": item.seen_from,  # type: ignore[attr-defined]
        "item": item,
        "form": form,
        "is_late": is_late,
        "nav": "library",
    }
    return render(request, "evidence/item_edit.html", context)
