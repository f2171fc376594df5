"""“Your account”: what is known about the person who has signed in, and how they sign in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import serves
from accounts.models import User
from accounts.own_pages import own_pages
from accounts.queries import memberships_of
from accounts.queries_sign_in import factors_of, places_of
from accounts.scope import myself
from accounts.sign_in.providers import provider_of


@serves("accounts.look_after_account", myself)
@never_cache
@require_safe
def account(request: HttpRequest, user: User) -> HttpResponse:
    context = {
        "memberships": memberships_of(user),
        "factors": factors_of(user),
        "is_required": settings.SECOND_FACTOR == "required",
        "provider": provider_of(user),
        "places": places_of(user, request.session.session_key),
        "own_pages": own_pages(),
        "nav": "account",
    }
    return render(request, "account/account.html", context)
