"""Acceptance, marks and the way back of a rating, as an assessor meets them."""

import json
from typing import Any

import pytest
from django.test import Client

from accounts.models import HistoryEntry, HistoryText
from assessments.actions import ChangedMeanwhile, rate_element, take_back_rating
from assessments.models import Assessment, ClauseAssessment
from assessments.transitions import NotPossibleNow
from criteria.models import Clause
from tests.builders.assessments import (
    make_assessor,
    make_grant,
    make_submitted,
    rate,
    rating_of,
    row_of,
)
from tests.builders.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment() -> Assessment:
    return make_submitted(label="Full assessment 2026")


@pytest.fixture
def by_parts(assessment) -> Assessment:
    """Each part of an element is accepted by itself."""
    Assessment.objects.filter(pk=assessment.pk).update(accepts_parts=True)
    assessment.refresh_from_db()
    return assessment


@pytest.fixture
def desk(client, assessment) -> Client:
    return sign_in(client, make_grant(assessment, make_assessor("Ailsa Murdoch")).reader)


def at(assessment: Assessment, code: str = "1.1.1", rest: str = "") -> str:
    return f"/assessments/{assessment.pk}/elements/{code}/{rest}"


def parts_of(assessment: Assessment, code: str = "1.1.1") -> list[int]:
    return list(
        Clause.objects.filter(element=row_of(assessment, code).element).values_list("pk", flat=True)
    )


def form_of(desk: Client, assessment: Assessment, code: str = "1.1.1") -> dict[str, object]:
    """What a browser without scripts would send of the form as it is shown."""
    form = desk.get(at(assessment, code)).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in sent.items() if value is not None and value is not False}


def send(desk: Client, assessment: Assessment, code: str = "1.1.1", **changed: object):
    """The form as it is shown with some fields changed; None leaves one out."""
    sent = {**form_of(desk, assessment, code), **changed}
    return desk.post(
        at(assessment, code, "rate/"), {k: v for k, v in sent.items() if v not in (None, "")}
    )


def last_words() -> dict:
    entry = HistoryEntry.objects.latest("sequence")
    return {"verb": entry.verb, **HistoryText.objects.get(entry_sequence=entry.sequence).words}


@pytest.mark.parametrize(
    ("rating", "accepted"), [("met", True), ("nearly", False), ("unmet", False)]
)
def test_a_rating_that_is_met_accepts_the_evidence_and_no_other_does(
    desk, assessment, rating, accepted
):
    send(desk, assessment, rating=rating)
    assert (row_of(assessment).accepted_at is not None) is accepted


def test_with_the_tick_taken_out_a_rating_accepts_nothing(desk, assessment):
    send(desk, assessment, rating="met", accepted=None)
    row = row_of(assessment)
    assert row.rating.code == "met" and row.accepted_at is None


def test_a_comment_without_a_rating_accepts_nothing_and_is_saved(desk, assessment):
    response = send(desk, assessment, finding="Ask at the visit.")
    row = row_of(assessment)
    assert response.status_code == 302 and row.finding == "Ask at the visit."
    assert row.rating is None and row.accepted_at is None


def test_another_rating_takes_the_acceptance_along(desk, assessment):
    send(desk, assessment, rating="met")
    send(desk, assessment, rating="nearly")
    assert row_of(assessment).accepted_at is None
    send(desk, assessment, rating="met")
    assert row_of(assessment).accepted_at is not None


def test_what_was_rated_without_acceptance_stays_so_when_its_comment_changes(desk, assessment):
    send(desk, assessment, rating="met", accepted=None)
    send(desk, assessment, finding="More words.")
    row = row_of(assessment)
    assert row.finding == "More words." and row.accepted_at is None


def test_a_partial_can_be_accepted_by_its_own_tick(desk, assessment):
    send(desk, assessment, rating="nearly")
    send(desk, assessment, accepted="on")
    assert row_of(assessment).accepted_at is not None


def test_strengths_and_areas_for_improvement_are_marked_and_told(desk, assessment):
    send(desk, assessment, rating="met", is_strength="on", is_improvement="on")
    row = row_of(assessment)
    assert (row.is_strength, row.is_good_practice, row.is_improvement) == (True, False, True)
    rated = HistoryEntry.objects.get(verb="assessments.rated")
    words = HistoryText.objects.get(entry_sequence=rated.sequence).words
    assert words["before"]["is_strength"] is False and words["after"]["is_strength"] is True
    assert words["revision"] == row.assessor_revision


