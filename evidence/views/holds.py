"""Holds: the list, and setting and lifting one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import serves
from accounts.models import Organisation
from accounts.templatetags.portal import british_date
from evidence.actions import LiftedAlready, lift_hold, set_hold
from evidence.forms_records import HoldForm, LiftForm
from evidence.models import Hold
from evidence.scope_records import hold_in_scope, records_in_scope

from .common import SignedIn, posted
from .records_pages import form_page, page_of_records

A_PAGE = 50
LIST = "evidence:holds"


@serves("evidence.govern_records", records_in_scope)
@require_safe
def holds(request: SignedIn, organisation: Organisation) -> HttpResponse:
    """Those that stand, and behind them those that were lifted."""
    rows = Hold.objects.of_organisation(organisation)
    lifted = rows.filter(lifted_at__isnull=False).order_by("-lifted_at", "-pk")
    page = Paginator(lifted, A_PAGE).get_page(request.GET.get("page"))
    more: dict[str, Any] = {"standing": rows.standing(), "page_obj": page}
    return page_of_records(request, "hold_list", organisation, **more)


@serves("evidence.govern_records", records_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def new_hold(request: SignedIn, organisation: Organisation) -> HttpResponse:
    known = {"on": HoldForm.ITEM, "code": code} if (code := request.GET.get("item", "")) else {}
    form = HoldForm(posted(request), organisation=organisation, initial=known)
    if form.is_valid():
        said = form.cleaned_data
        hold = set_hold(
            organisation=organisation,
            reason=said["reason"],
            reference=said["reference"],
            by=request.user,
            **form.held(),
        )
        messages.success(
            request, _("%(what)s is on hold: it cannot be destroyed.") % {"what": hold.what}
        )
        return redirect("evidence:holds", organisation.slug)
    lead = _(
        "Nothing of it can be destroyed until the hold is lifted. The service sees on the item’s"
        " page that it is held, since when and why."
    )
    title = _("Put something on hold")
    return form_page(request, organisation, form, within=LIST, title=title, lead=lead)


@serves("evidence.govern_records", hold_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: SignedIn, hold: Hold) -> HttpResponse:
    form = LiftForm(posted(request))
    if hold.is_lifted:
        messages.info(request, _("This hold was lifted already."))
        return redirect("evidence:holds", hold.organisation.slug)
    if form.is_valid():
        try:
            lift_hold(hold=hold, reason=form.cleaned_data["reason"], by=request.user)
        except LiftedAlready as late:
            messages.info(request, str(late))
        else:
            messages.success(request, _("The hold on %(what)s is lifted.") % {"what": hold.what})
        return redirect("evidence:holds", hold.organisation.slug)
    facts = [
        (_("Held because"), hold.reason),
        (_("Reference"), hold.reference),
        (_("Since"), f"{british_date(hold.set_at)}, {hold.set_by}"),
    ]
    return form_page(
        *(request, hold.organisation, form),
        within=LIST,
        title=_("Lift a hold"),
        caption=hold.what,
        lead=_("Other holds on it stay. Once none stands, it can be destroyed by those who may."),
        facts=facts,
    )
