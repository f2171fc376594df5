"""What “Your account” leads to, as a list that each part of the portal adds to.

`offer_own(OwnPage(...))` in an app's `areas.py` puts a line into the list.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True)
class OwnPage:
    """A page that everybody has for themselves: its address takes nothing."""

    url_name: str
    title: Any
    text: Any
    position: int = 50


_PAGES: dict[str, OwnPage] = {}


def offer_own(*pages: OwnPage) -> None:
    """Add pages; one with the same address name takes the other's place."""
    _PAGES.update({page.url_name: page for page in pages})


def own_pages() -> list[tuple[OwnPage, str]]:
    """Each page with its address, in order."""
    pages = sorted(_PAGES.values(), key=lambda page: (page.position, page.url_name))
    return [(page, reverse(page.url_name)) for page in pages]