def test_a_rating_that_is_met_accepts_every_part(desk, by_parts):
    send(desk, by_parts, rating="met")
    accepted = ClauseAssessment.objects.exclude(accepted_at=None)
    assert sorted(accepted.values_list("clause_id", flat=True)) == sorted(parts_of(by_parts))
    assert row_of(by_parts).accepted_at is not None


def test_an_element_is_accepted_only_with_all_its_parts(desk, by_parts):
    first, second = parts_of(by_parts)
    send(desk, by_parts, rating="met", accepted_parts=[first])
    assert ClauseAssessment.objects.get().clause_id == first
    assert row_of(by_parts).accepted_at is None
    page = desk.get(at(by_parts)).content.decode()
    assert f'value="{first}" form="rate" data-key="part" checked' in page
    assert f'value="{second}" form="rate" data-key="part">' in page
    send(desk, by_parts, accepted_parts=[first, second])
    assert row_of(by_parts).accepted_at is not None
    send(desk, by_parts, accepted_parts=[second])
    assert row_of(by_parts).accepted_at is None
    assert last_words()["verb"] == "assessments.acceptance_withdrawn"


def test_the_action_refuses_an_element_whose_parts_are_not_all_accepted(by_parts):
    first, _second = parts_of(by_parts)
    with pytest.raises(NotPossibleNow, match="Accept every part"):
        given(by_parts, accepted=True, accepted_parts=frozenset({first}))
    with pytest.raises(NotPossibleNow, match="Choose a rating"):
        given(by_parts, rating=None, accepted_parts=frozenset({first}))
    with pytest.raises(NotPossibleNow, match="parts of this element"):
        given(by_parts, accepted_parts=frozenset(parts_of(by_parts, "1.1.2")))


def given(assessment: Assessment, **fields: Any):
    row = row_of(assessment)
    usual: dict[str, Any] = {
        "rating": rating_of(assessment, "met"),
        "finding": "",
        "accepted": False,
    }
    usual |= {"row": row, "revision": row.assessor_revision, "by": make_assessor()}
    return rate_element(**usual | fields)


def test_saving_what_is_there_already_changes_nothing(assessment):
    given(assessment)
    entries, revision = HistoryEntry.objects.count(), row_of(assessment).assessor_revision
    given(assessment)
    assert HistoryEntry.objects.count() == entries
    assert row_of(assessment).assessor_revision == revision


def test_the_last_rating_is_taken_back_and_put_back(desk, assessment):
    rate(assessment, "1.1.2", "nearly", "As it was.", accepted=False)
    send(desk, assessment, "1.1.2", rating="met", finding="Better now.")
    assert "Take back 1.1.2" in desk.get(at(assessment, "1.1.3")).content.decode()
    back = desk.post(at(assessment, "1.1.2", "take-back/"), follow=True)
    assert "Took the rating of 1.1.2 back. It is as before: Nearly met." in back.content.decode()
    row = row_of(assessment, "1.1.2")
    assert (row.rating.code, row.finding, row.accepted_at) == ("nearly", "As it was.", None)
    assert "Put 1.1.2 back" in back.content.decode()
    desk.post(at(assessment, "1.1.2", "take-back/"))
    row = row_of(assessment, "1.1.2")
    assert (row.rating.code, row.finding) == ("met", "Better now.") and row.accepted_at


def test_a_rating_that_somebody_changed_since_is_not_taken_back(desk, assessment):
    send(desk, assessment, rating="met")
    rate(assessment, rating="unmet", finding="No.", accepted=False, by=make_assessor("Morgan Hale"))
    page = desk.post(at(assessment, rest="take-back/"), follow=True).content.decode()
    assert "Morgan Hale saved 1.1.1 after that. Nothing was taken back." in page
    assert row_of(assessment).rating.code == "unmet"


def test_there_is_nothing_to_take_back_of_another_element(desk, assessment):
    send(desk, assessment, rating="met")
    page = desk.post(at(assessment, "1.1.2", "take-back/"), follow=True).content.decode()
    assert "There is no rating of 1.1.2 to take back." in page
    assert row_of(assessment).rating is not None


def test_taking_back_begins_from_the_save_that_it_undoes(assessment):
    before = given(assessment)
    row = row_of(assessment)
    with pytest.raises(ChangedMeanwhile):
        take_back_rating(row=row, revision=0, before=before, by=make_assessor())
    take_back_rating(row=row, revision=1, before=before, by=make_assessor())
    assert row_of(assessment).rating is None
    assert last_words()["verb"] == "assessments.rating_taken_back"
    assert json.dumps(last_words()["before"])
