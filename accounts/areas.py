"""What an organisation looks after, as a list that each app adds to.

`offer(Area(...))` in an app's `areas.py`, which its configuration imports, puts a page of the
organisation into the list; nobody is shown one that they may not open.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.own_pages import OwnPage, offer_own

GROUPS = (_("People and access"), _("Records and rights"), _("How it looks"))
PEOPLE, RECORDS, LOOK = range(len(GROUPS))


@dataclass(frozen=True)
class Area:
    """A page of an organisation: its address takes the organisation's short name alone.

    `waits(person, organisation)` says in a few words what waits there; empty for nothing.
    `waiting` is what it said.
    """

    url_name: str
    permission: str
    title: Any
    text: Any
    group: int
    position: int = 50
    waits: Callable[[User, Organisation], str] | None = None
    waiting: str = ""


@dataclass(frozen=True)
class Group:
    """Areas under one heading, each with its address."""

    title: Any
    areas: list[tuple[Area, str]]


_AREAS: dict[str, Area] = {}


def offer(*areas: Area) -> None:
    """Add pages to the list; one with the same address name takes the other's place."""
    _AREAS.update({area.url_name: area for area in areas})


def areas_for(user: User, organisation: Organisation) -> list[Group]:
    """What the person may open there, by group; groups without anything are left out."""
    open_to_them = [
        replace(area, waiting=area.waits(user, organisation)) if area.waits else area
        for area in sorted(_AREAS.values(), key=lambda each: (each.position, each.url_name))
        if user.has_perm(area.permission, organisation)
    ]
    groups = [
        Group(
            title,
            [
                (area, reverse(area.url_name, args=[organisation.slug]))
                for area in open_to_them
                if area.group == number
            ],
        )
        for number, title in enumerate(GROUPS)
    ]
    return [group for group in groups if group.areas]


offer(
    Area(
        url_name="house_style",
        permission="accounts.change_house_style",
        title=_("House style"),
        text=_("The accent colour and the logo of printed documents"),
        group=LOOK,
    )
)
offer(
    Area(
        url_name="people",
        permission="accounts.view_people",
        title=_("People"),
        text=_("Who has which role, invitations, and who no longer has access"),
        group=PEOPLE,
        position=10,
    )
)
offer(
    Area(
        url_name="statements",
        permission="accounts.write_statements",
        title=_("Public statements"),
        text=_("The accessibility statement and the privacy notice"),
        group=RECORDS,
        position=90,
    )
)
offer_own(
    OwnPage(
        url_name="own_data",
        title=_("What is held about you"),
        text=_("Everything that bears your name, to look through and to download"),
    )
)
