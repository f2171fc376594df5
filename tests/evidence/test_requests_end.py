"""Requests for information: more time, signing off beside others, and their end by rule."""

from datetime import timedelta
from threading import Thread

import pytest
from django.core.files.storage import storages
from django.db import connections
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.ledger import Ended, end_again
from accounts.ledger.ended import read_ended
from accounts.models import HistoryEntry, HistoryText
from evidence.actions import releasing, set_hold
from evidence.actions.disclosures import (
    NotPossible,
    extend_disclosure,
    leave_out,
    reopen_disclosure,
)
from evidence.actions.releasing import release_disclosure
from evidence.actions.requests_end import delete_request_again, delete_requests
from evidence.enums import Law
from evidence.models import Disclosure, DisclosureRelease
from evidence.queries.requests_due import requests_due
from tests.builders.evidence import make_item, make_version
from tests.builders.people import make_user, sign_in
from tests.builders.records import make_disclosure, make_entry, redact, release_whole

pytestmark = pytest.mark.django_db
ASKER = "Mrs Quokkazebrine"


@pytest.fixture
def council(portfolio):
    return portfolio.service.organisation


@pytest.fixture
def governance(council):
    return make_user(Role.GOVERNANCE, council, name="Gillian Record")


@pytest.fixture
def answered(portfolio, council, governance):
    """Released four years ago, with a redacted copy and a letter that names who asked."""
    disclosure = make_disclosure(
        council, governance, reference="FOI 7", requester=ASKER, summary=f"What {ASKER} wants"
    )
    release_whole(make_entry(disclosure, make_version(make_item(portfolio))))
    redact(make_entry(disclosure, make_version(make_item(portfolio), b"other")))
    release_disclosure(disclosure=disclosure, letter=f"Dear {ASKER}", by=governance)
    ago = timezone.now() - timedelta(days=4 * 366)
    Disclosure.objects.filter(pk=disclosure.pk).update(decided_at=ago)
    disclosure.refresh_from_db()
    return disclosure


def verbs():
    return list(HistoryEntry.objects.order_by("sequence").values_list("verb", flat=True))


def test_more_time_is_taken_once_where_the_law_gives_any(council, governance):
    request = make_disclosure(council, governance, law=Law.UK_GDPR)
    before = request.due_on
    extend_disclosure(disclosure=request, reason="Twelve services", by=governance)
    request.refresh_from_db()
    assert (request.due_on - before).days > 50
    assert verbs()[-1] == "evidence.disclosure_extended"
    with pytest.raises(NotPossible, match="already"):
        extend_disclosure(disclosure=request, reason="Again", by=governance)
    scottish = make_disclosure(council, governance, law=Law.FOISA)
    with pytest.raises(NotPossible, match="no more time"):
        extend_disclosure(disclosure=scottish, reason="Busy", by=governance)


def test_more_time_cannot_be_taken_when_the_first_is_over(council, governance):
    long_ago = timezone.localdate() - timedelta(days=60)
    request = make_disclosure(council, governance, law=Law.EIR, received_on=long_ago)
    with pytest.raises(NotPossible, match="before the last day"):
        extend_disclosure(disclosure=request, reason="Complex", by=governance)


@pytest.mark.django_db(transaction=True)
def test_while_a_release_is_made_nobody_else_is_kept_waiting(
    portfolio, council, governance, monkeypatch
):
    request = make_disclosure(council, governance)
    release_whole(make_entry(request, make_version(make_item(portfolio))))
    real, written = releasing.make_zip, []

    def write():
        written.append(make_disclosure(council, governance, reference="Meanwhile"))
        connections.close_all()

    def slow_zip(content):
        writer = Thread(target=write)
        writer.start()
        writer.join(20)
        assert written, "the writer waits for the release"
        return real(content)

    monkeypatch.setattr(releasing, "make_zip", slow_zip)
    assert release_disclosure(disclosure=request, letter="Dear", by=governance).number == 1


def test_what_was_changed_while_a_release_is_made_stops_it(
    portfolio, council, governance, monkeypatch
):
    request = make_disclosure(council, governance)
    entries = [make_entry(request, make_version(make_item(portfolio))) for _each in range(2)]
    for entry in entries:
        release_whole(entry)
    real = releasing.make_zip

    def and_then_changed(content):
        made = real(content)
        leave_out(entry=entries[0], by=governance)
        return made

    monkeypatch.setattr(releasing, "make_zip", and_then_changed)
    with pytest.raises(NotPossible, match="Somebody changed the request"):
        release_disclosure(disclosure=request, letter="Dear", by=governance)
    assert not DisclosureRelease.objects.exists()
    assert request.is_open


