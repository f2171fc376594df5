"""What the assessor asks for during the visit, what the service answers, and what joins."""

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.enums import Role
from accounts.models import HistoryEntry, Membership
from accounts.templatetags.portal import british_date
from assessments.actions import (
    RequestMoved,
    accept_answer,
    answer,
    ask,
    close_open_requests,
    complete_assessment,
    return_answer,
    return_assessment,
    withdraw_request,
)
from assessments.enums import RequestState
from assessments.models import EvidenceRequest
from assessments.reports.builders import build_summary
from assessments.request_queries import open_requests, threads_of, threads_of_assessment
from assessments.transitions import NotPossibleNow
from evidence.models import EvidenceLink
from tests.builders.assessments import (
    answer_request,
    make_assessment,
    make_assessor,
    make_grant,
    make_request,
    make_submitted,
    rate,
    row_of,
    submit,
)
from tests.builders.evidence import element_of, make_item, make_link, make_portfolio, make_version
from tests.builders.people import make_membership, make_service, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(portfolio):
    item = make_item(portfolio, number=201)
    make_version(item)
    make_link(portfolio, item)
    return item


@pytest.fixture
def assessment(item, portfolio):
    return make_submitted(portfolio)


@pytest.fixture
def assessor(assessment):
    assessor = make_assessor("Helen Assessor")
    make_grant(assessment, assessor)
    return assessor


@pytest.fixture
def officer(portfolio):
    return make_user(Role.OFFICER, portfolio.service, name="Isla Campbell")


@pytest.fixture
def asked(assessment, assessor):
    return make_request(assessment, by=assessor)


def frozen(assessment):
    return list(assessment.snapshot.links.filter(added_on_request=False).order_by("pk").values())


def later(portfolio, number=202):
    """An item linked after the submission."""
    item = make_item(portfolio, number=number)
    make_version(item)
    make_link(portfolio, item)
    return EvidenceLink.objects.select_related("item", "element").get(item=item)


def test_a_request_goes_from_the_question_to_its_acceptance(
    asked, assessment, assessor, officer, portfolio
):
    answer_request(asked, "Nearly.", by=officer)
    return_answer(request=asked, reason="Which year?", by=assessor)
    link = later(portfolio)
    answer(request=asked, text="This one.", links=[link], by=officer)
    accept_answer(request=asked, by=assessor)

    (thread,) = threads_of(row_of(assessment))
    assert [(e.state.value, e.text, str(e.by)) for e in thread.entries] == [
        ("open", "Show me the survey of 2026.", "Helen Assessor"),
        ("answered", "Nearly.", "Isla Campbell"),
        ("returned", "Which year?", "Helen Assessor"),
        ("answered", "This one.", "Isla Campbell"),
        ("accepted", "", "Helen Assessor"),
    ]
    assert [added.code for added in thread.entries[3].added] == ["CSS202"]
    assert thread.state == RequestState.ACCEPTED
    assert open_requests(assessment) == {}


def test_every_step_is_in_the_history_of_the_element(asked, assessor, officer, assessment):
    answer_request(asked, by=officer)
    return_answer(request=asked, reason="Which year?", by=assessor)
    answer_request(asked, by=officer)
    accept_answer(request=asked, by=assessor)
    second = make_request(assessment, by=assessor)
    withdraw_request(request=second, by=assessor)
    verbs = HistoryEntry.objects.filter(element_code="1.1.1", assessment_id=assessment.pk)
    assert [
        verb.partition(".")[2]
        for verb in verbs.order_by("sequence").values_list("verb", flat=True)
        if verb.startswith("assessments.")
    ] == [
        "evidence_asked",
        "request_answered",
        "answer_returned",
        "request_answered",
        "answer_accepted",
        "evidence_asked",
        "request_withdrawn",
    ]


def test_answering_never_changes_what_was_submitted(asked, assessment, item, portfolio, officer):
    before = frozen(assessment)
    make_version(item)
    link = EvidenceLink.objects.select_related("item", "element").get(item=item)
    answer(request=asked, text="", links=[link, later(portfolio)], by=officer)
    assert frozen(assessment) == before
    added = assessment.snapshot.links.filter(added_on_request=True)
    assert sorted(added.values_list("code", "version__number")) == [("CSS201", 2), ("CSS202", 1)]


def test_what_is_added_outside_a_request_does_not_reach_the_assessor(asked, assessment, portfolio):
    later(portfolio)
    assert list(assessment.snapshot.links.values_list("code", flat=True)) == ["CSS201"]


def test_an_item_of_the_library_is_linked_to_the_element_and_joins(
    asked, assessment, portfolio, officer
):
    corporate = make_item(portfolio, corporate=True)
    make_version(corporate)
    answer(request=asked, text="", items=[corporate], by=officer)
    assert EvidenceLink.objects.in_use().filter(item=corporate, element__code="1.1.1").exists()
    assert assessment.snapshot.links.get(item=corporate).added_on_request


