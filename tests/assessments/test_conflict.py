"""Two people at one thing: the second sees both versions and makes one of them."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from accounts.enums import Role
from assessments.actions import save_self_assessment
from assessments.models import Assessment, Draft
from tests.builders.assessments import (
    make_assessment,
    make_assessor,
    make_grant,
    make_submitted,
    rate,
    rating_of,
    row_of,
    self_assess,
)
from tests.builders.people import make_user, sign_in

pytestmark = pytest.mark.django_db

SELF_ASSESSMENT, RATING = 27, 27
BASE = "We ask every year.\n\nReplies are weighed.\n\nStaff answer too."
MINE = "We ask every year.\n\nReplies are weighed by area.\n\nStaff answer too, on paper."
THEIRS = "We ask every year.\n\nReplies are weighed.\n\nStaff answer too, since April."


@pytest.fixture
def assessment(portfolio):
    return make_assessment(portfolio)


@pytest.fixture
def calum(portfolio):
    return make_user(Role.OFFICER, portfolio.service, name="Calum Ross")


@pytest.fixture
def met(assessment, base, as_officer, calum):
    """The page that Isla sees after Calum saved between her opening the form and sending it."""
    self_assess(assessment, commentary=BASE, by=calum)
    self_assess(assessment, commentary=THEIRS, rating="nearly", by=calum)
    return send(as_officer, base, commentary=MINE)


def send(client, base, **fields):
    usual = {"self_rating": "met", "commentary": "Mine.", "revision": "1", "window": str(uuid4())}
    return client.post(f"{base}/elements/1.1.1/self-assessment/", usual | fields)


def settle(client, base, page, **fields):
    """Send the page's form, with what is chosen on it and this besides."""
    html = page.content.decode()
    chosen = dict(re.findall(r'name="(choice-\d+)" value="(\w+)"[^>]* checked', html))
    signed = re.search(r'name="conflict" value="([^"]+)"', html)
    assert signed
    sent = {"conflict": unescape(signed[1])} | chosen | fields
    return client.post(f"{base}/elements/1.1.1/self-assessment/", sent)


def test_it_says_who_saved_what_and_that_both_are_kept(met, words, assessment):
    page = words(met)
    assert met.status_code == 409
    assert "Calum Ross saved the self-assessment of 1.1.1 at" in page
    assert "Both are kept." in page
    assert row_of(assessment).commentary == THEIRS
    assert Draft.objects.get().fields["commentary"] == [MINE]


def test_what_one_changed_is_chosen_and_what_both_changed_waits(met, words):
    page, html = words(met), met.content.decode()
    assert "Self-rating Only Calum Ross changed it" in page
    assert "Paragraph 1 The same in both We ask every year." in page
    assert "Paragraph 2 Only you changed it" in page
    assert "Paragraph 3 You both changed it Choose one" in page
    assert re.findall(r'name="(choice-\d)" value="(\w+)"[^>]* checked', html) == [
        ("choice-1", "theirs"),
        ("choice-3", "mine"),
    ]
    assert "<ins> by area</ins>" in html
    assert "<ins>, since April</ins>" in html


@pytest.mark.parametrize(
    ("choice", "last"),
    [
        ("mine", "Staff answer too, on paper."),
        ("theirs", "Staff answer too, since April."),
        ("together", "Staff answer too, on paper.\n\nStaff answer too, since April."),
        ("written", "Staff answer too, on paper since April."),
    ],
)
def test_the_text_is_put_together_as_chosen(choice, last, met, base, as_officer, assessment):
    written = "Staff answer too, on paper since April."
    answer = settle(as_officer, base, met, **{"choice-4": choice, "written-4": written})
    assert answer.status_code == 302
    row = row_of(assessment)
    assert row.commentary == f"We ask every year.\n\nReplies are weighed by area.\n\n{last}"
    assert row.self_rating == rating_of(assessment, "nearly")
    assert not Draft.objects.exists()


def test_nothing_is_saved_while_something_waits_for_a_choice(met, base, as_officer, words):
    answer = settle(as_officer, base, met, **{"choice-3": "theirs"})
    assert answer.status_code == 422
    assert "Choose what to keep of paragraph 3" in words(answer)
    html = answer.content.decode()
    assert re.findall(r'name="(choice-\d)" value="(\w+)"[^>]* checked', html) == [
        ("choice-1", "theirs"),
        ("choice-3", "theirs"),
    ]
    assert row_of(Assessment.objects.get()).commentary == THEIRS


def test_notes_on_parts_are_put_together_too(assessment, base, as_officer, calum):
    one, two = row_of(assessment).element.clauses.all()[:2]
    row = self_assess(assessment, commentary="Ours.", by=calum)
    given = {"self_rating": row.self_rating, "commentary": "Ours.", "by": calum}
    save_self_assessment(row=row, revision=1, notes={one.pk: "First part."}, **given)
    save_self_assessment(row=row, revision=2, notes={two.pk: "Second, theirs."}, **given)
    notes = {f"note_{one.pk}": "First part, and mine.", f"note_{two.pk}": ""}
    page = send(as_officer, base, commentary="Ours.", revision="2", **notes)
    assert page.status_code == 409
    assert settle(as_officer, base, page).status_code == 302
    kept = dict(row.clauses.values_list("clause_id", "note"))
    assert kept == {one.pk: "First part, and mine.", two.pk: "Second, theirs."}


