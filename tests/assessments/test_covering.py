"""What a visit takes over from the one before, and changing what is under review."""

from datetime import date

import pytest

from accounts.enums import Role
from accounts.models import HistoryEntry, HistoryText
from assessments.actions import (
    ChangedMeanwhile,
    CoverageMoved,
    change_coverage,
    complete_assessment,
    return_assessment,
    save_self_assessment,
)
from assessments.transitions import NotPossibleNow
from criteria.actions import load_standard
from tests.builders.assessments import (
    make_assessment,
    make_assessor,
    make_completed,
    make_grant,
    rate,
    rating_of,
    row_of,
    self_assess,
    self_assess_all,
    submit,
)
from tests.builders.people import make_user, sign_in
from tests.builders.standards import standard_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(portfolio):
    return make_user(Role.MANAGER, portfolio.service, name="Morag Stewart")


@pytest.fixture
def last_year(portfolio, manager):
    """A visit of last year: 1.1.2 nearly met, the rest met, each with commentary."""
    visit = make_completed(portfolio, {"1.1.2": "nearly"}, label="Full", visit_on=date(2025, 3, 1))
    visit.elements.filter(element__code="1.1.2").update(owner=manager)
    return visit


@pytest.fixture
def review(portfolio, last_year):
    return make_assessment(portfolio, kind="annual-review-1", under_review=["1.1.1"])


def test_what_is_not_under_review_carries_what_was_found_with_its_year(review):
    row = row_of(review, "1.1.2")
    assert not row.in_review
    assert (row.rating.code, row.self_rating.code) == ("nearly", "met")
    assert row.finding == "Seen and found good."
    assert (row.carried_from, row.commentary_from) == ("2025", "2025")
    assert row.commentary == "We do this every week."
    assert row.owner.name == "Morag Stewart"


def test_what_is_under_review_begins_afresh_with_the_words_of_last_year(review):
    row = row_of(review, "1.1.1")
    assert row.in_review
    assert row.commentary == "We do this every week." and row.commentary_from == "2025"
    assert row.rating is None and row.self_rating is None and row.accepted_at is None
    assert (row.finding, row.carried_from, row.approval) == ("", "", "")


def test_the_year_stays_that_of_the_visit_that_rated(portfolio, last_year):
    second = make_assessment(
        portfolio,
        label="R1",
        kind="annual-review-1",
        under_review=["1.1.1"],
        visit_on=date(2026, 3, 1),
    )
    self_assess_all(second)
    submit(second)
    rate(second, "1.1.1")
    complete_assessment(assessment=second, by=make_assessor(), name="Ann Assessor")
    third = make_assessment(portfolio, kind="annual-review-2", under_review=["1.1.3"])
    assert row_of(third, "1.1.2").carried_from == "2025"
    assert row_of(third, "1.1.1").carried_from == "2026"


def test_a_new_edition_takes_over_by_code_and_nothing_for_a_code_that_was_not_there(
    portfolio, last_year, base, as_officer, client, words
):
    data = standard_data(elements=4)
    old = standard_data()["editions"][0] | {"current": False}
    data["editions"] = [old, data["editions"][0] | {"slug": "second"}]
    load_standard(data=data)
    review = make_assessment(portfolio, under_review=["1.1.1"])
    assert review.edition.slug == "second"
    carried = row_of(review, "1.1.2")
    assert carried.rating.code == "nearly" and carried.rating.edition == review.edition
    assert row_of(review, "1.1.4").rating is None
    assert row_of(review, "1.1.4").carried_from == ""
    page = words(as_officer.get(f"{base}/elements/1.1.2/"))
    assert "2025" in page and "Nearly met" in page
    self_assess(review, "1.1.1")
    submit(review)
    sign_in(client, make_grant(review).reader)
    desk = words(client.get(f"/assessments/{review.pk}/elements/1.1.2/?show=all"))
    assert "Last time, 2025" in desk


