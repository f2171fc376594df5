"""The assessment page: opening a visit, what is missing, submitting."""

from datetime import date

import pytest
from django.test import Client

from accounts.enums import Role
from assessments.actions import return_assessment
from assessments.enums import State
from assessments.models import Assessment, GapReason
from evidence.enums import Scan
from evidence.models import EvidenceVersion
from tests.builders.assessments import (
    make_assessment,
    make_assessor,
    make_completed,
    make_grant,
    make_submitted,
    make_whole,
    row_of,
    self_assess,
)
from tests.builders.evidence import make_portfolio
from tests.builders.people import make_user, sign_in
from tests.builders.standards import make_standard
from tests.reading_costs import READING

pytestmark = pytest.mark.django_db

# Session, person, portfolio, memberships, assessments, elements, ratings, access.
ASSESSMENT = 8
# Session, person, portfolio, memberships, assessment, elements with their links.
SUBMIT = 6

VISIT = {
    "label": "First annual review 2027",
    "kind": "annual-review-1",
    "visit_on": "14 May 2027",
    "reference": "CSE-0417",
    "covers": "all",
}


def criterion_field(portfolio):
    return f"criterion_{portfolio.standard.editions.get().criteria.get().pk}"


def test_a_manager_opens_an_assessment_of_everything(portfolio, base, as_manager, words):
    response = as_manager.post(f"{base}/assessment/open/", VISIT)
    assert response.headers["Location"] == f"{base}/"
    assessment = Assessment.objects.get()
    assert (assessment.label, assessment.visit_on) == (VISIT["label"], date(2027, 5, 14))
    assert assessment.elements.filter(in_review=True).count() == 3
    page = words(as_manager.get(f"{base}/assessment/"))
    assert "Kind First annual review State Preparing Day of the visit 14 May 2027" in page
    assert "Reference CSE-0417 Under review 3 of 3 elements" in page


def test_a_manager_chooses_what_is_under_review(portfolio, base, as_manager):
    chosen = VISIT | {"covers": "choice", criterion_field(portfolio): ["1.1.1", "1.1.3"]}
    as_manager.post(f"{base}/assessment/open/", chosen)
    rows = Assessment.objects.get().elements.filter(in_review=True)
    assert list(rows.values_list("element__code", flat=True)) == ["1.1.1", "1.1.3"]


