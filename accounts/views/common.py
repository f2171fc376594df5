"""What the pages of an organisation share."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Organisation, User


class SignedIn(HttpRequest):
    """A request that `serves` let through: its reader has signed in."""

    user: User  # type: ignore[assignment]


def crumbs(organisation: Organisation, *further: tuple[Any, ...]) -> list[dict[str, Any]]:
    """The way to a page of the organisation; each further step has a text, an address name and
    what the address takes beside the organisation."""
    steps = [
        {"text": _("Your work"), "url": reverse("home")},
        {"text": organisation.name, "url": reverse("organisation", args=[organisation.slug])},
    ]
    for text, url_name, *parts in further:
        steps.append({"text": text, "url": reverse(url_name, args=[organisation.slug, *parts])})
    return steps
