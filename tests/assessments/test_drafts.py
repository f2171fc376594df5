"""What is typed is kept on the server before it is saved."""

from uuid import uuid4

import pytest

from accounts.enums import Role
from assessments.actions import drop_drafts, keep_draft
from assessments.draft_queries import drafts_of
from assessments.enums import Half
from tests.builders.assessments import make_assessment, row_of
from tests.builders.people import make_user

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
