"""How an organisation's documents look: the accent colour and the logo."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import serves
from accounts.actions import (
    HouseStyleChangedMeanwhile,
    choose_accent,
    describe_logo,
    put_logo,
    take_logo_away,
)
from accounts.colours import LEAST_CONTRAST, contrast, tint
from accounts.forms_house_style import AccentForm, LogoForm, StyleForm
from accounts.models import HouseStyle, Organisation, User
from accounts.queries import house_style_of
from accounts.scope import organisation_in_scope

Forms = dict[str, Any]


class SignedIn(HttpRequest):
    """A request that `serves` let through: its reader has signed in."""

    user: User  # type: ignore[assignment]


@serves("accounts.change_house_style", organisation_in_scope)
@require_http_methods(["GET", "HEAD", "POST"])
def house_style(request: SignedIn, organisation: Organisation) -> HttpResponse:
    """Three forms on one page; `action` says which of them was sent."""
    style = house_style_of(organisation) or HouseStyle(organisation=organisation)
    forms = _forms(request, style)
    action = request.POST.get("action", "")
    if request.method != "POST" or action not in SAVES:
        return _page(request, style, forms)
    form = forms[action]
    if not form.is_valid():
        return _page(request, style, forms, sent=form, status=422)
    try:
        said = SAVES[action](organisation, form, request.user)
    except HouseStyleChangedMeanwhile as late:
        form.begin_again(late.current)
        return _page(request, late.current, forms, sent=form, status=409)
    messages.success(request, said)
    return redirect("house_style", organisation.slug)


def _forms(request: SignedIn, style: HouseStyle) -> Forms:
    """Those of the page, the one that was sent with what was typed into it."""
    sent = request.POST.get("action") if request.method == "POST" else None
    now = {
        "revision": style.revision,
        "accent_colour": style.accent_colour,
        "logo_says": style.logo_says,
    }

    def given(action: str) -> dict[str, Any]:
        usual = {"initial": now, "auto_id": f"{action.replace(' ', '_')}_%s"}
        return usual | ({"data": request.POST, "files": request.FILES} if sent == action else {})

    return {
        "accent": AccentForm(**given("accent")),
        "logo": LogoForm(**given("logo"), has_logo=bool(style.logo)),
        "take away": StyleForm(**given("take away")),
    }


def _save_accent(organisation: Organisation, form: StyleForm, by: User) -> str:
    given = form.cleaned_data
    colour, revision = given["accent_colour"], given["revision"]
    choose_accent(organisation=organisation, colour=colour, revision=revision, by=by)
    return _("Documents now have the accent colour %(colour)s.") % {"colour": colour}


def _save_logo(organisation: Organisation, form: StyleForm, by: User) -> str:
    given = {"says": form.cleaned_data["logo_says"], "revision": form.cleaned_data["revision"]}
    if logo := form.cleaned_data["drawn"]:
        put_logo(organisation=organisation, logo=logo, by=by, **given)
        return _("Documents now have the logo.")
    describe_logo(organisation=organisation, by=by, **given)
    return _("Saved what the logo shows.")


def _take_away(organisation: Organisation, form: StyleForm, by: User) -> str:
    take_logo_away(organisation=organisation, revision=form.cleaned_data["revision"], by=by)
    return _("Documents now have no logo.")


SAVES: dict[str, Callable[[Organisation, StyleForm, User], str]] = {
    "accent": _save_accent,
    "logo": _save_logo,
    "take away": _take_away,
}


def _page(
    request: SignedIn,
    style: HouseStyle,
    forms: Forms,
    *,
    sent: StyleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = forms["accent"].typed or style.accent_colour
    context = {
        "organisation": style.organisation,
        "style": style,
        "accent_form": forms["accent"],
        "logo_form": forms["logo"],
        "away_form": forms["take away"],
        "form": sent,
        "shown": shown,
        "tint": tint(shown),
        "saved_contrast": contrast(style.accent_colour),
        "least": LEAST_CONTRAST,
        "is_late": status == 409,
        "nav": "organisation",
    }
    return render(request, "accounts/house_style.html", context, status=status)


@serves("accounts.change_house_style", organisation_in_scope)
@require_safe
def house_style_logo(request: SignedIn, organisation: Organisation) -> HttpResponse:
    """The logo as documents print it."""
    style = house_style_of(organisation)
    if style is None or not style.logo:
        raise Http404
    response = HttpResponse(bytes(style.logo), content_type=style.logo_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
