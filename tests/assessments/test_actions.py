"""What people do to an assessment, and what that leaves behind."""

from datetime import date

import pytest

from accounts.enums import Role
from accounts.models import HistoryEntry, HistoryText
from assessments.actions import (
    ChangedMeanwhile,
    complete_assessment,
    rate_element,
    return_assessment,
    save_self_assessment,
)
from assessments.enums import State
from assessments.models import Assessment
from assessments.queries import gap_reasons_of
from assessments.transitions import NotPossibleNow
from evidence.actions import archive_link, edit_link
from evidence.enums import LinkStatus
from tests.builders.assessments import (
    make_assessment,
    make_assessor,
    make_completed,
    make_submitted,
    make_whole,
    rate,
    rating_of,
    row_of,
    self_assess,
    submit,
)
from tests.builders.evidence import make_item, make_link, make_portfolio, make_version
from tests.builders.people import make_user

pytestmark = pytest.mark.django_db


def verbs(assessment):
    entries = HistoryEntry.objects.filter(assessment_id=assessment.pk).order_by("sequence")
    return list(entries.values_list("verb", flat=True))


def test_submission_is_refused_with_the_elements_that_lack_a_rating():
    assessment = make_assessment()
    self_assess(assessment, "1.1.2")
    with pytest.raises(NotPossibleNow, match=r"1\.1\.1: No self-rating yet; .*1\.1\.3: No self-"):
        submit(assessment, gaps_reason=" ")
    assessment.refresh_from_db()
    assert assessment.state == State.PREPARING
    assert assessment.snapshot.taken_at is None


def test_a_reason_lets_an_assessment_with_gaps_be_submitted_and_is_kept():
    assessment = submit(make_assessment(), gaps_reason="The team moved in May")
    assert assessment.state == State.SUBMITTED
    assert list(gap_reasons_of(assessment)) == ["The team moved in May"]


def test_a_reason_without_gaps_is_not_kept():
    assessment = make_assessment()
    make_whole(assessment)
    assert gap_reasons_of(submit(assessment, gaps_reason="Just in case")) == {}


def test_what_was_submitted_does_not_change_with_the_portfolio():
    portfolio = make_portfolio()
    item = make_item(portfolio, "Customer survey")
    first = make_version(item)
    link = make_link(portfolio, item, locator="Page 4")
    gone = make_link(portfolio, make_item(portfolio, "Old plan"), "1.1.2")
    assessment = make_submitted(portfolio)

    officer = make_user(Role.OFFICER, portfolio.service)
    edit_link(link=link, locator="Page 9", rationale="New", clause=None, by=officer)
    make_version(item, b"", "second.pdf")
    archive_link(link=gone, reason="Replaced", by=officer)
    make_link(portfolio, make_item(portfolio, "Too late"))

    submitted = assessment.snapshot.links.order_by("element")
    assert [(each.title, each.locator) for each in submitted] == [
        ("Customer survey", "Page 4"),
        ("Old plan", ""),
    ]
    assert submitted[0].version == first


def test_a_second_submission_takes_the_evidence_as_it_is_then():
    portfolio = make_portfolio()
    assessment = make_submitted(portfolio)
    return_assessment(assessment=assessment, reason="Evidence is missing", by=make_assessor())
    make_link(portfolio, make_item(portfolio, "Added since"))
    assessment = submit(Assessment.objects.get(pk=assessment.pk))
    assert assessment.return_reason == ""
    assert [link.title for link in assessment.snapshot.links.all()] == ["Added since"]


def test_a_submitted_self_assessment_cannot_be_changed_until_it_is_returned():
    assessment = make_submitted()
    with pytest.raises(NotPossibleNow, match="can no longer be changed"):
        self_assess(assessment, "1.1.1", "nearly")
    return_assessment(assessment=assessment, reason="Say more", by=make_assessor())
    self_assess(assessment, "1.1.1", "nearly")
    assert row_of(assessment).self_rating.code == "nearly"


def test_a_return_needs_a_reason():
    with pytest.raises(NotPossibleNow, match="Say why"):
        return_assessment(assessment=make_submitted(), reason="  ", by=make_assessor())


def test_the_first_rating_begins_the_assessors_work():
    assessment = make_submitted()
    rate(assessment)
    assessment.refresh_from_db()
    assert assessment.state == State.ASSESSING


def test_completion_makes_accepted_new_evidence_active_and_only_what_was_submitted():
    portfolio = make_portfolio()
    submitted = make_link(portfolio, element="1.1.1")
    refused = make_link(portfolio, element="1.1.2")
    assessment = make_submitted(portfolio)
    late = make_link(portfolio, element="1.1.1")
    assessor = make_assessor()
    for code in ("1.1.1", "1.1.2", "1.1.3"):
        rate(assessment, code, accepted=code != "1.1.2", by=assessor)
    complete_assessment(assessment=assessment, by=assessor)
    for link in (submitted, refused, late):
        link.refresh_from_db()
    assert submitted.status == LinkStatus.ACTIVE
    assert refused.status == LinkStatus.NEW
    assert (late.status, late.position) == (LinkStatus.NEW, 1)


