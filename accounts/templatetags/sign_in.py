"""Tags of the sign-in pages."""

import json
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from django.urls import reverse

from accounts.sign_in.providers import providers
from accounts.sign_in.second_factor import lacks_second_factor, passkeys_work

register = template.Library()


@register.filter
def as_json(value: Any) -> str:
    """For a `data-` attribute, where the template escapes it."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.filter
def passkeys_work_here(request: HttpRequest) -> bool:
    return passkeys_work(request)


@register.filter
def waits_for_second_factor(request: HttpRequest) -> bool:
    """Whether nothing else is open yet than to set a second factor up."""
    return lacks_second_factor(request)


@register.simple_tag
def identity_providers(wanted: str = "") -> list[tuple[str, str]]:
    """Name and address of each provider that one may sign in by."""
    then = f"?{urlencode({'next': wanted})}" if wanted else ""
    return [
        (each.name, reverse("openid_connect_login", args=[each.key]) + then) for each in providers()
    ]


@register.simple_tag
def session_idle_seconds() -> int:
    """How long a session lasts if nothing is done."""
    return settings.SESSION_IDLE_SECONDS


@register.filter
def in_fours(secret: str) -> str:
    """A long key in groups, as it is easier to type."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
