"""What is typed is kept on the server before it is saved."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.models import HistoryText, User
from assessments.actions import drop_drafts, keep_draft
from assessments.draft_queries import drafts_of
from assessments.enums import Half
from assessments.models import Draft
from assessments.reports.housekeeping import clear_up
from tests.builders.assessments import (
    make_assessment,
    make_assessor,
    make_grant,
    make_submitted,
    row_of,
    self_assess_all,
    submit,
)
from tests.builders.people import make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(portfolio):
    return row_of(make_assessment(portfolio))


@pytest.fixture
def officer(portfolio):
    return make_user(Role.OFFICER, portfolio.service, name="Isla Campbell")


def keep(row, writer, text, window=None, **fields):
    return keep_draft(
        row=row,
        half=Half.SERVICE,
        window=window or uuid4(),
        fields={"commentary": text, "self_rating": "met", **fields},
        revision=0,
        writer=writer,
    )


def texts(row, writer):
    return [draft.fields["commentary"][0] for draft in drafts_of(row, Half.SERVICE, writer)]


def test_each_window_has_its_own_text_and_the_latest_comes_first(row, officer):
    window = uuid4()
    keep(row, officer, "In one window", window)
    keep(row, officer, "In another window")
    keep(row, officer, "In one window, and more", window)
    assert texts(row, officer) == ["In one window, and more", "In another window"]


def test_words_that_arrive_late_do_not_replace_later_ones(row, officer):
    window = uuid4()
    keep(row, officer, "Typed second", window, typed="12")
    keep(row, officer, "Typed first", window, typed="9")
    assert texts(row, officer) == ["Typed second"]


def test_what_a_window_went_on_from_is_let_go_once_all_of_it_is_in_the_later_text(row, officer):
    first = keep(row, officer, "We meet")
    keep(row, officer, "We meet every week", took_up=first.mark)
    assert texts(row, officer) == ["We meet every week"]


def test_what_a_window_went_on_from_stays_while_the_later_text_lacks_a_word_of_it(row, officer):
    first = keep(row, officer, "We meet every Friday")
    keep(row, officer, "We meet every week", took_up=first.mark)
    assert texts(row, officer) == ["We meet every week", "We meet every Friday"]


def test_saving_lets_go_that_window_and_the_same_words_in_others(row, officer):
    window = uuid4()
    keep(row, officer, "We meet every week", window)
    keep(row, officer, "We meet")
    keep(row, officer, "Quite another text")
    began_from = keep(row, officer, "What this window began from")
    went_on = keep(row, officer, "What was typed on in its own window", uuid4())
    saved = {
        "commentary": "We meet every week",
        "self_rating": "met",
        "took_up": f"{began_from.mark} {went_on.mark}",
    }
    keep(row, officer, "What was typed on in its own window, and on", went_on.window)
    drop_drafts(row=row, half=Half.SERVICE, writer=officer, window=window, fields=saved)
    assert texts(row, officer) == [
        "What was typed on in its own window, and on",
        "Quite another text",
    ]


def test_nobody_has_the_drafts_of_somebody_else(row, officer, portfolio):
    keep(row, officer, "Mine")
    manager = make_user(Role.MANAGER, portfolio.service)
    assert texts(row, manager) == []
    drop_drafts(row=row, half=Half.SERVICE, writer=manager)
    assert texts(row, officer) == ["Mine"]


def test_typing_is_kept_and_stands_in_the_form_when_it_is_opened_again(row, base, as_officer):
    send_draft(as_officer, base, commentary="Half a sent")
    page = as_officer.get(f"{base}/elements/1.1.1/").content.decode()
    assert "Half a sent</textarea>" in page
    assert "You typed this at" in page
    saved = as_officer.get(f"{base}/elements/1.1.1/?draft=none").content.decode()
    assert "Half a sent</textarea>" not in saved
    assert "Bring my text back" in saved
    assert row_of(row.assessment).commentary == ""


def test_a_note_on_a_part_alone_is_kept_as_well(row, base, as_officer):
    part = row.element.clauses.first()
    note = {f"note_{part.pk}": "Half a note"}
    send_draft(as_officer, base, self_rating="", commentary="", **note)
    assert "Half a note</textarea>" in as_officer.get(f"{base}/elements/1.1.1/").content.decode()


def test_a_second_window_takes_nothing_away_and_either_text_can_be_used(
    row, base, as_officer, words
):
    one = send_draft(as_officer, base, commentary="In the first window")
    send_draft(as_officer, base, commentary="In the second window")
    page = as_officer.get(f"{base}/elements/1.1.1/")
    assert "In the second window</textarea>" in page.content.decode()
    assert "Text from another window" in words(page)
    assert "In the first window Use this text instead" in words(page)
    page = as_officer.get(f"{base}/elements/1.1.1/?draft={one}")
    assert "In the first window</textarea>" in page.content.decode()
    assert "In the second window Use this text instead" in words(page)


def test_a_draft_that_is_gone_on_from_is_done_with_once_that_is_saved(row, base, as_officer):
    send_draft(as_officer, base, commentary="We meet evry week")
    page = as_officer.get(f"{base}/elements/1.1.1/")
    fields = fields_of(page) | {"commentary": "We meet every week", "self_rating": "met"}
    as_officer.post(f"{base}/elements/1.1.1/self-assessment/", fields)
    assert row_of(row.assessment).commentary == "We meet every week"
    assert not Draft.objects.exists()
    assert "You typed this" not in as_officer.get(f"{base}/elements/1.1.1/").content.decode()


def test_saving_what_was_typed_meanwhile_saved_by_another_shows_both(
    row, base, as_officer, as_manager
):
    send_draft(as_officer, base, commentary="Mine, from Friday")
    fields = {"commentary": "Theirs, since", "self_rating": "met", "revision": "0"}
    as_manager.post(f"{base}/elements/1.1.1/self-assessment/", fields)
    page = as_officer.get(f"{base}/elements/1.1.1/")
    answer = as_officer.post(f"{base}/elements/1.1.1/self-assessment/", fields_of(page))
    assert answer.status_code == 409
    assert row_of(row.assessment).commentary == "Theirs, since"


def test_what_was_typed_can_be_read_when_it_can_no_longer_be_saved(row, base, as_officer, words):
    send_draft(as_officer, base, commentary="Half a sent")
    self_assess_all(row.assessment)
    submit(row.assessment)
    page = words(as_officer.get(f"{base}/elements/1.1.1/"))
    assert "and did not save it" in page
    assert "Half a sent" in page


def test_nobody_else_reads_what_somebody_typed(
    row, base, as_officer, as_manager, as_governance, as_administrator
):
    send_draft(as_officer, base, commentary="For my eyes")
    for client in (as_manager, as_governance, as_administrator):
        page = client.get(f"{base}/elements/1.1.1/")
        assert page.status_code == 200
        assert "For my eyes" not in page.content.decode()
    assert "For my eyes" in as_officer.get(f"{base}/elements/1.1.1/").content.decode()
    told = HistoryText.objects.values_list("words", flat=True)
    assert not any("For my eyes" in str(each) for each in told)


def test_deleting_takes_the_text_aside_first(row, base, as_officer):
    window = send_draft(as_officer, base, commentary="Not wanted")
    aside = as_officer.get(f"{base}/elements/1.1.1/?draft=none").content.decode()
    assert "Delete what I typed" in aside
    as_officer.post(f"{base}/elements/1.1.1/draft/", {"window": window, "let_go": "1"})
    assert not Draft.objects.exists()


def test_typing_back_what_is_saved_leaves_no_draft(row, base, as_officer):
    window = send_draft(as_officer, base, commentary="Something")
    send_draft(as_officer, base, commentary="", self_rating="", window=window)
    assert not Draft.objects.exists()


def test_the_assessors_typing_is_kept_beside_the_evidence(portfolio):
    assessment = make_submitted(portfolio)
    assessor = make_assessor()
    make_grant(assessment, assessor)
    client = sign_in(Client(), assessor)
    desk = f"/assessments/{assessment.pk}/elements/1.1.1"
    fields = {"finding": "Half a find", "rating": "met", "revision": "0", "window": str(uuid4())}
    assert client.post(f"{desk}/draft/", fields).json()["is_new"] is True
    page = client.get(f"{desk}/")
    assert "Half a find</textarea>" in page.content.decode()
    client.post(f"{desk}/rate/", fields_of(page) | {"rating": "met"})
    assert not Draft.objects.exists()
    assert row_of(assessment).finding == "Half a find"


def test_who_signed_in_anew_gets_a_token_that_works(row, base, as_officer):
    answer = as_officer.get(f"{base}/elements/1.1.1/draft/", headers={"accept": "application/json"})
    officer = User.objects.get(name="Isla Campbell")
    assert answer.json()["person"] == officer.pk
    assert answer.json()["token"]


def test_what_nobody_touched_for_ninety_days_is_cleared_each_day(row, officer):
    keep(row, officer, "Long ago")
    keep(row, officer, "Today")
    long_ago = timezone.now() - timedelta(days=91)
    Draft.objects.filter(fields__commentary=["Long ago"]).update(saved_at=long_ago)
    clear_up.call()
    assert texts(row, officer) == ["Today"]


def send_draft(client, base, code="1.1.1", **fields):
    usual = {"self_rating": "met", "revision": "0", "window": str(uuid4())}
    answer = client.post(f"{base}/elements/{code}/draft/", usual | fields)
    assert answer.status_code == 200, answer.content
    return (usual | fields)["window"]


def fields_of(page):
    """What a browser would send from the page's form."""
    html = page.content.decode()
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html)
    boxes = re.findall(r'<textarea name="(\w+)"[^>]*>\n?(.*?)</textarea>', html, re.S)
    chosen = re.findall(r'name="(self_rating|rating)" value="([^"]*)"[^>]* checked', html)
    fields = {name: unescape(value) for name, value in hidden if name != "csrfmiddlewaretoken"}
    return fields | {name: unescape(text) for name, text in boxes} | dict(chosen)
