"""To an organisation's identity provider, and back."""

import secrets
from collections.abc import Callable

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from requests import RequestException

from accounts.access import PUBLIC, serves
from accounts.sign_in import limits
from accounts.sign_in.providers import Checked, providers, refusal


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


@serves(PUBLIC)
@never_cache
@require_safe
def start(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Send the browser to the provider. The answer must bear the nonce that is made here."""

    def go(adapter: Checked) -> HttpResponseBase:
        provider = adapter.get_provider()
        provider.oauth2_adapter_class = Checked
        nonce = secrets.token_urlsafe(32)
        asked = provider.get_auth_params() | {"nonce": nonce}
        wanted = get_next_redirect_url(request)
        return provider.redirect(request, "login", next_url=wanted, auth_params=asked, nonce=nonce)

    return _or_say_why_not(request, provider_id, go)


@serves(PUBLIC)
@never_cache
@require_safe
def back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """What the provider sends back."""

    def go(adapter: Checked) -> HttpResponseBase:
        return OAuth2CallbackView.adapter_view(adapter)(request)

    return _or_say_why_not(request, provider_id, go)
