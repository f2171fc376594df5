"""The pages on which an assessor asks and the service answers."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.enums import RequestState
from assessments.models import EvidenceRequest
from assessments.request_queries import thread_of
from evidence.models import EvidenceItem, EvidenceLink
from tests.builders.assessments import (
    answer_request,
    make_assessor,
    make_grant,
    make_request,
    make_submitted,
    submit,
)
from tests.builders.evidence import make_item, make_link, make_version, make_withdrawn
from tests.builders.files import pdf
from tests.builders.people import make_team, sign_in
from tests.reading_costs import READING

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(portfolio):
    make_team(portfolio.service)
    item = make_item(portfolio, number=201)
    make_version(item)
    make_link(portfolio, item)
    return item


@pytest.fixture
def assessment(item, portfolio):
    return make_submitted(portfolio)


@pytest.fixture
def assessor(assessment):
    assessor = make_assessor("Helen Whitworth")
    make_grant(assessment, assessor)
    return assessor


@pytest.fixture
def desk(client, assessor):
    return sign_in(client, assessor)


@pytest.fixture
def asked(assessment, assessor):
    return make_request(assessment, by=assessor)


def at_desk(assessment, rest=""):
    return f"/assessments/{assessment.pk}/{rest}"


def answer_of(base, asked):
    return f"{base}/assessment/requests/{asked.pk}/answer/"


def send(client, base, asked, **fields):
    usual = {"text": "It is in the report.", "revision": asked.revision}
    return client.post(answer_of(base, asked), usual | fields)


def upload(name="survey.pdf", words="Survey of 2026"):
    return SimpleUploadedFile(name, pdf(words), "application/pdf")


def state(asked):
    return EvidenceRequest.objects.get(pk=asked.pk).state


# The assessor


def test_the_desk_has_the_form_to_ask_and_the_answer_to_decide(desk, assessment, asked, words):
    answer_request(asked, "See page 3.")
    page = words(desk.get(at_desk(assessment, "elements/1.1.1/")))
    assert "Ask for more evidence" in page
    assert "Show me the survey of 2026." in page
    assert "See page 3." in page
    assert "Accept the answer" in page


def test_asking_about_an_item_tells_the_service(desk, assessment):
    line = assessment.snapshot.links.get()
    response = desk.post(
        at_desk(assessment, "elements/1.1.1/ask/"), {"link": line.pk, "text": "Which year?"}
    )
    assert response.status_code == 302
    asked = EvidenceRequest.objects.get()
    assert (asked.item_code, thread_of(asked).question) == ("CSS201", "Which year?")


def test_a_question_without_words_comes_back_with_the_item_still_chosen(desk, assessment):
    line = assessment.snapshot.links.get()
    response = desk.post(at_desk(assessment, "elements/1.1.1/ask/"), {"link": line.pk, "text": ""})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Say what you need to see" in page
    assert f'<option value="{line.pk}" selected>' in page


def test_the_document_that_lies_open_can_be_asked_about(desk, assessment):
    line = assessment.snapshot.links.get()
    page = desk.get(at_desk(assessment, f"elements/1.1.1/?about={line.pk}")).content.decode()
    assert f'<option value="{line.pk}" selected>' in page
    assert '<details class="cse-fold" id="ask" open>' in page


def test_an_answer_is_accepted_returned_or_the_request_withdrawn(desk, assessment, asked):
    answer_request(asked)
    here = at_desk(assessment, f"requests/{asked.pk}/")
    assert desk.post(f"{here}return/", {"revision": 1, "reason": " "}).status_code == 422
    desk.post(f"{here}return/", {"revision": 1, "reason": "Which year?"})
    assert state(asked) == RequestState.RETURNED
    answer_request(asked)
    desk.post(f"{here}accept/", {"revision": 3})
    assert state(asked) == RequestState.ACCEPTED
    other = make_request(assessment)
    desk.post(at_desk(assessment, f"requests/{other.pk}/withdraw/"), {"revision": 0})
    assert state(other) == RequestState.WITHDRAWN


def test_a_reason_for_an_answer_that_has_grown_meanwhile_is_not_lost(
    desk, assessment, asked, words
):
    answer_request(asked)
    answer_request(asked, "And this too.")
    here = at_desk(assessment, f"requests/{asked.pk}/return/")
    response = desk.post(here, {"revision": 1, "reason": "Which year?"})
    assert response.status_code == 409
    page = words(response)
    assert "Someone was here while you were writing" in page
    assert "And this too." in page
    assert "Which year?" in page
    assert 'name="revision" value="2"' in response.content.decode()


def test_what_was_added_on_request_is_read_at_the_desk_like_all_else(
    desk, assessment, asked, portfolio
):
    later = make_item(portfolio, number=202)
    version = make_version(later)
    make_link(portfolio, later)
    link = EvidenceLink.objects.select_related("item", "element").get(item=later)
    answer_request(asked, "", [link])
    line = assessment.snapshot.links.get(item=later)
    assert line.version == version
    assert desk.get(at_desk(assessment, f"files/{line.pk}/")).status_code == 200
    page = desk.get(at_desk(assessment, f"elements/1.1.1/?evidence={line.pk}")).content.decode()
    assert "added on request" in page.lower()


# The service


def test_the_element_shows_the_request_and_takes_the_answer(as_officer, base, asked, words):
    page = words(as_officer.get(f"{base}/elements/1.1.1/"))
    assert "Helen Whitworth asked" in page
    assert "Show me the survey of 2026." in page
    assert "Send the answer" in page
    response = send(as_officer, base, asked)
    assert response.headers["Location"] == f"{base}/assessment/requests/{asked.pk}/"
    assert state(asked) == RequestState.ANSWERED


def test_governance_reads_the_request_and_has_no_form(as_governance, base, asked):
    page = as_governance.get(f"{base}/assessment/requests/{asked.pk}/").content.decode()
    assert "Show me the survey of 2026." in page
    assert "Send the answer" not in page


def test_a_new_file_becomes_evidence_of_the_element_and_joins(
    as_officer, base, asked, assessment, words
):
    send(as_officer, base, asked, text="", files=[upload()])
    item = EvidenceItem.objects.latest("pk")
    line = assessment.snapshot.links.get(item=item)
    assert line.added_on_request
    assert line.version.file_name == "survey.pdf"
    page = words(as_officer.get(f"{base}/assessment/requests/{asked.pk}/"))
    assert f"{item.code} {item.title}" in page
    assert "Added on request on" in words(as_officer.get(f"{base}/elements/1.1.1/"))


def test_a_file_that_is_refused_holds_the_answer_back_and_loses_nothing(
    as_officer, base, asked, words
):
    program = SimpleUploadedFile("run.pdf", b"MZ\x90\x00", "application/pdf")
    response = send(as_officer, base, asked, text="Both.", files=[upload(), program])
    assert response.status_code == 409
    page = response.content.decode()
    assert state(asked) == RequestState.OPEN
    assert "run.pdf was not added" in page
    assert "Both." in page
    added = EvidenceLink.objects.latest("pk")
    assert re.search(rf'value="{added.pk}"[^>]* checked', page), "what was added is ticked"
    send(as_officer, base, asked, text="Both.", links=[added.pk])
    assert [each.code for each in thread_of(asked).last.added] == [added.item.code]


def test_the_same_bytes_are_not_added_twice_unless_asked_for(as_officer, base, asked, assessment):
    send(as_officer, base, asked, text="", files=[upload()])
    asked.refresh_from_db()
    count = EvidenceItem.objects.count()
    response = send(as_officer, base, asked, text="", files=[upload()])
    assert "is here already, as" in response.content.decode()
    assert EvidenceItem.objects.count() == count
    send(as_officer, base, asked, text="", files=[upload()], anyway="1")
    assert EvidenceItem.objects.count() == count + 1


def test_evidence_of_the_library_is_sent_by_its_code(
    as_officer, base, asked, assessment, portfolio
):
    corporate = make_item(portfolio, corporate=True, number=17)
    send(as_officer, base, asked, text="", codes="c017")
    assert assessment.snapshot.links.get(item=corporate).added_on_request


def test_codes_that_cannot_be_used_are_named_and_the_files_are_to_be_chosen_again(
    as_officer, base, asked, portfolio
):
    gone = make_withdrawn(make_item(portfolio, number=203))
    response = send(
        as_officer, base, asked, text="Kept.", codes=f"CSS999, {gone.code}", files=[upload()]
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "There is no evidence with the code CSS999" in page
    assert "CSS203 is withdrawn" in page
    assert "Choose these files again: survey.pdf" in page
    assert "Kept." in page


def test_of_two_who_answer_at_once_the_second_sees_both_texts(
    as_officer, as_manager, base, asked, words
):
    send(as_officer, base, asked, text="From Isla.")
    response = send(as_manager, base, asked, text="From Morag.", files=[upload()])
    assert response.status_code == 409
    page = words(response)
    for said in ("Someone was here while you were writing", "From Isla.", "From Morag."):
        assert said in page
    assert "Choose these files again: survey.pdf" in page
    asked.refresh_from_db()
    send(as_manager, base, asked, text="From Morag.")
    assert [entry.text for entry in thread_of(asked).entries[1:]] == ["From Isla.", "From Morag."]


def test_a_double_click_answers_once(as_officer, base, asked):
    send(as_officer, base, asked, text="Once.")
    assert send(as_officer, base, asked, text="Once.").status_code == 302
    assert len(thread_of(asked).entries) == 2


def test_an_empty_answer_is_refused(as_officer, base, asked):
    response = send(as_officer, base, asked, text=" ")
    assert "Write an answer or add evidence" in response.content.decode()


def test_a_closed_request_keeps_what_was_typed(as_officer, base, asked, assessor):
    from assessments.actions import withdraw_request

    withdraw_request(request=asked, by=assessor)
    response = send(as_officer, base, asked, text="Too late.", revision=1)
    page = response.content.decode()
    assert "closed" in page
    assert "Too late." in page


def test_the_list_is_filtered_by_state(as_officer, base, assessment, assessor, words):
    make_request(assessment, text="Waiting one.", by=assessor)
    answer_request(make_request(assessment, text="Answered one.", by=assessor))
    page = words(as_officer.get(f"{base}/assessment/requests/"))
    assert "Waiting one." in page
    assert "Answered one." in page
    page = words(as_officer.get(f"{base}/assessment/requests/?show=answered"))
    assert "Waiting one." not in page
    assert "Answered one." in page


def test_before_anything_was_asked_the_list_says_so(as_officer, desk, base, assessment, words):
    assert "Nothing has been asked" in words(as_officer.get(f"{base}/assessment/requests/"))
    assert "Nothing has been asked" in words(desk.get(at_desk(assessment, "requests/")))


@pytest.mark.parametrize("size", [1, 40])
def test_the_lists_cost_the_same_at_any_size(
    size, as_officer, desk, base, assessment, assessor, django_assert_num_queries
):
    for number in range(size):
        answer_request(make_request(assessment, text=f"No {number}", by=assessor))
    with django_assert_num_queries(LIST + READING):
        as_officer.get(f"{base}/assessment/requests/")
    with django_assert_num_queries(DESK_LIST + READING):
        desk.get(at_desk(assessment, "requests/"))


@pytest.mark.parametrize("size", [1, 40])
def test_an_element_with_requests_costs_the_same_at_any_size(
    size, as_officer, base, assessment, assessor, django_assert_max_num_queries
):
    for number in range(size):
        make_request(assessment, text=f"No {number}", by=assessor)
    with django_assert_max_num_queries(14 + READING):
        as_officer.get(f"{base}/elements/1.1.1/")


LIST = 6
DESK_LIST = 5


def test_requests_that_wait_over_a_return_say_so(
    as_officer, base, asked, assessment, assessor, words
):
    from assessments.actions import return_assessment

    return_assessment(assessment=assessment, reason="Put it in order.", by=assessor)
    page = words(as_officer.get(f"{base}/assessment/requests/{asked.pk}/"))
    assert "The assessment is with the service again." in page
    assert "Send the answer" not in page
    submit(assessment, gaps_reason="Agreed.")
    page = words(as_officer.get(f"{base}/assessment/requests/{asked.pk}/"))
    assert "Send the answer" in page


def test_what_waits_for_the_service_is_counted_wherever_it_begins_its_day(
    as_officer, base, assessment, assessor, words
):
    answer_request(make_request(assessment, "1.1.2", by=assessor))
    make_request(assessment, by=assessor)
    make_request(assessment, by=assessor)
    assert "2 requests wait for your answer" in words(as_officer.get(f"{base}/assessment/"))
    page = as_officer.get(f"{base}/")
    assert "2 requests wait for an answer" in words(page)
    assert f"{base}/assessment/requests/?show=waiting" in page.content.decode()
    assert words(page).count("the assessor has asked for more evidence") == 1


def test_home_counts_them_for_those_who_oversee(as_governance, assessment, assessor, words):
    make_request(assessment, by=assessor)
    assert "1 request waits for an answer" in words(as_governance.get("/"))
