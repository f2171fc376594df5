"""The records of an organisation in their states, for information governance."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import User
from evidence.actions.disclosures import refuse_disclosure
from evidence.actions.releasing import release_disclosure
from evidence.actions.requests_end import delete_requests
from evidence.enums import Law, Marking
from evidence.models import Disclosure, EvidenceItem, Portfolio
from tests.builders.evidence import make_item, make_version
from tests.builders.records import (
    make_disclosure,
    make_entry,
    make_hold,
    redact,
    release_whole,
    withhold,
)

RECORDS = "/organisations/argyll-and-bute-council/records"
OPEN, DONE = f"{RECORDS}/disclosures/{{open_request}}", f"{RECORDS}/disclosures/{{request_done}}"
ACCESS = f"{RECORDS}/disclosures/{{access_request}}"
GONE = f"{RECORDS}/disclosures/{{request_gone}}"
READY = f"{RECORDS}/disclosures/{{ready_request}}"


def records_places(portfolio: Portfolio, governance: User) -> dict[str, object]:
    """Holds that stand and were lifted, and requests that are open, ready and answered."""
    council = portfolio.service.organisation
    versions = [
        make_version(make_item(portfolio, f"Record {at}", number=830 + at)) for at in range(4)
    ]
    EvidenceItem.objects.filter(pk=versions[1].item_id).update(marking=Marking.OFFICIAL_SENSITIVE)
    versions[1].item.refresh_from_db()
    hold = make_hold(council, governance, item=versions[0].item)
    make_hold(council, governance, person=governance)
    requests = [
        make_disclosure(council, governance, reference=name) for name in ("Open", "Ready", "Done")
    ]
    entries = [make_entry(requests[0], version) for version in versions]
    release_whole(entries[0])
    redact(entries[2])
    withhold(entries[3])
    for request in requests[1:]:
        release_whole(make_entry(request, versions[0]))
    release_disclosure(disclosure=requests[2], letter="Dear Morag", by=governance)
    access = make_disclosure(council, governance, reference="Access", law=Law.UK_GDPR)
    past = [make_disclosure(council, governance, reference=name) for name in ("Past", "Gone")]
    for request in past:
        refuse_disclosure(disclosure=request, outcome="Section 12", by=governance)
    long_ago = timezone.now() - timedelta(days=2000)
    Disclosure.objects.filter(pk__in=[each.pk for each in past]).update(decided_at=long_ago)
    delete_requests(organisation=council, requests=[past[1].pk], by=governance)
    return {
        "access_request": access.pk,
        "request_gone": past[1].pk,
        "hold": hold.pk,
        "open_request": requests[0].pk,
        "ready_request": requests[1].pk,
        "request_done": requests[2].pk,
        "entry": entries[1].pk,
        "item_on_hold": versions[0].item.code,
    }


def tick_and_look(page: Page) -> None:
    """As far as the second look."""
    page.locator("input[name=request]").first.check()
    page.get_by_role("button", name="Look at what is ticked once more").click()


def states_of_records(state: type[Any], press: Callable[[str], Any], css: str) -> list[Any]:
    """Each page as governance sees it, and its forms sent empty."""
    return [
        state("records search", f"{RECORDS}/search/"),
        state("records search, found", f"{RECORDS}/search/?words=record"),
        state("records search, nothing", f"{RECORDS}/search/?words=xylophone"),
        state("holds", f"{RECORDS}/holds/"),
        state("new hold", f"{RECORDS}/holds/new/"),
        state("new hold, empty", f"{RECORDS}/holds/new/", press("Put on hold"), has_error=True),
        state("lift a hold", f"{RECORDS}/holds/{{hold}}/lift/"),
        state("disclosures", f"{RECORDS}/disclosures/"),
        state("new request", f"{RECORDS}/disclosures/new/"),
        state(
            "new request, empty",
            f"{RECORDS}/disclosures/new/",
            press("Open the request"),
            has_error=True,
        ),
        state("request Open", f"{OPEN}/"),
        state("request Ready", f"{READY}/"),
        state("request Done", f"{DONE}/"),
        state("decide on a file", f"{OPEN}/entries/{{entry}}/"),
        state(
            "decide on a file, empty",
            f"{OPEN}/entries/{{entry}}/",
            press("Save the decision"),
            has_error=True,
        ),
        state("release", f"{READY}/release/"),
        state("refuse a request", f"{READY}/refuse/"),
        state("more time for a request", f"{ACCESS}/extend/"),
        state("requests past their time", f"{RECORDS}/disclosures/past/"),
        state(
            "requests past their time, ticked",
            f"{RECORDS}/disclosures/past/",
            tick_and_look,
        ),
        state("request deleted by the rule", f"{GONE}/"),
        state("open a request again", f"{DONE}/reopen/"),
        state("item, held", f"{css}/evidence/{{item_on_hold}}/"),
    ]
