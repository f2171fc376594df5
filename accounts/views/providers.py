"""To an organisation's identity provider, and back."""

import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from requests import RequestException

from accounts.access import PUBLIC, serves
from accounts.sign_in import limits
from accounts.sign_in.providers import AGAIN, Checked, providers, refusal


def _checked(request: HttpRequest, provider_id: str) -> Checked:
    if provider_id not in {provider.key for provider in providers()}:
        raise Http404
    if not limits.may(request, "provider"):
        raise limits.TooMany(request, limits.until(request, "provider"))
    return Checked(request, provider_id)


def _or_say_why_not(
    request: HttpRequest, provider_id: str, go: Callable[[Checked], HttpResponseBase]
) -> HttpResponseBase:
    """A provider that does not answer, or not as it should, is told of on a page."""
    adapter = _checked(request, provider_id)
    try:
        return go(adapter)
    except (OAuth2Error, RequestException) as trouble:
        ours = next(each for each in providers() if each.key == provider_id)
        raise refusal(request, ours, "failed") from trouble


def was_chosen(request: HttpRequest) -> bool:
    """Whether somebody pressed the button: no other site's page leads on to a provider by itself.

    Such a request comes by the page of `FromElsewhere`, which loads its own address again.
    """
    came_from = urlsplit(request.headers.get("Referer", "")).path
    site = request.headers.get("Sec-Fetch-Site", "none")
    return site in ("none", "same-origin") and came_from != request.path


@serves(PUBLIC)
@never_cache
@require_safe
def start(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Send the browser to the provider. The answer must bear the nonce that is made here.

    With `again`, who is signed in is to show the provider again who they are.
    """
    if not was_chosen(request):
        wanted = get_next_redirect_url(request)
        return redirect_to_login(wanted) if wanted else redirect("account_login")
    again = AGAIN in request.GET and request.user.is_authenticated

    def go(adapter: Checked) -> HttpResponseBase:
        provider = adapter.get_provider()
        provider.oauth2_adapter_class = Checked
        nonce = secrets.token_urlsafe(32)
        asked = provider.get_auth_params() | {"nonce": nonce}
        if again:
            asked |= {"prompt": "login", "max_age": "0"}
        wanted = get_next_redirect_url(request)
        kept = {"nonce": nonce, AGAIN: again}
        return provider.redirect(request, "login", next_url=wanted, auth_params=asked, **kept)

    return _or_say_why_not(request, provider_id, go)


@serves(PUBLIC)
@never_cache
@require_safe
def back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """What the provider sends back."""

    def go(adapter: Checked) -> HttpResponseBase:
        return OAuth2CallbackView.adapter_view(adapter)(request)

    return _or_say_why_not(request, provider_id, go)