def change(review, *codes, by, **more):
    change_coverage(assessment=review, under_review=codes, by=by, **more)


def test_taking_an_element_in_and_out_loses_nothing_that_was_typed(review, manager):
    change(review, "1.1.1", "1.1.2", by=manager)
    row = row_of(review, "1.1.2")
    assert row.in_review and row.rating is None and row.self_rating is None
    save_self_assessment(
        row=row,
        revision=row.service_revision,
        self_rating=rating_of(review, "met"),
        commentary="We have mended this.",
        by=manager,
    )
    change(review, "1.1.1", by=manager)
    out = row_of(review, "1.1.2")
    assert not out.in_review and out.rating.code == "nearly" and out.carried_from == "2025"
    assert out.commentary == "We do this every week."
    change(review, "1.1.1", "1.1.2", by=manager)
    back = row_of(review, "1.1.2")
    assert (back.self_rating.code, back.commentary) == ("met", "We have mended this.")
    assert back.rating is None and back.carried_from == "" and back.set_aside == {}


def test_a_form_that_was_open_meanwhile_is_told(review, manager):
    row = row_of(review, "1.1.1")
    change(review, "1.1.2", by=manager)
    with pytest.raises(ChangedMeanwhile):
        save_self_assessment(
            row=row, revision=row.service_revision, self_rating=None, commentary="Mine", by=manager
        )


def test_the_history_says_what_was_taken_in_and_out(review, manager):
    change(review, "1.1.2", "1.1.3", by=manager)
    entry = HistoryEntry.objects.get(verb="assessments.coverage_changed")
    words = HistoryText.objects.get(pk=entry.pk).words
    assert (words["taken_in"], words["taken_out"]) == ("1.1.2, 1.1.3", "1.1.1")


def test_nothing_is_written_where_nothing_changes(review, manager):
    change(review, "1.1.1", by=manager)
    assert not HistoryEntry.objects.filter(verb="assessments.coverage_changed").exists()


def test_the_second_of_two_who_change_it_is_told(review, manager):
    change(review, "1.1.1", "1.1.3", by=manager)
    with pytest.raises(CoverageMoved) as moved:
        change(review, "1.1.2", by=manager, began=["1.1.1"])
    assert moved.value.current == {"1.1.1", "1.1.3"}
    assert row_of(review, "1.1.3").in_review


def test_at_least_one_element_stays_under_review(review, manager):
    with pytest.raises(NotPossibleNow, match="leave at least one"):
        change(review, by=manager)
    with pytest.raises(NotPossibleNow, match="leave at least one"):
        change(review, "9.9.9", by=manager)


def test_nothing_changes_after_submission(review, manager):
    self_assess(review, "1.1.1")
    submit(review, by=manager)
    with pytest.raises(NotPossibleNow, match="can no longer be changed"):
        change(review, "1.1.2", by=manager)


def test_what_the_assessor_rated_before_returning_stays_under_review(review, manager):
    self_assess(review, "1.1.1")
    submit(review, by=manager)
    rate(review, "1.1.1", "nearly")
    return_assessment(assessment=review, reason="Add the figures.", by=make_assessor())
    with pytest.raises(NotPossibleNow, match=r"stay under review: 1\.1\.1"):
        change(review, "1.1.2", by=manager)


def test_the_element_page_says_why_it_cannot_be_written(review, manager, base, as_officer, words):
    change(review, "1.1.2", by=manager)
    page = words(as_officer.get(f"{base}/elements/1.1.1/"))
    assert "Not under review at this visit. This is what the service said in 2025." in page
    assert "What was typed for this visit is kept, and comes back" in page
    row = row_of(review, "1.1.1")
    with pytest.raises(NotPossibleNow, match="not under review"):
        save_self_assessment(
            row=row, revision=row.service_revision, self_rating=None, commentary="No", by=manager
        )
