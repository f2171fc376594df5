"""What an organisation says beside the standard: all of it on one page, and one text to edit."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import serves
from accounts.models import Organisation, User
from accounts.scope import organisation_in_scope
from criteria.actions import GuidanceChangedMeanwhile, write_own_guidance
from criteria.addresses import edition_url, element_url, guidance_url
from criteria.forms import OwnGuidanceForm
from criteria.models import OwnGuidance
from criteria.queries import (
    earlier_texts,
    elements_with_own_guidance,
    guidance_of_another_edition,
    own_guidance,
)

from .standards import SignedIn, edition_in_reach, element_in_reach


def guidance_in_reach(
    user: User, standard: str, organisation: str, code: str, edition: str | None = None
) -> OwnGuidance:
    """The organisation's guidance for the element, new where there is none. Raises Http404."""
    here = organisation_in_scope(user, organisation)
    return own_guidance(here, element_in_reach(user, standard, code, edition))


@serves("criteria.view_own_guidance", organisation_in_scope)
@require_safe
def guidance_list(
    request: SignedIn, organisation: Organisation, standard: str, edition: str | None = None
) -> HttpResponse:
    here = edition_in_reach(request.user, standard, edition)
    elements = elements_with_own_guidance(here, organisation)
    context = {
        "nav": "standard",
        "edition": here,
        "organisation": organisation,
        "elements": elements,
        "written": sum(bool(element.own) for element in elements),  # type: ignore[attr-defined]
        "may_write": request.user.has_perm(
            "criteria.write_own_guidance", OwnGuidance(organisation=organisation)
        ),
        "breadcrumbs": [{"text": here.standard.short_name, "url": edition_url(here)}],
    }
    return render(request, "criteria/guidance_list.html", context)


@serves("criteria.write_own_guidance", guidance_in_reach)
@require_http_methods(["GET", "HEAD", "POST"])
def guidance_edit(request: SignedIn, guidance: OwnGuidance) -> HttpResponse:
    """Who changes what somebody else changed meanwhile sees both, and saves again."""
    if request.method != "POST":
        return _begin(request, guidance)
    form = OwnGuidanceForm(request.POST, guidance=guidance)
    if not form.is_valid():
        return _page(request, guidance, form, status=422)
    try:
        saved = write_own_guidance(guidance=guidance, by=request.user, **form.cleaned_data)
    except GuidanceChangedMeanwhile as late:
        form.begin_again(late.current)
        return _page(request, guidance, form, current=late.current, status=409)
    code = guidance.element.code
    told = _("Saved your guidance for %(code)s.") if saved.text else _("%(code)s has no guidance.")
    messages.success(request, told % {"code": code})
    page = guidance_url(guidance.element.edition, guidance.organisation)
    return redirect(f"{page}#element-{code}")


def _begin(request: SignedIn, guidance: OwnGuidance) -> HttpResponse:
    """Where nothing is written yet, what there is for another edition can be begun from."""
    before = None if guidance.text else guidance_of_another_edition(guidance)
    takes = before is not None and "begin" in request.GET
    form = OwnGuidanceForm(guidance=guidance, proposal=before.text if before and takes else "")
    return _page(request, guidance, form, before=before)


def _page(
    request: SignedIn,
    guidance: OwnGuidance,
    form: OwnGuidanceForm,
    *,
    current: OwnGuidance | None = None,
    before: OwnGuidance | None = None,
    status: int = 200,
) -> HttpResponse:
    element = guidance.element
    edition = element.edition
    own = guidance_url(edition, guidance.organisation)
    context = {
        "nav": "standard",
        "edition": edition,
        "element": element,
        "guidance": guidance,
        "form": form,
        "current": current,
        "before": before,
        "earlier": earlier_texts(guidance),
        "list_url": own,
        "element_url": element_url(edition, element.code),
        "breadcrumbs": [
            {"text": edition.standard.short_name, "url": edition_url(edition)},
            {"text": _("Your own guidance"), "url": own},
            {"text": element.code, "url": ""},
        ],
    }
    return render(request, "criteria/guidance_edit.html", context, status=status)
