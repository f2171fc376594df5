"""Second factors: what the person has and may add, the picture for the app, the codes."""

import re

from allauth.mfa.adapter import get_adapter
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import serves
from accounts.models import User
from accounts.queries_sign_in import factors_of
from accounts.scope import myself
from accounts.sign_in.second_factor import WANTED, passkeys_work

CODE = re.compile(r"\b\d{8}\b")


@serves("accounts.look_after_account", myself)
@never_cache
@require_safe
def second_factor(request: HttpRequest, user: User) -> HttpResponse:
    """Choose how to show, beyond the password, that it is you."""
    context = {
        "factors": factors_of(user),
        "is_required": settings.SECOND_FACTOR == "required",
        "passkeys_work": passkeys_work(request),
        "wanted": request.session.get(WANTED, ""),
        "nav": "account",
    }
    return render(request, "mfa/index.html", context)


@serves("accounts.look_after_account", myself)
@never_cache
@require_safe
def passkeys(request: HttpRequest, user: User) -> HttpResponse:
    """allauth's list of passkeys; here they stand with the other factors."""
    return redirect("mfa_index")


@serves("accounts.look_after_account", myself)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def app_away(request: HttpRequest, user: User) -> HttpResponseBase:
    """allauth's page, where there is an app to take away."""
    if factors_of(user).app is None:
        return redirect("mfa_index")
    return totp.deactivate_totp(request)


@serves("accounts.look_after_account", myself)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: HttpRequest, user: User) -> HttpResponseBase:
    """allauth's page, where there are recovery codes."""
    if factors_of(user).codes_left is None:
        return redirect("mfa_index")
    return recovery_codes.view_recovery_codes(request)


@serves("accounts.look_after_account", myself)
@never_cache
@require_safe
def picture(request: HttpRequest, user: User) -> HttpResponse:
    """The picture that an authenticator app scans; while one is being set up, never again."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        return redirect("mfa_activate_totp")
    adapter = get_adapter()
    drawn = adapter.build_totp_svg(adapter.build_totp_url(user, secret))
    answer = HttpResponse(drawn, content_type="image/svg+xml")
    answer["Cache-Control"] = "no-store"
    return answer


@serves("accounts.look_after_account", myself)
@never_cache
@require_POST
def codes_as_file(request: HttpRequest, user: User) -> HttpResponse:
    """The recovery codes as the page has them, as a file: nothing is read from the database."""
    codes = CODE.findall(request.POST.get("codes", "")[:400])
    context = {"codes": codes, "email": user.email}
    answer = render(request, "mfa/codes.txt", context, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="cse-portal-recovery-codes.txt"'
    return answer


@serves("accounts.look_after_account", myself)
@never_cache
@require_POST
def go_on(request: HttpRequest, user: User) -> HttpResponse:
    """To where the person was going before they had to set up a second factor."""
    return redirect(request.session.pop(WANTED, None) or "home")
