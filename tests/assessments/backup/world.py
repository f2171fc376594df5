"""A small council with a row in most tables, and what its people do in the storm."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils import timezone

from accounts.actions import invite
from accounts.enums import Role
from accounts.mail import post
from accounts.models import User
from assessments.actions import ChangedMeanwhile
from assessments.models import Assessment, ElementAssessment, PrivateNote
from evidence.actions import retitle_item, set_hold, withdraw_grant
from evidence.models import EvidenceItem, Portfolio
from tests.builders import evidence as made
from tests.builders.assessments import (
    make_assessment,
    make_grant,
    make_submitted,
    rate,
    self_assess,
)
from tests.builders.files import picture
from tests.builders.people import make_house_style, make_user


@dataclass(frozen=True)
class Scene:
    """What the writers write on: each an item and an element of its own."""

    portfolio: Portfolio
    preparing: Assessment
    judged: Assessment
    officer: User
    assessor: User
    items: list[EvidenceItem]
    codes: list[str]

    def deeds(self, number: int) -> dict[str, Callable[[int], Any]]:
        """By name, each taking the number of the turn."""
        item, code = self.items[number], self.codes[number % len(self.codes)]
        words = "At turn {}, with “quotes”, é and 漢字.".format
        return {
            "version": lambda turn: made.make_version(item, f"Turn {turn}".encode(), "a.txt"),
            "link": lambda turn: made.make_link(self.portfolio, element=code, locator=words(turn)),
            "title": lambda turn: retitle_item(item=item, title=f"Title {turn}", by=self.officer),
            "self-rating": lambda turn: _quietly(
                self_assess, self.preparing, code, commentary=words(turn), by=self.officer
            ),
            "rating": lambda turn: _quietly(
                rate, self.judged, code, finding=words(turn), by=self.assessor
            ),
        }


def _quietly(write: Callable[..., Any], *arguments: Any, **words: Any) -> None:
    """Two threads may be at one element: whoever is second is told, as ever."""
    with suppress(ChangedMeanwhile):
        write(*arguments, **words)


def make() -> Scene:
    """The council, with what must be in a backup and what must not."""
    portfolio = made.make_portfolio()
    service, council = portfolio.service, portfolio.service.organisation
    officer = make_user(Role.OFFICER, service)
    administrator = make_user(Role.ADMINISTRATOR, council)
    judged = make_submitted(made.make_portfolio())
    live = make_grant(judged)
    preparing = make_assessment(portfolio)
    items = [made.make_item(portfolio, number=number, by=officer) for number in range(101, 105)]
    _fill(portfolio, items[0], officer)
    _access(judged, live.reader)
    PrivateNote.objects.create(
        row=ElementAssessment.objects.filter(assessment=judged)[0],
        author=live.reader,
        text="Ask at the desk",
    )
    make_house_style(council, logo=picture(), logo_type="image/png", logo_says="A ship")
    with transaction.atomic():
        invite(user=make_user(), organisation=council, by=administrator)
        post(to="somebody@example.org", subject="Waiting", body="https://portal/secret-link")
        set_hold(organisation=council, reason="Asked for", by=administrator, item=items[1])
    session = SessionStore()
    session["_auth_user_id"] = str(officer.pk)
    session.save()
    codes = sorted(preparing.elements.values_list("element__code", flat=True))
    return Scene(portfolio, preparing, judged, officer, live.reader, items, codes)


def _fill(portfolio: Portfolio, item: EvidenceItem, officer: User) -> None:
    version = made.make_version(item, by=officer)
    made.make_redacted(version)
    made.make_address(item)
    made.make_dropped_file(portfolio, by=officer)
    made.make_pending_import(portfolio, by=officer)


def _access(judged: Assessment, reader: User) -> None:
    """Beside the live one: withdrawn, past, and to come."""
    today, day = timezone.localdate(), timedelta(days=1)
    withdrawn = make_grant(judged, reader)
    with transaction.atomic():
        withdraw_grant(grant=withdrawn, by=reader)
    make_grant(judged, reader, starts_on=today - day, ends_on=today - day)
    make_grant(judged, reader, starts_on=today + 40 * day, ends_on=today + 50 * day)
