"""Holds and requests for information for the tests, written by the portal's own actions."""

from datetime import date
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.enums import Role
from accounts.models import Organisation, User
from evidence.actions import set_hold
from evidence.actions.disclosures import (
    decide_entry,
    gather,
    open_disclosure,
    reopen_disclosure,
)
from evidence.actions.releasing import release_disclosure
from evidence.enums import Decision, Law
from evidence.intake.store import store
from evidence.models import (
    Disclosure,
    DisclosureEntry,
    DisclosureRelease,
    EvidenceVersion,
    Hold,
)

from .files import pdf, upload
from .people import make_user

_numbers = count(1)


def make_hold(organisation: Organisation, by: User | None = None, **on: Any) -> Hold:
    """A hold on what is given as `item`, `portfolio` or `person`."""
    usual = {"reason": "An appeal is under way", "reference": "EA/2026/0012"}
    by = by or make_user(Role.GOVERNANCE, organisation)
    return set_hold(organisation=organisation, by=by, **usual | on)


def make_disclosure(
    organisation: Organisation, by: User | None = None, **fields: Any
) -> Disclosure:
    """A request of today under the Scottish Act."""
    usual: dict[str, Any] = {
        "law": Law.FOISA,
        "reference": f"FOI 2026/{next(_numbers):04}",
        "requester": "Morag Asker",
        "summary": "All complaints about opening hours.",
        "received_on": timezone.localdate(),
    }
    by = by or make_user(Role.GOVERNANCE, organisation)
    return open_disclosure(organisation=organisation, by=by, **usual | fields)


def make_entry(disclosure: Disclosure, version: EvidenceVersion) -> DisclosureEntry:
    """The version, gathered for the request and not decided."""
    return gather(disclosure=disclosure, versions=[version], by=disclosure.opened_by)[0]


def release_whole(entry: DisclosureEntry, **said: Any) -> DisclosureEntry:
    by = entry.disclosure.opened_by
    return decide_entry(entry=entry, decision=Decision.WHOLE, by=by, **said)


def withhold(entry: DisclosureEntry, *exemptions: str) -> DisclosureEntry:
    by, named = entry.disclosure.opened_by, exemptions or ("section 38",)
    return decide_entry(entry=entry, decision=Decision.WITHHELD, exemptions=named, by=by)


def redact(
    entry: DisclosureEntry, content: bytes = b"", name: str = "redacted.pdf"
) -> DisclosureEntry:
    with store(upload(name, content or pdf(f"Without names {next(_numbers)}"))) as copy:
        return decide_entry(
            entry=entry,
            decision=Decision.REDACTED,
            exemptions=["section 38"],
            copy=copy,
            by=entry.disclosure.opened_by,
        )


def make_released(disclosure: Disclosure) -> DisclosureRelease:
    """Signed off as it is decided, and opened again by a review."""
    by = disclosure.opened_by
    release = release_disclosure(disclosure=disclosure, letter="Dear Morag", by=by)
    reopen_disclosure(disclosure=disclosure, reason="The review asked for more", by=by)
    return release


def a_day(text: str) -> date:
    return date.fromisoformat(text)
