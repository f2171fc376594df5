"""Everybody reads what a council says about accessibility and privacy; administrators write it."""

import re

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import HistoryEntry, HistoryText, Statement
from accounts.statements import sections_of
from tests.builders.people import make_body, make_organisation, make_service, make_user, sign_in

pytestmark = pytest.mark.django_db

EDIT = "/organisations/own-council/statements/privacy/"
OURS = "# Who answers\n\nOwn Council does: https://own.example/privacy.\n\n- First\n- Second"


@pytest.fixture
def council(db):
    return make_organisation("Own Council")


@pytest.fixture
def as_administrator(council):
    return sign_in(Client(), make_user(Role.ADMINISTRATOR, council, name="Ada Minton"))


def revision_in(page):
    return re.search(r'name="revision" value="(\d+)"', page.text)[1]


def save(client, text=OURS, revision="0"):
    return client.post(EDIT, {"text": text, "revision": revision})


@pytest.mark.parametrize("kind", ["privacy", "accessibility"])
def test_a_stranger_reads_the_only_councils_page_from_the_foot_of_the_sign_in_page(
    client, council, kind
):
    make_body()
    assert f'href="/{kind}/"' in client.get("/account/login/").text
    page = client.get(f"/{kind}/")
    assert page.status_code == 200
    assert "Own Council" in page.text
    assert "not yours yet" not in page.text


def test_of_several_councils_a_stranger_chooses_and_an_officer_sees_their_own(client, council):
    make_organisation("Another Council")
    page = client.get("/privacy/").text
    assert 'href="/privacy/own-council/"' in page
    assert 'href="/privacy/another-council/"' in page
    assert (
        "This notice says what Another Council does" in client.get("/privacy/another-council/").text
    )
    sign_in(client, make_user(Role.OFFICER, make_service(council)))
    assert "This notice says what Own Council does" in client.get("/privacy/").text


def test_without_a_council_and_for_one_that_is_not_there_the_page_says_so(client):
    assert "No organisation uses this portal yet" in client.get("/privacy/").text
    assert client.get("/privacy/nowhere/").status_code == 404


def test_the_administrator_is_told_that_the_text_is_the_portals_and_writes_another(
    as_administrator, client
):
    assert "not yours yet" in as_administrator.get("/privacy/own-council/").text
    begun = as_administrator.get(EDIT)
    assert "This notice says what Own Council does" in begun.text
    assert save(as_administrator, revision=revision_in(begun)).status_code == 302
    page = client.get("/privacy/own-council/").text
    assert "<h2>Who answers</h2>" in page
    assert '<a href="https://own.example/privacy" rel="noreferrer">' in page
    assert page.count("<li>First</li>") == 1
    entry = HistoryEntry.objects.get(verb="accounts.statement_written")
    words = HistoryText.objects.get(entry_sequence=entry.sequence).words
    assert (words["before"], words["after"]) == ("", OURS)


def test_whoever_is_second_sees_both_texts_and_loses_nothing(as_administrator):
    save(as_administrator)
    late = save(as_administrator, text="Mine.", revision="0")
    assert late.status_code == 409
    assert "Somebody changed this while you were writing" in late.text
    assert "Mine." in late.text
    assert "Who answers" in late.text
    assert Statement.objects.get().text == OURS
    assert save(as_administrator, text="Mine.", revision=revision_in(late)).status_code == 302
    assert Statement.objects.get().text == "Mine."


def test_the_same_text_again_is_no_change(as_administrator):
    save(as_administrator)
    save(as_administrator, revision="1")
    assert HistoryEntry.objects.filter(verb="accounts.statement_written").count() == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 30_001])
def test_an_empty_or_endless_text_is_refused_in_words(as_administrator, text):
    assert save(as_administrator, text=text).status_code == 422
    assert not Statement.objects.exists()


@pytest.mark.any_database
def test_what_was_typed_is_text_and_no_markup():
    [section] = sections_of("<script>alert(1)</script> javascript:alert(1) https://x.example/<b>")
    pieces = section.blocks[0].lines[0]
    assert [piece.url for piece in pieces if piece.url] == ["https://x.example/"]


def test_markup_that_was_typed_is_shown_as_typed(as_administrator, client):
    save(as_administrator, text="<script>alert(1)</script> & more")
    page = client.get("/privacy/own-council/").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page


def test_a_page_that_there_is_not_cannot_be_written(as_administrator):
    assert as_administrator.get(EDIT.replace("privacy", "cookies")).status_code == 404


def test_the_name_of_the_council_is_not_escaped_twice(client):
    make_organisation("Bute & Argyll", slug="bute")
    page = client.get("/privacy/bute/").text
    assert "Bute &amp; Argyll does" in page