@pytest.mark.parametrize(
    "day", ["14 May 2027", "14 may 2027", "14/05/2027", "2027-05-14", " 14  May 2027 "]
)
def test_a_day_may_be_written_as_people_write_it(day, base, as_manager):
    as_manager.post(f"{base}/assessment/open/", VISIT | {"visit_on": day})
    assert Assessment.objects.get().visit_on == date(2027, 5, 14)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"label": " "}, "Enter a name for the assessment"),
        ({"kind": ""}, "Choose the kind of visit"),
        ({"visit_on": "31 February 2027"}, "Enter a real date, such as 21 November 2026"),
        ({"covers": "choice"}, "Tick at least one of the elements"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(wrong, message, base, as_manager, words):
    response = as_manager.post(f"{base}/assessment/open/", VISIT | wrong)
    assert response.status_code == 422
    assert f"There is a problem {message}" in words(response)
    assert 'value="CSE-0417"' in response.content.decode()
    assert not Assessment.objects.exists()


def test_a_name_is_used_once(portfolio, base, as_manager, words):
    make_completed(portfolio, label=VISIT["label"])
    page = words(as_manager.post(f"{base}/assessment/open/", VISIT))
    assert "There is an assessment of this name already" in page


def test_no_second_one_is_opened_while_one_is_open(portfolio, base, as_manager, words):
    make_assessment(portfolio)
    response = as_manager.post(f"{base}/assessment/open/", VISIT, follow=True)
    assert "Complete the open assessment before you open the next." in words(response)
    assert Assessment.objects.count() == 1


def test_the_form_proposes_what_follows_in_the_cycle(portfolio, base, as_manager):
    make_completed(portfolio, kind="full")
    page = as_manager.get(f"{base}/assessment/open/").content.decode()
    assert 'value="First annual review 20' in page


def test_only_managers_open_and_submit(
    portfolio, base, as_officer, as_administrator, as_stranger, words
):
    assert as_officer.get(f"{base}/assessment/open/").status_code == 403
    assert as_administrator.post(f"{base}/assessment/open/", VISIT).status_code == 403
    assert as_stranger.get(f"{base}/assessment/open/").status_code == 404
    assert "A manager of the service opens one" in words(as_officer.get(f"{base}/assessment/"))
    make_assessment(portfolio)
    assert as_officer.post(f"{base}/assessment/submit/").status_code == 403
    assert as_stranger.post(f"{base}/assessment/submit/").status_code == 404
    assert "Submit to the assessor" not in words(as_officer.get(f"{base}/assessment/"))


def test_the_page_lists_what_is_missing_with_links_to_the_elements(
    portfolio, base, as_officer, words
):
    assessment = make_assessment(portfolio)
    self_assess(assessment, "1.1.2")
    response = as_officer.get(f"{base}/assessment/")
    page = words(response)
    assert "No self-rating Rate how well you meet it. 2 1.1.1 1.1.3" in page
    assert "link an item that is here already. 3 1.1.1 1.1.2 1.1.3" in page
    assert f'href="{base}/elements/1.1.3/#self"' in response.content.decode()


def test_the_page_reckons_by_criterion(portfolio, base, as_officer, words):
    assessment = make_assessment(portfolio)
    self_assess(assessment, "1.1.1")
    self_assess(assessment, "1.1.2", "unmet")
    page = words(as_officer.get(f"{base}/assessment/"))
    assert "Within every limit so far" in page
    assert "1 First heading 1 0 1 1" in page
    self_assess(assessment, "1.1.3", "unmet")
    page = words(as_officer.get(f"{base}/assessment/"))
    assert "Would not pass" in page
    assert "2 elements are not met, 1 allowed: 1.1.2, 1.1.3" in page


def test_submitting_asks_first_and_then_hands_over(portfolio, base, as_manager, words):
    assessment = make_assessment(portfolio)
    make_whole(assessment)
    asked = words(as_manager.get(f"{base}/assessment/submit/"))
    assert "The evidence is locked as it is now" in asked
    assert "Nothing is missing." in asked
    assert "The same reason" not in asked
    assessment.refresh_from_db()
    assert assessment.state == State.PREPARING
    page = words(as_manager.post(f"{base}/assessment/submit/", follow=True))
    assert f"Submitted {assessment.label}" in page
    assessment.refresh_from_db()
    assert assessment.state == State.SUBMITTED
    assert assessment.snapshot.links.count() == 3


def test_submitting_with_gaps_is_refused_with_the_list_and_everything_typed(
    portfolio, base, as_manager, words
):
    assessment = make_assessment(portfolio, under_review=["1.1.1"])
    self_assess(assessment, "1.1.1", commentary="")
    sent = {"reason-1.1.1-no-evidence": "It is on paper"}
    refused = as_manager.post(f"{base}/assessment/submit/", sent)
    assert refused.status_code == 422
    assert "1.1.1: No commentary yet. Put it right, or say why" in words(refused)
    assert "1.1.1: No evidence yet. Put it right" not in words(refused)
    assert "It is on paper" in words(refused)
    assessment.refresh_from_db()
    assert assessment.state == State.PREPARING


def test_each_gap_takes_its_own_reason_and_one_reason_does_for_the_rest(
    portfolio, base, as_manager, words
):
    assessment = make_assessment(portfolio, under_review=["1.1.1", "1.1.2"])
    self_assess(assessment, "1.1.1")
    sent = {"gaps_reason": "The team moved", "reason-1.1.1-no-evidence": "It is on paper"}
    as_manager.post(f"{base}/assessment/submit/", sent)
    assessment.refresh_from_db()
    assert assessment.state == State.SUBMITTED
    given = GapReason.objects.values_list("row__element__code", "kind", "reason")
    assert list(given) == [
        ("1.1.1", "no-evidence", "It is on paper"),
        ("1.1.2", "no-commentary", "The team moved"),
        ("1.1.2", "no-evidence", "The team moved"),
        ("1.1.2", "no-self-rating", "The team moved"),
    ]
    page = words(as_manager.get(f"{base}/assessment/"))
    assert "with 2 reasons" in page
    assert "1.1.2: The team moved" in page


def test_a_gap_that_came_while_the_page_was_open_is_asked_for(portfolio, base, as_manager, words):
    assessment = make_assessment(portfolio, under_review=["1.1.1"])
    make_whole(assessment)
    assert "Nothing is missing." in words(as_manager.get(f"{base}/assessment/submit/"))
    EvidenceVersion.objects.update(scan=Scan.WAITING)
    refused = as_manager.post(f"{base}/assessment/submit/")
    assert refused.status_code == 422
    assert "is being checked for viruses. Put it right, or say why" in words(refused)


def test_a_reason_that_is_too_long_comes_back_in_full(portfolio, base, as_manager, words):
    make_assessment(portfolio, under_review=["1.1.1"])
    text = "word " * 401
    refused = as_manager.post(
        f"{base}/assessment/submit/",
        {"gaps_reason": "Soon", "reason-1.1.1-no-evidence": text},
    )
    page = words(refused)
    assert "Shorten the reason for 1.1.1 to 2,000 characters or fewer" in page
    assert text.strip() in page


@pytest.mark.parametrize("elements", [3, 40])
def test_the_page_to_submit_costs_the_same_at_any_size(elements, django_assert_num_queries):
    portfolio = make_portfolio(standard=make_standard("many", elements=elements))
    make_assessment(portfolio)
    client = sign_in(Client(), make_user(Role.MANAGER, portfolio.service))
    with django_assert_num_queries(SUBMIT):
        client.get(f"/services/{portfolio.service.slug}/many/assessment/submit/")


def test_submitting_twice_says_that_it_is_done(portfolio, base, as_manager, words):
    make_submitted(portfolio)
    page = words(as_manager.post(f"{base}/assessment/submit/", follow=True))
    assert "The assessment has been submitted already." in page


def test_a_return_shows_its_reason_and_the_way_back(portfolio, base, as_manager, words):
    assessment = make_submitted(portfolio)
    return_assessment(assessment=assessment, reason="Say where to look", by=make_assessor())
    page = words(as_manager.get(f"{base}/assessment/"))
    assert "The assessor returned the assessment Say where to look" in page
    assert "Submit again" in page


def test_who_has_access_is_named(portfolio, base, as_officer, words):
    assessment = make_assessment(portfolio)
    assert "An administrator gives an assessor access." in words(
        as_officer.get(f"{base}/assessment/")
    )
    make_grant(assessment, make_assessor("Helen Whitworth"), ends_on=date(2099, 12, 1))
    assert "Helen Whitworth Until 1 December 2099" in words(as_officer.get(f"{base}/assessment/"))


def test_a_completed_visit_leads_to_the_next_and_stays_listed(portfolio, base, as_manager, words):
    make_completed(portfolio, label="Full assessment 2026")
    assert "Open the next assessment" in words(as_manager.get(f"{base}/assessment/"))
    second = make_assessment(portfolio, under_review=["1.1.1"])
    page = words(as_manager.get(f"{base}/assessment/"))
    assert second.label in page
    assert "Earlier visits Full assessment 2026 Completed on" in page
    assert row_of(second, "1.1.2").carried_from


def test_the_page_costs_the_same_with_many_visits_behind(
    portfolio, base, as_manager, django_assert_num_queries
):
    for _ in range(3):
        make_completed(portfolio)
    make_grant(make_assessment(portfolio))
    with django_assert_num_queries(ASSESSMENT + READING):
        as_manager.get(f"{base}/assessment/")