def test_mine_as_a_whole_replaces_theirs(met, base, as_officer, assessment):
    assert settle(as_officer, base, met, keep="mine").status_code == 302
    row = row_of(assessment)
    assert (row.commentary, row.self_rating) == (MINE, rating_of(assessment, "met"))


def test_theirs_as_a_whole_stays_and_mine_is_kept_to_hand(met, base, as_officer, assessment, words):
    answer = settle(as_officer, base, met, keep="theirs")
    page = as_officer.get(answer.headers["Location"])
    assert f"{THEIRS}</textarea>" in unescape(page.content.decode())
    assert "Bring my text back" in words(page)
    assert row_of(assessment).commentary == THEIRS
    assert Draft.objects.get().fields["commentary"] == [MINE]


def test_somebody_who_saves_meanwhile_brings_the_page_again_with_what_was_chosen(
    met, base, as_officer, assessment, portfolio, words
):
    morag = make_user(Role.MANAGER, portfolio.service, name="Morag Stewart")
    self_assess(assessment, commentary=f"{THEIRS}\n\nAnd a fourth.", rating="nearly", by=morag)
    again = settle(as_officer, base, met, **{"choice-4": "mine"})
    assert again.status_code == 409
    assert "Morag Stewart saved the self-assessment" in words(again)
    assert "Only Morag Stewart wrote it" in words(again)
    assert settle(as_officer, base, again).status_code == 302
    assert row_of(assessment).commentary == f"{MINE}\n\nAnd a fourth."


def test_two_windows_of_one_person_are_told_so(assessment, base, as_officer, words):
    send(as_officer, base, commentary="In one window", revision="0")
    page = send(as_officer, base, commentary="Quite different words here", revision="0")
    assert "You saved the self-assessment of 1.1.1 in another window at" in words(page)
    assert "Keep what is saved" in words(page)


def test_without_a_text_that_both_began_from_the_two_are_compared(assessment, base, as_officer):
    row = row_of(assessment)
    assessment.elements.filter(pk=row.pk).update(commentary="We ask by phone", service_revision=3)
    page = send(as_officer, base, commentary="We ask by post").content.decode()
    assert "<ins>post</ins>" in page
    assert "<ins>phone</ins>" in page
    assert "Words that only one of the two has are marked" in page


def test_what_is_not_the_portals_own_leads_back_to_the_form(assessment, base, as_officer):
    answer = as_officer.post(f"{base}/elements/1.1.1/self-assessment/", {"conflict": "made:up"})
    assert answer.headers["Location"] == f"{base}/elements/1.1.1/"


def test_two_assessors_on_one_element_choose_by_paragraph_and_tick(portfolio, words):
    assessment = make_submitted(portfolio)
    mine, theirs = make_assessor("Avery Blake"), make_assessor("Morgan Hale")
    make_grant(assessment, mine)
    client = sign_in(Client(), mine)
    desk = f"/assessments/{assessment.pk}/elements/1.1.1/rate/"
    rate(assessment, rating="nearly", finding="Seen.\n\nTheirs.", accepted=False, by=theirs)
    fields = {"rating": "met", "finding": "Seen.\n\nMine.", "accepted": "on", "revision": "0"}
    page = client.post(desk, fields | {"is_strength": "on"})
    assert page.status_code == 409
    told = words(page)
    assert "Morgan Hale saved the rating of 1.1.1 at" in told
    assert "Seen. Mine." not in told
    assert "Mine." in told
    assert "Theirs." in told
    html = page.content.decode()
    signed = re.search(r'name="conflict" value="([^"]+)"', html)
    numbers = sorted(set(re.findall(r'name="choice-(\d+)"', html)), key=int)
    chosen = {f"choice-{number}": "mine" for number in numbers}
    answer = client.post(desk, {"conflict": unescape(signed[1])} | chosen)
    assert answer.status_code == 302
    row = row_of(assessment)
    assert row.rating == rating_of(assessment, "met")
    assert row.finding.startswith("Seen.\n\nMine.")
    assert row.is_strength
    assert row.accepted_at


def test_the_pages_cost_the_same_however_long_the_texts(
    portfolio, assessment, base, as_officer, calum, django_assert_num_queries
):
    for count in (2, 40):
        text = "\n\n".join(f"Paragraph {number} of the text." for number in range(count))
        row = self_assess(assessment, commentary=text, by=calum)
        revision = row.service_revision
        save_self_assessment(
            row=row, revision=revision, self_rating=None, commentary=f"{text} More.", by=calum
        )
        with django_assert_num_queries(SELF_ASSESSMENT):
            send(as_officer, base, commentary=f"Mine first.\n\n{text}", revision=revision)


def test_the_page_of_two_assessors_costs_the_same_however_long_the_texts(
    portfolio, django_assert_num_queries
):
    assessment = make_submitted(portfolio)
    assessor = make_grant(assessment).reader
    client = sign_in(Client(), assessor)
    for count in (2, 40):
        text = "\n\n".join(f"Paragraph {number} of the text." for number in range(count))
        revision = row_of(assessment).assessor_revision
        rate(assessment, finding=text)
        fields = {"rating": "met", "finding": f"Mine.\n\n{text}", "revision": revision}
        with django_assert_num_queries(RATING):
            client.post(f"/assessments/{assessment.pk}/elements/1.1.1/rate/", fields)
