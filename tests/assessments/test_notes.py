"""Private notes: kept as they are typed, read by their author and by nobody else.

That no route serves a word of one to anybody else is asked with the matrix, in `visitors`.
"""

import csv
import io
import json

import pytest
from django.test import Client

from accounts.models import HistoryText
from assessments.actions import save_note
from assessments.exports import whole_portfolio_data
from assessments.models import Assessment, Draft, PrivateNote
from tests.builders.assessments import (
    make_assessor,
    make_completed,
    make_grant,
    make_submitted,
    row_of,
)
from tests.builders.people import sign_in

pytestmark = pytest.mark.django_db

SECRET = "Oban visit: who updates the board?"


@pytest.fixture
def assessment() -> Assessment:
    return make_submitted(label="Full assessment 2026")


@pytest.fixture
def assessor(assessment):
    return make_grant(assessment, make_assessor("Ailsa Murdoch")).reader


@pytest.fixture
def desk(client, assessor) -> Client:
    return sign_in(client, assessor)


def at(assessment: Assessment, rest: str = "") -> str:
    return f"/assessments/{assessment.pk}/{rest}"


def type_note(desk: Client, assessment: Assessment, text: str, revision: int = 0, code="1.1.1"):
    """As the script of the page sends it."""
    return desk.post(
        at(assessment, f"elements/{code}/note/"),
        {"note": text, "note_revision": revision},
        headers={"Accept": "application/json"},
    )


def test_a_note_is_kept_as_it_is_typed_and_stands_at_the_form_again(desk, assessment):
    answer = type_note(desk, assessment, SECRET).json()
    assert (answer["text"], answer["revision"]) == (SECRET, 1)
    assert answer["saved"].startswith("Saved as you type")
    page = desk.get(at(assessment, "elements/1.1.1/")).content.decode()
    assert SECRET in page and "Only you; deleted" in page


def test_what_two_windows_write_stands_one_below_the_other(desk, assessment):
    type_note(desk, assessment, "From one window.")
    answer = type_note(desk, assessment, "From another.").json()
    first, line, second = answer["text"].split("\n\n")
    assert (first, second) == ("From one window.", "From another.")
    assert "another window" in line
    assert PrivateNote.objects.get().text == answer["text"]


def test_save_keeps_the_note_without_scripts(desk, assessment):
    fields = {"rating": "met", "finding": "", "revision": 0, "note": SECRET, "note_revision": 0}
    desk.post(at(assessment, "elements/1.1.1/rate/"), fields)
    assert PrivateNote.objects.get().text == SECRET
    assert row_of(assessment).rating.code == "met"


def test_the_note_is_kept_where_the_rating_is_refused(desk, assessment):
    fields = {"rating": "", "accepted": "on", "revision": 0, "note": SECRET, "note_revision": 0}
    page = desk.post(at(assessment, "elements/1.1.1/rate/"), fields).content.decode()
    assert "Choose a rating" in page and SECRET in page
    assert PrivateNote.objects.get().text == SECRET


def test_a_note_that_is_too_long_says_so_and_stays_in_the_box(desk, assessment):
    long = "too much " * 1200
    answer = type_note(desk, assessment, long)
    assert answer.status_code == 422 and "10000" in answer.json()["error"]
    fields = {"rating": "met", "revision": 0, "note": long, "note_revision": 0}
    page = desk.post(at(assessment, "elements/1.1.1/rate/"), fields).content.decode()
    assert "too much too much" in page and "at most 10000" in page


def test_an_emptied_note_is_gone_from_the_list(desk, assessment):
    type_note(desk, assessment, SECRET)
    type_note(desk, assessment, "", revision=1)
    assert PrivateNote.objects.get().text == ""
    assert "No notes yet" in desk.get(at(assessment, "notes/")).content.decode()


def test_my_notes_stand_in_order_of_the_standard_and_can_be_taken_away(desk, assessment):
    type_note(desk, assessment, "=HYPERLINK(1)", code="1.1.3")
    type_note(desk, assessment, SECRET, code="1.1.1")
    page = desk.get(at(assessment, "notes/")).content.decode()
    assert page.index(SECRET) < page.index("=HYPERLINK(1)")
    text = desk.get(at(assessment, "notes/notes.txt"))
    assert text["Content-Disposition"] == 'attachment; filename="notes.txt"'
    assert text.content.decode().index(SECRET) < text.content.decode().index("=HYPERLINK(1)")
    table = desk.get(at(assessment, "notes/notes.csv")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))
    assert [row[:2] for row in rows[1:]] == [["1.1.1", SECRET], ["1.1.3", "'=HYPERLINK(1)"]]


@pytest.mark.parametrize("count", [1, 3])
def test_my_notes_take_the_same_statements_for_one_and_for_all(
    desk, assessment, assessor, count, django_assert_num_queries
):
    for code in ("1.1.1", "1.1.2", "1.1.3")[:count]:
        save_note(row=row_of(assessment, code), author=assessor, text=SECRET, revision=0)
    with django_assert_num_queries(5):
        desk.get(at(assessment, "notes/"))


def test_a_note_can_still_be_written_after_completion(client):
    assessment = make_completed()
    desk = sign_in(client, make_grant(assessment).reader)
    desk.post(at(assessment, "elements/1.1.1/note/"), {"note": SECRET, "note_revision": 0})
    page = desk.get(at(assessment, "elements/1.1.1/")).content.decode()
    assert SECRET in page and "Save the note" in page


def test_another_assessor_has_a_note_of_their_own(desk, assessment):
    type_note(desk, assessment, SECRET)
    other = sign_in(Client(), make_grant(assessment, make_assessor()).reader)
    type_note(other, assessment, "Mine.")
    assert SECRET not in other.get(at(assessment, "elements/1.1.1/")).content.decode()
    assert SECRET not in other.get(at(assessment, "notes/notes.csv")).content.decode()
    assert PrivateNote.objects.count() == 2


def test_no_history_draft_or_export_holds_a_word_of_it(desk, assessment):
    fields = {"rating": "met", "finding": "", "revision": 0, "note": SECRET, "note_revision": 0}
    window = {"window": "6f1e6d0e-7f4f-4f5c-8b9e-0d6a1c1f2a3b", "typed": "1"}
    desk.post(at(assessment, "elements/1.1.1/draft/"), {**fields, **window, "finding": "Words."})
    assert Draft.objects.count() == 1
    desk.post(at(assessment, "elements/1.1.1/rate/"), fields)
    held = [words.words for words in HistoryText.objects.all()]
    held += [draft.fields for draft in Draft.objects.all()]
    held += [whole_portfolio_data(assessment.portfolio)]
    assert "Oban" not in json.dumps(held, default=str)
