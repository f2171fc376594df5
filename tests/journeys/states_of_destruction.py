"""Destructions in each state, and what is past its time, for the pages about them."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

from django.utils import timezone

from accounts.models import User
from evidence.actions import refuse_destruction, set_hold, withdraw_destruction
from evidence.models import EvidenceItem, Portfolio
from tests.builders.evidence import (
    make_destroyed,
    make_destruction,
    make_item,
    make_link,
    make_redacted,
    make_version,
)
from tests.builders.files import pdf

COUNCIL = "/organisations/argyll-and-bute-council"


def destruction_places(portfolio: Portfolio, governance: User, manager: User) -> dict[str, object]:
    """A destruction that waits, one that is held, one of each end; and evidence of old."""
    council = portfolio.service.organisation
    waits = make_version(make_item(portfolio, "Complaints of 2019", number=841))
    make_redacted(waits)
    # The same file elsewhere, which is offered too.
    make_version(make_item(portfolio, "Complaints once more", number=842), pdf(waits.item.code))
    asked = make_destruction(waits, governance)
    held = make_version(make_item(portfolio, "Kept for the tribunal", number=843))
    on_hold = make_destruction(held, governance)
    set_hold(organisation=council, item=held.item, reason="Tribunal 12 of 2026", by=governance)
    gone = make_version(make_item(portfolio, "Letter of a resident", number=844))
    make_link(portfolio, gone.item)
    make_destroyed(gone, asks=governance, agrees=manager)
    refused = make_destruction(make_version(make_item(portfolio, number=845)), governance)
    refuse_destruction(destruction=refused, reason="The appeal needs it", by=manager)
    taken_back = make_destruction(make_version(make_item(portfolio, number=846)), governance)
    withdraw_destruction(destruction=taken_back, by=governance)
    for number in (847, 848):
        old = _of_old(portfolio, number)
    set_hold(organisation=council, item=old, reason="Inquiry", by=governance)
    return {
        "to_destroy": "CSS842",
        "destroyed": gone.item.code,
        "kept_by_hold": old.code,
        "destruction": asked.uuid,
        "destruction_held": on_hold.uuid,
        "destruction_done": gone.destructions.get().uuid,
        "destruction_refused": refused.uuid,
        "destruction_taken_back": taken_back.uuid,
    }


def _of_old(portfolio: Portfolio, number: int) -> EvidenceItem:
    """What nothing was done with for eight years, as the clock of the portal says."""
    back, real = timedelta(days=8 * 366), timezone.now
    with patch("django.utils.timezone.now", lambda: real() - back):
        item = make_item(portfolio, f"Report of long ago {number}", number=number)
        make_version(item)
    return item


def states_of_asking(state: Any, press: Any, css: str) -> list[Any]:
    """The pages as information governance sees them; `state` makes one, `press` a button."""
    ask = f"{css}/evidence/{{to_destroy}}/versions/1/destroy"
    return [
        state("ask to destroy", ask),
        state("ask to destroy, error", ask, press("Ask for the destruction"), has_error=True),
        state("ask to destroy, held", f"{css}/evidence/{{kept_by_hold}}/versions/1/destroy"),
        state("destruction, waits", "/destructions/{destruction}/"),
        state("destruction, done", "/destructions/{destruction_done}/"),
        state("destruction, refused", "/destructions/{destruction_refused}/"),
        state("destruction, taken back", "/destructions/{destruction_taken_back}/"),
        state("destructions", f"{COUNCIL}/destructions/"),
        state("item, destroyed", f"{css}/evidence/{{destroyed}}/"),
        state("retention, to read", f"{COUNCIL}/retention/"),
    ]


def states_of_deciding(state: Any, press: Any) -> list[Any]:
    """The pages as a manager sees them."""
    return [
        state("destruction, to decide", "/destructions/{destruction}/"),
        state("destruction, held", "/destructions/{destruction_held}/"),
        state(
            "destruction, not the code",
            "/destructions/{destruction}/",
            press("Agree and destroy it"),
            has_error=True,
        ),
        state("retention", f"{COUNCIL}/retention/"),
        state("delete what is past its time", f"{COUNCIL}/retention/", _tick_and_look),
    ]


def states_of_the_rule(state: Any) -> list[Any]:
    """The pages as an administrator sees them."""
    return [
        state("retention, with the rule", f"{COUNCIL}/retention/"),
        state("retention, no number", f"{COUNCIL}/retention/", _no_number, has_error=True),
    ]


def _tick_and_look(page: Any) -> None:
    page.get_by_role("checkbox", name="Delete the files of").first.check()
    page.get_by_role("button", name="Look at what is ticked once more").click()


def _no_number(page: Any) -> None:
    page.get_by_label("Full cycles to keep").fill("")
    page.get_by_role("button", name="Save the rule").click()
