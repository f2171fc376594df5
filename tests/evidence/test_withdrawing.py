"""Withdrawing an item with a reason, and restoring it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.messages import get_messages
from django.db import connection

from accounts.enums import Role
from accounts.models import HistoryEntry
from evidence.actions import (
    ItemWithdrawn,
    NotPossibleNow,
    add_version,
    change_status,
    link_evidence,
    restore_item,
    restore_link,
    withdraw_item,
)
from evidence.enums import LinkStatus
from evidence.imports.apply import import_summary
from evidence.intake.store import store
from evidence.models import EvidenceLink, EvidenceVersion, SnapshotLink
from evidence.queries import find_items
from tests.builders.assessments import make_submitted
from tests.builders.evidence import (
    element_of,
    make_item,
    make_link,
    make_portfolio,
    make_version,
    make_withdrawn,
)
from tests.builders.files import pdf, upload
from tests.builders.people import make_service, make_team, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(portfolio):
    return make_item(portfolio, "Draft strategy", number=201)


def places(portfolio, element="1.1.1"):
    links = EvidenceLink.objects.filter(portfolio=portfolio, element__code=element)
    return [
        (link.item.code, link.status, link.position)
        for link in links.select_related("item").order_by("item__number")
    ]


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_withdrawn_item_is_used_nowhere_and_the_lists_close_up(portfolio, item):
    make_link(portfolio, item)
    make_link(portfolio, make_item(portfolio, number=202))
    make_link(portfolio, item, "1.1.2", status="active")

    make_withdrawn(item, "Never adopted")

    assert places(portfolio) == [("CSS201", "archived", None), ("CSS202", "new", 1)]
    assert places(portfolio, "1.1.2") == [("CSS201", "archived", None)]
    link = EvidenceLink.objects.get(item=item, element__code="1.1.2")
    assert (link.archived_reason, link.withdrawn_status) == ("Never adopted", "active")


def test_restoring_brings_links_back_with_their_status_at_the_end_of_their_lists(portfolio, item):
    make_link(portfolio, item)
    make_link(portfolio, make_item(portfolio, number=202))
    make_link(portfolio, item, "1.1.2", status="active")
    put_aside_before = make_link(portfolio, item, "1.1.3", status="archived")
    make_withdrawn(item)

    restore_item(item=item, by=make_user())

    assert places(portfolio) == [("CSS201", "new", 2), ("CSS202", "new", 1)]
    assert places(portfolio, "1.1.2") == [("CSS201", "active", 1)]
    put_aside_before.refresh_from_db()
    assert (put_aside_before.status, put_aside_before.archived_reason) == ("archived", "Replaced")
    item.refresh_from_db()
    assert not item.is_withdrawn and item.withdrawn_reason == ""


def test_corporate_evidence_is_withdrawn_from_every_service(portfolio):
    charter = make_item(portfolio, corporate=True, number=17)
    other = make_portfolio(make_service(portfolio.service.organisation, prefix="BS"))
    for each in (portfolio, other):
        make_link(each, charter)
        make_link(each, make_item(portfolio, corporate=True))

    make_withdrawn(charter)

    for each in (portfolio, other):
        assert [place for _c, _s, place in places(each)] == [None, 1]
    restore_item(item=charter, by=make_user())
    for each in (portfolio, other):
        assert [(status, place) for _c, status, place in places(each)] == [
            ("active", 2),
            ("active", 1),
        ]


def test_what_was_submitted_stays_as_it_was(portfolio, item):
    version = make_version(item)
    make_link(portfolio, item)
    assessment = make_submitted(portfolio)

    make_withdrawn(item)

    submitted = SnapshotLink.objects.get(snapshot=assessment.snapshot, item=item)
    assert (submitted.status, submitted.position, submitted.version) == ("new", 1, version)


def test_a_withdrawn_item_is_not_linked_used_again_or_given_a_version(portfolio, item):
    link = make_link(portfolio, item)
    make_withdrawn(item)
    link.refresh_from_db()
    user = make_user()
    with pytest.raises(ItemWithdrawn, match="CSS201 was withdrawn"):
        link_evidence(
            portfolio=portfolio, element=element_of(portfolio, "1.1.2"), item=item, by=user
        )
    with pytest.raises(ItemWithdrawn):
        restore_link(link=link, by=user)
    with pytest.raises(ItemWithdrawn):
        change_status(link=link, status=LinkStatus.NEW, by=user)
    with pytest.raises(ItemWithdrawn), store(upload("a.pdf", pdf())) as stored:
        add_version(item=item, file=stored, by=user)
    assert not EvidenceVersion.objects.exists()


def test_a_withdrawn_item_is_not_offered_for_linking(portfolio, item):
    assert find_items(portfolio, element_of(portfolio), "strategy")[0]
    make_withdrawn(item)
    assert find_items(portfolio, element_of(portfolio), "strategy") == ([], False)


def test_the_page_asks_first_and_says_what_is_lost(as_officer, portfolio, item, base):
    make_link(portfolio, item, "1.1.2")
    address = f"{base}/evidence/CSS201/withdraw"

    page = as_officer.get(address).content.decode()
    assert "It will no longer be used for" in page and "1.1.2" in page
    item.refresh_from_db()
    assert not item.is_withdrawn

    page = as_officer.post(address, {"reason": " "}).content.decode()
    assert "Say why it is withdrawn" in page

    response = as_officer.post(address, {"reason": "Never adopted"})
    assert response.url == f"{base}/evidence/CSS201/"
    assert told(response) == ["CSS201 is withdrawn."]


def test_a_withdrawn_item_says_why_and_who_and_stays_readable(
    as_officer, officer, portfolio, item, base
):
    version = make_version(item)
    make_link(portfolio, item)
    withdraw_item(item=item, reason="Never adopted", by=officer)

    page = as_officer.get(f"{base}/evidence/CSS201/").content.decode()

    assert "CSS201 is withdrawn" in page and "Never adopted" in page
    assert "Isla Campbell. It is used for no element." in page
    assert f"/files/{version.uuid}/" in page
    assert "Add version" not in page and "Withdraw this evidence" not in page
    assert as_officer.get(f"/files/{version.uuid}/").status_code == 200
    response = as_officer.post(f"{base}/evidence/CSS201/version", {"file": upload("a.pdf", pdf())})
    assert "CSS201 was withdrawn. Restore it on its page" in response.content.decode()


def test_an_officer_restores_it_on_a_page_of_its_own(as_officer, portfolio, item, base):
    make_link(portfolio, item, "1.1.2")
    make_withdrawn(item)
    address = f"{base}/evidence/CSS201/restore"

    page = as_officer.get(address).content.decode()
    assert "It will be used again for" in page and "1.1.2" in page
    assert told(as_officer.post(address)) == ["CSS201 is in use again."]
    assert places(portfolio, "1.1.2") == [("CSS201", "new", 1)]
    assert told(as_officer.post(address))[-1] == "CSS201 is in use already."


def test_linking_a_withdrawn_item_by_hand_is_a_clear_error(as_officer, portfolio, item, base):
    link = make_link(portfolio, item)
    make_withdrawn(item)
    error = "CSS201 was withdrawn. Restore it on its page before you use it again."
    address = f"{base}/elements/1.1.2/evidence/link"
    assert told(as_officer.post(address, {"item": "CSS201"})) == [error]
    address = f"{base}/elements/1.1.1/evidence/{link.pk}/restore"
    assert told(as_officer.post(address))[-1] == error
    element = as_officer.get(f"{base}/elements/1.1.1/").content.decode()
    assert "Withdrawn" in element and "Use again" not in element


def test_only_administrators_withdraw_corporate_evidence(as_officer, client, portfolio, base):
    make_item(portfolio, corporate=True, number=17)
    address = f"{base}/evidence/C017/withdraw"
    assert as_officer.post(address, {"reason": "Old"}).status_code == 403
    sign_in(client, make_user(Role.ADMINISTRATOR, portfolio.service.organisation))
    assert client.post(address, {"reason": "Old"}).status_code == 302


def test_the_history_tells_of_it_at_the_item_and_at_each_element(portfolio, item):
    make_link(portfolio, item, "1.1.2")
    make_withdrawn(item)
    restore_item(item=item, by=make_user())
    entries = HistoryEntry.objects.filter(item_id=item.pk).order_by("sequence")
    assert list(entries.values_list("verb", "element_code"))[-4:] == [
        ("evidence.link_archived", "1.1.2"),
        ("evidence.withdrawn", ""),
        ("evidence.link_restored", "1.1.2"),
        ("evidence.restored", ""),
    ]


def test_who_comes_second_is_told(item):
    make_withdrawn(item)
    with pytest.raises(NotPossibleNow, match="CSS201 is withdrawn already"):
        make_withdrawn(item)


def test_a_summary_that_cites_a_withdrawn_item_warns_and_does_not_link_it(portfolio, item):
    make_withdrawn(item)
    element = element_of(portfolio)
    text = f"1.1.1: {element.text}\n\nNew Evidence\n\nCSS201: Draft strategy\n"
    outcome = import_summary(
        portfolio=portfolio,
        edition=element.edition,
        data=text.encode(),
        source_name="summary.txt",
        by=make_user(),
    )
    assert "withdrawn" in [warning.code for warning in outcome.warnings]
    assert not EvidenceLink.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_withdrawing_while_others_link_leaves_no_link_in_use_and_no_gap():
    portfolio = make_portfolio()
    make_team(portfolio.service)
    item = make_item(portfolio, number=201)
    others = [make_item(portfolio) for _ in range(3)]
    user, element = make_user(Role.OFFICER, portfolio.service), element_of(portfolio)
    together = Barrier(5)

    def link(each):
        together.wait()
        try:
            link_evidence(portfolio=portfolio, element=element, item=each, by=user)
        except ItemWithdrawn:
            pass
        finally:
            connection.close()

    def withdraw():
        together.wait()
        try:
            withdraw_item(item=item, reason="Old", by=user)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        jobs = [pool.submit(withdraw), *(pool.submit(link, each) for each in [item, *others])]
    for job in jobs:
        job.result()
    in_use = EvidenceLink.objects.in_use().order_by("position")
    assert list(in_use.values_list("position", flat=True)) == [1, 2, 3]
    assert not in_use.filter(item=item).exists()
