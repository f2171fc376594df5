"""Who opens a page with words of evidence or assessments is in the history, once for a while."""

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.history.sentences import told
from accounts.models import HistoryEntry
from tests.builders.assessments import make_assessment, make_grant, make_request, submit
from tests.builders.evidence import make_item
from tests.builders.people import make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(portfolio):
    return make_assessment(portfolio, label="Full 2026")


@pytest.fixture
def officer(portfolio):
    return make_user(Role.OFFICER, portfolio.service)


@pytest.fixture
def as_officer(officer):
    return sign_in(Client(), officer)


def readings_of(person):
    entries = HistoryEntry.objects.filter(verb="accounts.page_read", actor_id=person.pk)
    return [line.sentence for line in told(entries.order_by("sequence"))]


def test_an_officer_at_work_on_an_element_is_one_reading_for_ten_minutes(
    assessment, base, officer, as_officer
):
    for _again in range(3):
        assert as_officer.get(f"{base}/elements/1.1.1/").status_code == 200
    assert readings_of(officer) == ["Read 1.1.1 of Full 2026, once or more in ten minutes"]
    entry = HistoryEntry.objects.get(verb="accounts.page_read")
    assert (entry.assessment_id, entry.element_code) == (assessment.pk, "1.1.1")
    as_officer.get(f"{base}/elements/1.1.2/")
    sign_in(Client(), officer).get(f"{base}/elements/1.1.1/")
    assert len(readings_of(officer)) == 3, "another page, and another sign-in"


def test_words_shown_by_a_form_that_did_not_go_through_are_read_too(
    assessment, base, officer, as_officer
):
    sent = {"self_rating": "no such", "commentary": "", "revision": "0"}
    as_officer.post(f"{base}/elements/1.1.1/self-assessment/", sent)
    assert len(readings_of(officer)) == 1


def test_an_answer_without_words_is_no_reading(assessment, base, officer, as_officer):
    as_officer.head(f"{base}/elements/1.1.1/")
    assert readings_of(officer) == []


def test_requests_are_read_by_the_service_and_at_the_desk(assessment, base, officer, as_officer):
    grant = make_grant(submit(assessment))
    asked = make_request(assessment, by=grant.reader)
    as_officer.get(f"{base}/assessment/requests/{asked.pk}/")
    desk = sign_in(Client(), grant.reader)
    desk.get(f"/assessments/{assessment.pk}/requests/{asked.pk}/")
    said = "Read a request about 1.1.1 of Full 2026, once or more in ten minutes"
    assert readings_of(officer) == [said]
    assert readings_of(grant.reader) == [said]


def test_the_page_of_an_item_is_read_also_by_the_form_that_changes_it(
    portfolio, base, officer, as_officer
):
    make_item(portfolio, number=501)
    as_officer.get(f"{base}/evidence/CSS501/edit")
    as_officer.get(f"{base}/evidence/CSS501/")
    assert readings_of(officer) == ["Read the page of CSS501, once or more in ten minutes"]


def test_information_governance_sees_who_read_and_the_service_does_not(
    assessment, portfolio, base, as_officer
):
    as_officer.get(f"{base}/elements/1.1.1/")
    council = portfolio.service.organisation
    governance = sign_in(Client(), make_user(Role.GOVERNANCE, council))
    said = "Read 1.1.1 of Full 2026"
    shown = governance.get(f"/organisations/{council.slug}/history/?kind=reading")
    assert said in shown.content.decode()
    assert said not in as_officer.get(f"{base}/history/").content.decode()
