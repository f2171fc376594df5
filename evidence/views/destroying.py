"""Destroying a version: asked on a page of the version, decided on a page of its own."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import serves
from accounts.models import Organisation
from accounts.scope import organisation_in_scope
from evidence.actions import (
    NotDestroyed,
    agree_to_destruction,
    ask_destruction,
    reasons_to_keep,
    refuse_destruction,
    withdraw_destruction,
)
from evidence.destruction.copies import copies_of
from evidence.destruction.deed import going_with
from evidence.enums import VersionRole
from evidence.forms_destruction import AgreeForm, AskDestructionForm, RefuseForm
from evidence.models import Destruction, EvidenceItem, EvidenceVersion
from evidence.queries.destructions import destructions_for, open_destruction_of, same_bytes
from evidence.scope import destruction_in_scope

from .common import SignedIn, posted, version_of_item

A_PAGE = 50


@serves("evidence.ask_destruction", version_of_item)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedIn, item: EvidenceItem) -> HttpResponse:
    """Says what goes, what stays and where copies are, and takes the reason."""
    version: EvidenceVersion = item.chosen  # type: ignore[attr-defined]
    if waiting := open_destruction_of(version):
        return redirect("evidence:destruction", waiting.uuid)
    same = [each for each in same_bytes(version) if _may_ask(request, each.item)]
    going = going_with(version, keeps_redacted=False)
    has_redacted = any(each.role == VersionRole.REDACTED for each in going if each.pk != version.pk)
    form = AskDestructionForm(posted(request), has_redacted=has_redacted, same=same)
    held = reasons_to_keep(item)
    may_ask = not (held or version.is_destroyed)
    if request.method == "POST" and may_ask and form.is_valid():
        try:
            asked = ask_destruction(version=version, by=request.user, **form.said())
        except NotDestroyed as why:
            messages.error(request, str(why))
        else:
            messages.success(
                request, _("Asked. Nothing is destroyed before a second person agrees.")
            )
            return redirect("evidence:destruction", asked[0].uuid)
    context = {
        "portfolio": item.seen_from,  # type: ignore[attr-defined]
        "item": item,
        "version": version,
        "form": form if may_ask else None,
        "held": held,
        "nav": "library",
        **_what_goes(request, version, going),
    }
    status = 409 if request.method == "POST" and not may_ask else 200
    return render(request, "evidence/destruction_ask.html", context, status=status)


@serves("evidence.view_destruction", destruction_in_scope)
@require_safe
def destruction(request: SignedIn, destruction: Destruction) -> HttpResponse:
    return _page(request, destruction)


@serves("evidence.decide_destruction", destruction_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: SignedIn, destruction: Destruction) -> HttpResponse:
    """Destroy it, once the code was typed. GET leads to the page."""
    if request.method != "POST":
        return redirect("evidence:destruction", destruction.uuid)
    form = AgreeForm(request.POST, item=destruction.version.item, prefix="agree")
    if not form.is_valid():
        return _page(request, destruction, agree_form=form, status=422)
    try:
        agree_to_destruction(destruction=destruction, by=request.user)
    except NotDestroyed as why:
        messages.error(request, str(why))
        return _page(request, destruction_in_scope(request.user, destruction.uuid), status=409)
    messages.success(request, _("It is destroyed."))
    return redirect("evidence:destruction", destruction.uuid)


@serves("evidence.decide_destruction", destruction_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: SignedIn, destruction: Destruction) -> HttpResponse:
    """Say no, with a reason. GET leads to the page."""
    if request.method != "POST":
        return redirect("evidence:destruction", destruction.uuid)
    form = RefuseForm(request.POST, prefix="refuse")
    if not form.is_valid():
        return _page(request, destruction, refuse_form=form, status=422)
    try:
        reason = form.cleaned_data["reason"]
        refuse_destruction(destruction=destruction, reason=reason, by=request.user)
    except NotDestroyed as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Refused. The file stays as it is."))
    return redirect("evidence:destruction", destruction.uuid)


@serves("evidence.withdraw_destruction", destruction_in_scope)
@require_POST
def withdraw(request: SignedIn, destruction: Destruction) -> HttpResponse:
    try:
        withdraw_destruction(destruction=destruction, by=request.user)
    except NotDestroyed as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Taken back. The file stays as it is."))
    return redirect("evidence:destruction", destruction.uuid)


@serves("evidence.view_destructions", organisation_in_scope)
@require_safe
def destructions(request: SignedIn, organisation: Organisation) -> HttpResponse:
    rows = destructions_for(request.user, organisation)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {"organisation": organisation, "page_obj": page, "nav": "organisation"}
    return render(request, "evidence/destruction_list.html", context)


def _page(
    request: SignedIn,
    destruction: Destruction,
    *,
    agree_form: AgreeForm | None = None,
    refuse_form: RefuseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    version = destruction.version
    may_decide = destruction.is_open and request.user.has_perm(
        "evidence.decide_destruction", destruction
    )
    is_own = destruction.asked_by_id == request.user.pk
    held = reasons_to_keep(version.item) if destruction.is_open else []
    going = going_with(version, keeps_redacted=destruction.keeps_redacted)
    form = agree_form or AgreeForm(item=version.item, prefix="agree")
    form.helper.form_action = "agree"
    refusing = refuse_form or RefuseForm(prefix="refuse")
    refusing.helper.form_action = "refuse"
    context: dict[str, Any] = {
        "destruction": destruction,
        "item": version.item,
        "version": version,
        "held": held,
        "is_own": is_own,
        "may_decide": may_decide,
        "agree_form": form if may_decide and not is_own and not held else None,
        "refuse_form": refusing if may_decide and not is_own else None,
        "failed_form": agree_form or refuse_form,
        "has_errors": bool(agree_form or refuse_form),
        "may_withdraw": destruction.is_open
        and request.user.has_perm("evidence.withdraw_destruction", destruction),
        "nav": "organisation",
    }
    if destruction.is_open:
        context |= _what_goes(request, version, going)
        same = same_bytes(version)
        seen = [each for each in same if request.user.has_perm("evidence.view_item", each.item)]
        context |= {"same": seen, "same_elsewhere": len(same) - len(seen)}
    return render(request, "evidence/destruction_detail.html", context, status=status)


def _may_ask(request: SignedIn, item: EvidenceItem) -> bool:
    return request.user.has_perm("evidence.ask_destruction", item)


def _what_goes(
    request: SignedIn, version: EvidenceVersion, going: list[EvidenceVersion]
) -> dict[str, Any]:
    beside = [each for each in going if each.pk != version.pk]
    return {
        "redacted": [each for each in beside if each.role == VersionRole.REDACTED],
        "pictures": [each for each in beside if each.role == VersionRole.PICTURE],
        "copies": copies_of(going or [version], request.user),
    }