def test_an_answer_may_point_to_what_was_submitted(asked, assessment, item, officer):
    link = EvidenceLink.objects.select_related("item", "element").get(item=item)
    answer(request=asked, text="Page 3.", links=[link], by=officer)
    (thread,) = threads_of(row_of(assessment))
    (added,) = thread.last.added
    assert (added.code, added.joined_at) == ("CSS201", None)


def test_evidence_of_another_element_cannot_be_an_answer(asked, portfolio, officer):
    other = make_item(portfolio, number=203)
    make_link(portfolio, other, element=element_of(portfolio, "1.1.2"))
    link = EvidenceLink.objects.select_related("item", "element").get(item=other)
    with pytest.raises(NotPossibleNow, match="linked to this element"):
        answer(request=asked, text="", links=[link], by=officer)


def test_an_answer_says_something(asked, officer):
    with pytest.raises(NotPossibleNow, match="Write an answer"):
        answer(request=asked, text="  ", by=officer)


def test_two_who_answer_at_once_both_get_through_once_the_second_has_read_the_first(
    asked, officer, portfolio, assessment
):
    colleague = make_user(Role.OFFICER, portfolio.service, name="Ruaridh Officer")
    answer(request=asked, text="Mine.", by=officer, revision=0)
    with pytest.raises(RequestMoved):
        answer(request=asked, text="Mine too.", by=colleague, revision=0)
    answer(request=asked, text="Mine too.", by=colleague, revision=1)
    (thread,) = threads_of(row_of(assessment))
    assert [entry.text for entry in thread.entries[1:]] == ["Mine.", "Mine too."]


def test_an_acceptance_of_an_answer_that_has_grown_is_held_back(asked, officer, assessor):
    answer_request(asked, by=officer)
    answer_request(asked, "And this.", by=officer)
    with pytest.raises(RequestMoved):
        accept_answer(request=asked, by=assessor, revision=1)


def test_asking_needs_words_a_submitted_assessment_and_an_element_under_review(
    assessment, portfolio, assessor
):
    with pytest.raises(NotPossibleNow, match="Say what"):
        ask(row=row_of(assessment), text=" ", by=assessor)
    other = make_assessment(make_portfolio())
    with pytest.raises(NotPossibleNow, match="between submission and completion"):
        ask(row=row_of(other), text="Show me.", by=assessor)
    few = make_submitted(make_portfolio(), under_review=["1.1.1"])
    with pytest.raises(NotPossibleNow, match="not under review"):
        ask(row=row_of(few, "1.1.2"), text="Show me.", by=assessor)


def test_an_item_asked_about_is_one_that_was_submitted_for_the_element(assessment, assessor):
    link = assessment.snapshot.links.get()
    assert make_request(assessment, link=link, by=assessor).item_code == "CSS201"
    with pytest.raises(NotPossibleNow, match="submitted for this element"):
        make_request(assessment, "1.1.2", link=link, by=assessor)


def test_completing_withdraws_what_is_open_and_says_so(assessment, asked, assessor, officer):
    accepted = make_request(assessment, "1.1.2", by=assessor)
    answer_request(accepted, by=officer)
    accept_answer(request=accepted, by=assessor)
    for code in assessment.elements.values_list("element__code", flat=True):
        rate(assessment, code, by=assessor)
    complete_assessment(assessment=assessment, by=assessor)
    asked.refresh_from_db()
    assert asked.state == RequestState.WITHDRAWN
    first, second = threads_of_assessment(assessment)
    assert "completed while this was open" in first.last.text
    assert second.state == RequestState.ACCEPTED


def test_close_open_requests_says_how_many(assessment, asked, assessor):
    assert close_open_requests(assessment=assessment, by=assessor) == 1
    assert close_open_requests(assessment=assessment, by=assessor) == 0


def test_accepted_new_evidence_that_was_added_on_request_becomes_active(
    assessment, asked, assessor, officer, portfolio
):
    link = later(portfolio)
    answer(request=asked, text="", links=[link], by=officer)
    for code in assessment.elements.values_list("element__code", flat=True):
        rate(assessment, code, by=assessor)
    complete_assessment(assessment=assessment, by=assessor)
    link.refresh_from_db()
    assert link.status == "active"


def test_requests_wait_over_a_return_and_still_point_to_what_is_submitted_again(
    assessment, assessor, officer, portfolio
):
    asked = make_request(assessment, link=assessment.snapshot.links.get(), by=assessor)
    answer(request=asked, text="", links=[later(portfolio)], by=officer)
    return_assessment(assessment=assessment, reason="Put it in order.", by=assessor)
    with pytest.raises(NotPossibleNow):
        accept_answer(request=asked, by=assessor)
    submit(assessment, gaps_reason="As agreed.")
    asked.refresh_from_db()
    assert asked.link == assessment.snapshot.links.get(code="CSS201")
    (thread,) = threads_of(row_of(assessment))
    assert [added.code for added in thread.last.added] == ["CSS202"]
    accept_answer(request=asked, by=assessor)