def test_who_asked_and_for_what_goes_and_that_it_was_answered_stays(
    council, governance, answered, django_capture_on_commit_callbacks
):
    [release] = answered.releases.all()
    [key] = answered.entries.exclude(storage_key=None).values_list("storage_key", flat=True)
    with django_capture_on_commit_callbacks(execute=True):
        assert delete_requests(organisation=council, requests=[answered.pk], by=governance) == 1
    gone = Disclosure.objects.get(pk=answered.pk)
    assert (gone.reference, gone.law, gone.due_on) == ("FOI 7", Law.FOISA, answered.due_on)
    assert gone.outcome == "1 file released as it is, 1 file redacted"
    assert (gone.disposed_by, gone.requester, gone.summary) == (governance, "", "")
    kept = gone.releases.get()
    assert (kept.sha256, kept.number, kept.signed_by) == (release.sha256, 1, governance)
    assert not gone.entries.exists()
    assert not storages["evidence"].exists(key)
    rows = [*Disclosure.objects.values(), *DisclosureRelease.objects.values()]
    assert ASKER not in str([*rows, *HistoryText.objects.values()])
    assert verbs()[-1] == "evidence.disclosure_deleted"
    assert [line.number for line in read_ended() if line.what == "deleted"][-1] == gone.pk
    with pytest.raises(NotPossible, match="nothing left"):
        reopen_disclosure(disclosure=gone, reason="Review", by=governance)


def test_held_or_not_yet_due_it_stays(portfolio, council, governance, answered):
    recent = make_disclosure(council, governance)
    with pytest.raises(NotPossible, match="no longer due"):
        delete_requests(organisation=council, requests=[answered.pk, recent.pk], by=governance)
    item = answered.entries.first().version.item
    set_hold(organisation=council, item=item, reason="Tribunal", by=governance)
    assert requests_due(council, 3).get().held == "Tribunal"
    with pytest.raises(NotPossible, match="Tribunal"):
        delete_requests(organisation=council, requests=[answered.pk], by=governance)
    assert Disclosure.objects.get(pk=answered.pk).requester == ASKER


def test_a_restore_deletes_it_again(council, governance, answered):
    since = answered.opened_at.isoformat()
    at = timezone.now().isoformat()
    line = Ended("deleted", answered.pk, since, at, governance.pk, "Three years")
    other = Ended("deleted", answered.pk, "2020-01-01T00:00:00+00:00", at)
    assert not delete_request_again(other)
    assert end_again([line])["deleted"] == 1
    gone = Disclosure.objects.get(pk=answered.pk)
    assert (gone.requester, gone.disposed_rule, gone.disposed_by) == ("", "Three years", governance)
    assert verbs()[-1] == "evidence.disclosure_deleted_again"
    assert end_again([line])["deleted"] == 0


def test_governance_deletes_on_a_page_after_a_second_look(council, governance, answered):
    client = sign_in(Client(), governance)
    records = f"/organisations/{council.slug}/records/disclosures/"
    assert "1 request is past its time" in client.get(records).text
    page = client.post(f"{records}past/", {"request": answered.pk})
    assert "requests are kept for 3 years after the answer" in page.text
    assert Disclosure.objects.get(pk=answered.pk).requester == ASKER
    client.post(f"{records}past/", {"request": answered.pk, "confirm": "yes"})
    deleted = client.get(f"{records}{answered.pk}/").text
    assert "what was gathered was deleted" in deleted
    assert ASKER not in deleted
    assert "FOI 7" in client.get(records).text


def test_an_export_for_governance_finds_the_requests_in_somebodys_name(council, governance):
    person = make_user(Role.ADMINISTRATOR, council, name=ASKER)
    make_disclosure(council, governance, requester=ASKER)
    client = sign_in(Client(), governance)
    page = client.get(f"/organisations/{council.slug}/people/{person.pk}/data/").text
    assert "Requests for information in their name" in page


@pytest.mark.parametrize("answers", [1, 6])
def test_the_list_of_what_is_past_its_time_takes_the_same_statements(
    council, governance, answers, django_assert_num_queries
):
    for _each in range(answers):
        request = make_disclosure(council, governance)
        long_ago = timezone.now() - timedelta(days=2000)
        Disclosure.objects.filter(pk=request.pk).update(
            state="refused", outcome="No", decided_at=long_ago, decided_by=governance
        )
    client = sign_in(Client(), governance)
    client.get("/")
    with django_assert_num_queries(6):
        client.get(f"/organisations/{council.slug}/records/disclosures/past/")
