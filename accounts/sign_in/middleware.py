"""What goes round every view: sessions end in time, and a second factor comes first."""

from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import PUBLIC
from accounts.signed_out import asks_from_script, hold, page_of

from .lifetime import note_use, seconds_left
from .second_factor import WANTED, lacks_second_factor, next_step

# What is open to whoever has shown but their password.
OPEN_BEFORE = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "session",
}
# And to whoever has no factor that they could show.
SETTING_UP = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "second_factor_picture"}


class EndsSessions:
    """A session that was idle too long, or is too old, is over before anything is served."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            if seconds_left(request.session):
                note_use(request)
            else:
                UserSession.objects.filter(session_key=request.session.session_key).delete()
                request.session.flush()
                request.user = AnonymousUser()
        return self.get_response(request)


class AsksForSecondFactor:
    """Where a second factor is required, nothing else is served before it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *args: Any
    ) -> HttpResponseBase | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OPEN_BEFORE or getattr(view, "serves", None) == PUBLIC:
            return None
        if not lacks_second_factor(request):
            return None
        page = next_step(request.user)  # type: ignore[arg-type]
        if name in SETTING_UP and page == "mfa_index":
            return None
        return _second_factor_first(request, reverse(page))


def _second_factor_first(request: HttpRequest, page: str) -> HttpResponseBase:
    """To the page of the second factor; what was wanted or typed waits behind it."""
    if asks_from_script(request):
        words = {"error": _("Set up your second factor first."), "sign_in": page}
        return JsonResponse(words, status=403)
    wanted = request.get_full_path()
    if request.method == "POST":
        held = hold(request, request.user)  # type: ignore[arg-type]
        wanted = page_of(held) if held else reverse("home")
    request.session[WANTED] = wanted
    return redirect(page)
