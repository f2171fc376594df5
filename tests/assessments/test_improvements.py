"""What a visit left to be done, from the list to the next visit."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from assessments.actions import ImprovementMoved, change_improvement, report_progress
from assessments.models import Improvement
from assessments.transitions import NotPossibleNow
from tests.builders.assessments import make_assessment, make_completed, make_grant, submit
from tests.builders.evidence import make_portfolio
from tests.builders.people import make_user, sign_in

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
LIST = 5
CODES = ("1.1.1", "1.1.2", "1.1.3")


@pytest.fixture
def completed(portfolio):
    return make_completed(portfolio, {"1.1.1": "nearly", "1.1.2": "unmet"}, label="Last year")


@pytest.fixture
def improvement(completed):
    return Improvement.objects.get(row__element__code="1.1.1")


@pytest.fixture
def officer(portfolio):
    return make_user(Role.OFFICER, portfolio.service, name="Isla Campbell")


def url(base, improvement, rest=""):
    return f"{base}/improvements/{improvement.pk}/{rest}"


def due(improvement, days):
    improvement.due_on = TODAY() + timedelta(days=days)
    improvement.save()


def test_the_list_says_what_is_to_be_done_why_and_for_whom(
    completed, improvement, base, officer, as_governance, words
):
    improvement.owner = officer
    due(improvement, 30)
    page = words(as_governance.get(f"{base}/improvements/"))
    assert "1.1.1 Seen and found good." in page
    assert "Nearly met Last year Isla Campbell" in page
    assert "1.1.2" in page
    assert "Nobody yet" in page


def test_the_list_is_sifted_by_state_owner_and_criterion(
    completed, improvement, base, officer, as_officer, words
):
    improvement.owner = officer
    due(improvement, -1)
    overdue = words(as_officer.get(f"{base}/improvements/?show=overdue"))
    assert "1.1.1 Seen" in overdue
    assert "Overdue" in overdue
    assert "1.1.2 Seen" not in overdue
    mine = words(as_officer.get(f"{base}/improvements/?owner={officer.pk}"))
    assert "Open 1 Overdue 1 Closed 0" in mine
    assert "None of these" in words(as_officer.get(f"{base}/improvements/?criterion=9"))
    for odd in ("owner=x", "owner=" + "9" * 40, "show=x", "criterion=%00"):
        assert as_officer.get(f"{base}/improvements/?{odd}").status_code == 200


def test_without_any_the_list_says_what_comes_there(portfolio, base, as_officer, words):
    assert "Nothing to improve yet" in words(as_officer.get(f"{base}/improvements/"))


@pytest.mark.parametrize("visits", [1, 4])
def test_the_list_costs_the_same_for_many(
    portfolio, base, as_officer, visits, django_assert_num_queries
):
    for number in range(visits):
        make_completed(portfolio, dict.fromkeys(CODES, "nearly"), label=f"Visit {number}")
    as_officer.get(f"{base}/improvements/")
    with django_assert_num_queries(LIST):
        response = as_officer.get(f"{base}/improvements/?show=all")
    assert response.content.count(b"Nearly met") == 3 * visits


def test_an_officer_reports_and_the_day_it_was_done_is_kept(improvement, base, as_officer, words):
    response = as_officer.post(
        url(base, improvement, "report/"),
        {"report": "Replies are weighted.", "progress": "done", "revision": 0},
        follow=True,
    )
    page = words(response)
    assert "Saved what was done" in page
    assert "Replies are weighted." in page
    improvement.refresh_from_db()
    assert (improvement.progress, improvement.closed_on) == ("done", TODAY())


def test_what_is_not_done_after_all_is_open_again(improvement, officer):
    for progress in ("done", "under-way"):
        report_progress(
            improvement=improvement,
            revision=improvement.revision,
            text="See below",
            progress=progress,
            by=officer,
        )
    improvement.refresh_from_db()
    assert improvement.closed_on is None


def test_a_report_says_something(improvement, base, as_officer, words, officer):
    response = as_officer.post(
        url(base, improvement, "report/"), {"report": " ", "progress": "open", "revision": 0}
    )
    assert response.status_code == 422
    assert "Write what was done, or choose how far it is now." in words(response)
    with pytest.raises(NotPossibleNow):
        report_progress(improvement=improvement, revision=0, text="", progress="open", by=officer)


def test_a_manager_says_who_and_until_when(improvement, base, as_manager, officer, words):
    response = as_manager.post(
        url(base, improvement, "change/"),
        {"text": "Weight replies", "owner": officer.pk, "due_on": "1 March 2027", "revision": 0},
        follow=True,
    )
    assert "Isla Campbell" in words(response)
    assert "1 March 2027" in words(response)
    assert "Seen and found good." in words(response)  # the comment stays as it was


def test_an_owner_works_for_the_service(improvement, base, as_manager, words):
    stranger = make_user(Role.OFFICER, make_portfolio().service)
    response = as_manager.post(
        url(base, improvement, "change/"),
        {"text": "Mine", "owner": stranger.pk, "due_on": "soon", "revision": 0},
    )
    assert response.status_code == 422
    assert "Enter a real date" in words(response)
    assert "Mine" in response.content.decode()


def test_an_officer_cannot_change_whose_it_is(improvement, base, as_officer, words):
    assert as_officer.post(url(base, improvement, "change/"), {}).status_code == 403
    page = words(as_officer.get(url(base, improvement)))
    assert "What, who and when" not in page


def test_the_second_of_two_is_told_and_loses_nothing(
    improvement, base, as_officer, as_manager, officer, words
):
    report_progress(
        improvement=improvement, revision=0, text="I asked the islands", progress="under-way",
        by=officer,
    )  # fmt: skip
    response = as_manager.post(
        url(base, improvement, "report/"),
        {"report": "I wrote to them", "progress": "done", "revision": 0},
    )
    assert response.status_code == 409
    page = response.content.decode()
    assert "Somebody changed this improvement" in page
    assert "I asked the islands" in page
    assert "I wrote to them" in page
    assert 'name="revision" value="1"' in page
    with pytest.raises(ImprovementMoved):
        change_improvement(
            improvement=improvement, revision=0, text="", owner=None, due_on=None, by=officer
        )


def test_the_next_visit_shows_it_beside_the_element(
    portfolio, improvement, base, as_officer, officer, words
):
    make_assessment(portfolio, label="This year")
    improvement.text = "Weight replies by island"
    improvement.owner = officer
    improvement.save()
    report_progress(
        improvement=improvement, revision=0, text="Weighted", progress="done", by=officer
    )
    page = words(as_officer.get(f"{base}/elements/1.1.1/"))
    assert "Improvement that followed Weight replies by island Done" in page
    assert ", Isla Campbell" in page


def test_the_assessor_of_the_next_visit_sees_what_was_done(portfolio, improvement, officer, words):
    report_progress(
        improvement=improvement, revision=0, text="Weighted since May", progress="done", by=officer
    )
    next_visit = submit(make_assessment(portfolio), gaps_reason="For the test")
    desk = sign_in(Client(), make_grant(next_visit).reader)
    page = words(desk.get(f"/assessments/{next_visit.pk}/elements/1.1.1/"))
    assert "Improvement: Done" in page
    assert "Weighted since May Isla Campbell" in page


def test_the_overview_counts_what_is_overdue(improvement, base, as_officer, words):
    due(improvement, -1)
    assert "1 improvement is overdue" in words(as_officer.get(f"{base}/"))
    due(improvement, 0)
    assert "overdue" not in words(as_officer.get(f"{base}/"))


def test_the_start_page_counts_what_is_overdue(improvement, as_administrator, words):
    due(improvement, -1)
    assert "1 improvement is overdue" in words(as_administrator.get("/"))


def test_another_services_improvement_is_not_there(improvement, base, as_officer, as_stranger):
    other = make_completed(make_portfolio(), {"1.1.1": "nearly"})
    alien = Improvement.objects.get(row__assessment=other)
    assert as_officer.get(url(base, alien)).status_code == 404
    assert as_stranger.get(url(base, improvement)).status_code == 404
