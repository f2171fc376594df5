"""Signing in by an organisation's own identity provider (OpenID Connect).

Nobody signs up by it: the person must be here already. At the first sign-in they are found
by an address that the provider vouches for, of a domain that the settings bind to this very
provider; from then on by the provider's own number for them, whatever their address becomes.
"""

import hmac
import time
from dataclasses import dataclass
from typing import Any

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.actions.providers import link_to_provider
from accounts.history import About, record
from accounts.models import User

ALGORITHMS = ["RS256", "PS256", "ES256"]
# In the state: that somebody who is signed in is to show again who they are.
AGAIN = "again"
# In the session: when they did.
SHOWN_AGAIN = "shown_again"
MOMENT = 5 * 60


@dataclass(frozen=True)
class Provider:
    """What the settings say of one."""

    key: str
    name: str
    domains: tuple[str, ...]
    only: bool
    # A claim, and what it must say for a sign-in with two factors: ("amr", "mfa").
    strength: tuple[str, str] | None = None


def providers() -> list[Provider]:
    """Those that are switched on."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return [
        Provider(
            app["provider_id"],
            app["name"],
            tuple(app["settings"]["domains"]),
            app["settings"]["only"],
            app["settings"].get("strength"),
        )
        for app in apps
    ]


def provider_for(email: str) -> Provider | None:
    """The provider that vouches for addresses of this domain."""
    return next((each for each in providers() if domain_of(email) in each.domains), None)


def domain_of(email: str) -> str:
    """What stands behind the @, else ""."""
    name, _at, domain = email.strip().rpartition("@")
    return domain.lower() if name else ""


def only_provider_for(email: str) -> Provider | None:
    """The provider by which alone people of this domain sign in."""
    found = provider_for(email)
    return found if found and found.only else None


def provider_of(user: User) -> Provider | None:
    """The provider by which the person has signed in."""
    keys = set(SocialAccount.objects.filter(user=user).values_list("provider", flat=True))
    return next((each for each in providers() if each.key in keys), None)


class Checked(OpenIDConnectOAuth2Adapter):
    """allauth's, with the signature checked always, and the issuer the one we named."""

    @property
    def openid_config(self) -> dict[str, Any]:
        config = super().openid_config
        named = self.get_provider().app.settings["server_url"]
        if config.get("issuer", "").rstrip("/") != named.rstrip("/"):
            raise OAuth2Error("The provider calls itself by another name")
        return config

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        """allauth leaves the signature unchecked where it fetched the token itself."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
        answer.raise_for_status()
        try:
            keys = jwt.PyJWKSet.from_dict(answer.json()).keys
            named = jwt.get_unverified_header(id_token).get("kid")
            fitting = [key for key in keys if named in (None, key.key_id)]
            if len(fitting) != 1:
                raise OAuth2Error("The token is signed with a key that nobody knows")
            claims: dict[str, Any] = jwt.decode(
                id_token,
                fitting[0].key,
                algorithms=ALGORITHMS,
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                options={"require": ["exp", "iat", "iss", "sub", "aud", "nonce"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise OAuth2Error("The token does not hold") from error
        return claims


class ByProvider(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the person, or show a page that says what to do."""
        provider = next(p for p in providers() if p.key == sociallogin.account.provider)
        claims = sociallogin.account.extra_data.get("id_token", {})
        nonce = sociallogin.state.get("nonce") or ""
        if not nonce or not hmac.compare_digest(nonce, str(claims.get("nonce", ""))):
            raise refusal(request, provider, "failed")
        if not is_strong(provider, claims):
            raise refusal(request, provider, "weak")
        if sociallogin.state.get(AGAIN) and not is_fresh(claims):
            raise refusal(request, provider, "stale")
        if sociallogin.is_existing:
            # Names and addresses are the portal's own; nothing is kept of the provider's.
            SocialAccount.objects.filter(pk=sociallogin.account.pk).update(extra_data={})
            return
        user = self._person(request, provider, claims)
        account = link_to_provider(
            user=user, provider=provider.key, uid=sociallogin.account.uid, name=provider.name
        )
        if account is None:
            raise refusal(request, provider, "taken", user)
        sociallogin.account, sociallogin.user = account, user

    def _person(self, request: HttpRequest, provider: Provider, claims: dict[str, Any]) -> User:
        email = str(claims.get("email") or "").strip()
        if domain_of(email) not in provider.domains:
            raise refusal(request, provider, "domain")
        if not vouched_for(claims):
            raise refusal(request, provider, "unverified")
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise refusal(request, provider, "unknown")
        return user

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        if error == AuthError.CANCELLED:
            messages.info(request, _("You did not sign in"))
            raise ImmediateHttpResponse(redirect("account_login"))
        ours = next(p for p in providers() if p.key == provider.app.provider_id)
        raise refusal(request, ours, "failed")


def vouched_for(claims: dict[str, Any]) -> bool:
    """Whether the provider says that the address is the person's own.

    Microsoft Entra takes any text as `email`; that the domain's owner has confirmed it is
    said by the claim `xms_edov`, which the registration of the portal has to ask for.
    """
    return any(
        claims.get(claim) in (True, 1, "1", "true") for claim in ("email_verified", "xms_edov")
    )


def is_strong(provider: Provider, claims: dict[str, Any]) -> bool:
    """Whether the token says what the settings demand of it; anything where they are silent."""
    if provider.strength is None:
        return True
    name, wanted = provider.strength
    said = claims.get(name)
    return wanted in said if isinstance(said, list) else wanted == said


def is_fresh(claims: dict[str, Any]) -> bool:
    """Whether the person showed who they are a moment ago, and the provider says so.

    What we ask it stands in the address, where whoever sits at the browser could take it out.
    """
    at = claims.get("auth_time")
    return isinstance(at, int) and time.time() - at < MOMENT


def refusal(
    request: HttpRequest, provider: Provider, reason: str, user: User | None = None
) -> ImmediateHttpResponse:
    """Nobody is signed in: a page that helps, and an entry without any address."""
    about = About(person_id=user.pk) if user else About()
    with transaction.atomic():
        record(
            verb="accounts.provider_refused",
            by=None,
            about=about,
            provider=provider.name,
            reason=reason,
        )
    context = {"provider": provider, "reason": reason}
    return ImmediateHttpResponse(render(request, "socialaccount/refused.html", context, status=403))