def test_completion_names_what_is_not_rated():
    assessment = make_submitted()
    rate(assessment, "1.1.1")
    with pytest.raises(NotPossibleNow, match=r"1\.1\.2, 1\.1\.3"):
        complete_assessment(assessment=assessment, by=make_assessor())


def test_nothing_is_accepted_without_a_rating():
    with pytest.raises(NotPossibleNow, match="Choose a rating"):
        rate(make_submitted(), rating="", accepted=True)


def test_only_one_assessment_is_open_at_a_time():
    assessment = make_assessment()
    with pytest.raises(NotPossibleNow, match="Complete the open assessment"):
        make_assessment(assessment.portfolio)


def test_what_is_not_under_review_carries_its_rating_with_the_year_it_comes_from():
    portfolio = make_portfolio()
    make_completed(portfolio, {"1.1.2": "nearly"}, visit_on=date(2025, 5, 16))
    second = make_assessment(portfolio, under_review=["1.1.1"])
    carried, reviewed = row_of(second, "1.1.2"), row_of(second, "1.1.1")
    assert (carried.in_review, carried.rating.code, carried.carried_from) == (
        False,
        "nearly",
        "2025",
    )
    assert carried.finding == "Seen and found good."
    assert (reviewed.in_review, reviewed.rating, reviewed.carried_from) == (True, None, "")


def test_a_rating_carried_twice_keeps_its_first_year():
    portfolio = make_portfolio()
    make_completed(portfolio, visit_on=date(2025, 5, 16))
    make_completed(portfolio, visit_on=date(2026, 5, 16), under_review=["1.1.1"])
    third = make_assessment(portfolio, under_review=["1.1.1"])
    assert row_of(third, "1.1.2").carried_from == "2025"


def test_an_older_form_writes_nothing_and_is_shown_what_is_there():
    assessment = make_assessment()
    mine = row_of(assessment)
    self_assess(assessment, commentary="Theirs")
    with pytest.raises(ChangedMeanwhile) as conflict:
        save_self_assessment(
            row=mine,
            revision=mine.service_revision,
            self_rating=None,
            commentary="Mine",
            by=make_user(Role.OFFICER, assessment.portfolio.service),
        )
    assert conflict.value.current.commentary == "Theirs"
    assert row_of(assessment).commentary == "Theirs"


def test_the_assessors_older_form_writes_nothing_either():
    assessment = make_submitted()
    mine = row_of(assessment)
    rate(assessment, finding="Theirs")
    with pytest.raises(ChangedMeanwhile):
        rate_element(
            row=mine,
            revision=mine.assessor_revision,
            rating=rating_of(assessment, "unmet"),
            finding="Mine",
            accepted=False,
            by=make_assessor(),
        )
    assert row_of(assessment).finding == "Theirs"


def test_the_service_and_the_assessor_do_not_stand_in_each_others_way():
    assessment = make_submitted()
    row = row_of(assessment)
    rate(assessment)
    assert row_of(assessment).service_revision == row.service_revision


def test_every_step_is_in_the_history():
    assessment = make_assessment()
    for code in ("1.1.1", "1.1.2", "1.1.3"):
        self_assess(assessment, code)
    submit(assessment)
    return_assessment(assessment=assessment, reason="Say more", by=make_assessor())
    submit(Assessment.objects.get(pk=assessment.pk))
    for code in ("1.1.1", "1.1.2", "1.1.3"):
        rate(assessment, code)
    complete_assessment(assessment=assessment, by=make_assessor())
    assert verbs(assessment) == [
        "assessments.opened",
        *["assessments.self_assessed"] * 3,
        "assessments.submitted",
        "assessments.returned",
        "assessments.submitted",
        *["assessments.rated", "assessments.accepted"] * 3,
        "assessments.completed",
    ]


def test_a_saved_commentary_stays_in_the_history_when_it_is_replaced():
    assessment = make_assessment()
    self_assess(assessment, commentary="The first words")
    self_assess(assessment, commentary="Other words")
    last = HistoryEntry.objects.order_by("-sequence").first()
    words = HistoryText.objects.get(entry_sequence=last.sequence).words
    assert words["before"]["commentary"] == "The first words"
    assert words["after"]["commentary"] == "Other words"


def test_saving_what_is_there_already_is_not_told():
    assessment = make_assessment()
    self_assess(assessment)
    before = len(verbs(assessment))
    self_assess(assessment)
    assert len(verbs(assessment)) == before