def test_the_code_stays_where_the_item_is_not_submitted_again(
    assessment, assessor, officer, portfolio
):
    asked = make_request(assessment, link=assessment.snapshot.links.get(), by=assessor)
    link = later(portfolio)
    answer(request=asked, text="", links=[link], by=officer)
    return_assessment(assessment=assessment, reason="Put it in order.", by=assessor)
    EvidenceLink.objects.filter(portfolio=portfolio).delete()
    submit(assessment, gaps_reason="As agreed.")
    (thread,) = threads_of(row_of(assessment))
    (added,) = thread.last.added
    assert (thread.item_code, added.code, added.pk) == ("CSS201", "CSS202", None)


def test_what_the_pages_read_costs_one_statement_each(
    assessment, assessor, officer, portfolio, django_assert_num_queries
):
    link = later(portfolio)
    for number in range(6):
        asked = make_request(assessment, by=assessor)
        answer(request=asked, text=f"Answer {number}", links=[link], by=officer)
    row = row_of(assessment)
    with django_assert_num_queries(1):
        threads = threads_of(row)
    with django_assert_num_queries(1):
        assert open_requests(assessment) == {row.element_id: 6}
    with django_assert_num_queries(1):
        assert len(threads_of_assessment(assessment)) == 6
    assert all(str(thread.asked_by) == "Helen Assessor" for thread in threads)


# Who is told


def test_the_owner_and_the_managers_of_the_service_are_told_and_nobody_else(
    assessment, assessor, officer, portfolio, mailoutbox, django_capture_on_commit_callbacks
):
    manager = make_user(Role.MANAGER, portfolio.service)
    make_user(Role.OFFICER, portfolio.service)
    make_user(Role.ADMINISTRATOR, portfolio.service.organisation)
    make_user(Role.MANAGER, make_service(portfolio.service.organisation, prefix="ICT"))
    row = row_of(assessment)
    row.owner = officer
    row.save()
    with django_capture_on_commit_callbacks(execute=True):
        make_request(assessment, text="Show me the survey.", by=assessor)
    told = {mail.to[0] for mail in mailoutbox}
    of_service = Membership.objects.filter(service=portfolio.service, role=Role.MANAGER)
    managers = set(of_service.values_list("user__email", flat=True))
    assert told == {officer.email} | managers
    assert manager.email in told
    body = mailoutbox[0].body
    assert "Show me the survey." in body
    asked = EvidenceRequest.objects.get()
    assert f"/assessment/requests/{asked.pk}/" in body


def test_an_owner_who_has_left_the_service_is_told_nothing(
    assessment, assessor, portfolio, mailoutbox, django_capture_on_commit_callbacks
):
    gone = make_user()
    make_membership(gone, Role.OFFICER, make_service(portfolio.service.organisation, prefix="ICT"))
    row = row_of(assessment)
    row.owner = gone
    row.save()
    with django_capture_on_commit_callbacks(execute=True):
        make_request(assessment, by=assessor)
    assert gone.email not in {mail.to[0] for mail in mailoutbox}


def test_the_assessor_is_told_of_the_answer_while_their_access_lasts(
    asked, assessment, assessor, officer, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer_request(asked, "Here it is.", by=officer)
    (mail,) = mailoutbox
    assert mail.to == [assessor.email]
    assert "Here it is." in mail.body
    assert f"/assessments/{assessment.pk}/requests/{asked.pk}/" in mail.body


def test_an_assessor_without_access_any_more_is_told_nothing(
    assessment, officer, mailoutbox, django_capture_on_commit_callbacks
):
    asked = make_request(assessment)
    with django_capture_on_commit_callbacks(execute=True):
        answer_request(asked, by=officer)
    assert mailoutbox == []


def test_the_printed_summary_says_on_which_day_it_came(asked, assessment, officer, portfolio, item):
    make_version(item)
    newer = EvidenceLink.objects.select_related("item", "element").get(item=item)
    answer(request=asked, text="", links=[later(portfolio), newer], by=officer)
    today = timezone.localdate()
    assessment.refresh_from_db()
    (first, *_) = build_summary(assessment).elements
    assert [(line.code, line.on_request) for line in first.new] == [
        ("CSS201", None),
        ("CSS202", today),
        ("CSS201", today),
    ]
    html = render_to_string("reports/summary/evidence_line.html", {"line": first.new[1]})
    assert f"(added on request on {british_date(today)})" in html
