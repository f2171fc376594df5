"""How allauth's second factors behave here, and who still needs one."""

from ipaddress import ip_address
from typing import Any

from allauth.account.adapter import get_adapter as account_adapter
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries import has_second_factor

from .sealing import seal, unseal

NAME = "CSE Portal"
# In the session: that it was begun with a second factor, or at the person's own provider.
PROVED = "second_factor"
# In the session: where somebody was going who had to set up a second factor first.
WANTED = "wanted"
# Longer than any code holds.
CODES_REMEMBERED = 10 * 60


class SecondFactor(DefaultMFAAdapter):
    """Secrets are sealed; the last factor stays where one is required."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "This code is wrong, or its time is over. Codes change every half minute:"
            " wait for the next one and enter it at once"
        ),
        "cannot_delete_authenticator": _(
            "You need a second factor. Set up another one before you take this one away"
        ),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return may_take_away(authenticator)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": host_of(context.request), "name": NAME}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return str(_("Passkey {number}")).format(number=number)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        account_adapter().send_notification_mail(*args, **kwargs)


def may_take_away(authenticator: Authenticator) -> bool:
    """True where another factor is left, or none is needed."""
    if settings.SECOND_FACTOR != "required":
        return True
    others = Authenticator.objects.filter(user_id=authenticator.user_id)
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return others.filter(type__in=kinds).exclude(pk=authenticator.pk).exists()


def lacks_second_factor(request: HttpRequest) -> bool:
    """True for a session that may do nothing yet but set up or show a second factor."""
    if settings.SECOND_FACTOR != "required" or not request.user.is_authenticated:
        return False
    return request.session.get(PROVED) != request.user.pk


def prove(request: HttpRequest, user: User) -> None:
    """The session is this person's beyond their password."""
    request.session[PROVED] = user.pk


def next_step(user: User) -> str:
    """The name of the page on which the person shows, or sets up, their second factor."""
    return "mfa_reauthenticate" if has_second_factor(user) else "mfa_index"


def host_of(request: HttpRequest) -> str:
    """The name by which the browser knows us, without the port."""
    return request.get_host().rpartition(":")[0] or request.get_host()


def passkeys_work(request: HttpRequest) -> bool:
    """Browsers make passkeys for names with https, and for localhost; for no bare address."""
    host = host_of(request).strip("[]")
    try:
        ip_address(host)
    except ValueError:
        return request.is_secure() or host == "localhost" or host.endswith(".localhost")
    return False


def use_code_once(user: AbstractBaseUser, code: str) -> bool:
    """True for the first who brings this code, whatever process asks."""
    return cache.add(_name_of_code(user, code), True, CODES_REMEMBERED)


def was_used(user: AbstractBaseUser, code: str) -> bool:
    """Whether this code has opened something a short while ago."""
    return cache.has_key(_name_of_code(user, code))


def _name_of_code(user: AbstractBaseUser, code: str) -> str:
    return f"code-used:{user.pk}:{normalize_user_code(code)}"
