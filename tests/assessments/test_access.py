"""Assessors' access: given, withdrawn, ended; and one page for all beneath what has ended."""

from datetime import date, timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.models import HistoryEntry
from assessments.scope import AccessEnded, assessment_for_assessor
from evidence.actions import withdraw_grant
from evidence.models import ReaderGrant
from tests.builders.assessments import make_assessment, make_assessor, make_grant, make_submitted
from tests.builders.people import make_membership, make_organisation, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(portfolio):
    return make_submitted(portfolio)


def give(client, base, person, **fields):
    membership = person.memberships.first()
    usual = {
        "reader": membership.pk if membership else "",
        "starts_on": "1 December 2026",
        "ends_on": "31/12/2099",
    }
    return client.post(f"{base}/assessment/access/", usual | fields)


def test_an_administrator_gives_an_assessor_access(assessment, base, as_administrator, words):
    reader = make_assessor("Helen Whitworth")
    response = give(as_administrator, base, reader)
    assert response.headers["Location"] == f"{base}/assessment/access/"
    grant = ReaderGrant.objects.get()
    assert (grant.reader, grant.snapshot) == (reader, assessment.snapshot)
    assert (grant.starts_on, grant.ends_on) == (date(2026, 12, 1), date(2099, 12, 31))
    page = words(as_administrator.get(f"{base}/assessment/access/"))
    assert "Helen Whitworth has access until 31 December 2099" in page
    assert HistoryEntry.objects.filter(verb="evidence.access_granted").count() == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"reader": ""}, "Choose an assessor"),
        ({"starts_on": "soon"}, "Enter a real date, such as 21 November 2026"),
        ({"ends_on": ""}, "Enter a date, such as 21 November 2026"),
        ({"ends_on": "1 May 2020"}, "Enter a last day that is today or later"),
        ({"starts_on": "1/1/2100"}, "Enter a last day that is not before the first"),
    ],
)
def test_what_is_wrong_is_said_at_the_top_and_nothing_is_given(
    wrong, message, assessment, base, as_administrator, words
):
    response = give(as_administrator, base, make_assessor(), **wrong)
    assert response.status_code == 422
    assert f"There is a problem {message}" in words(response)
    assert not ReaderGrant.objects.exists()


def test_only_assessors_of_certification_bodies_are_offered(assessment, base, as_administrator):
    officer = make_user(Role.OFFICER, assessment.portfolio.service)
    council_assessor = make_user(Role.ASSESSOR, make_organisation())
    left = make_assessor()
    left.is_active = False
    left.save()
    for person in (officer, council_assessor, left):
        assert give(as_administrator, base, person).status_code == 422


def test_the_same_days_are_not_given_twice(assessment, base, as_administrator, words):
    reader = make_assessor("Helen Whitworth")
    give(as_administrator, base, reader)
    again = give(as_administrator, base, reader)
    assert "Helen Whitworth has access on these days already" in words(again)


def test_access_is_withdrawn_at_once_and_told(assessment, base, as_administrator, words):
    grant = make_grant(assessment, make_assessor("Helen Whitworth"))
    address = f"{base}/assessment/access/{grant.pk}/withdraw/"
    page = words(as_administrator.post(address, follow=True))
    assert "Withdrew the access of Helen Whitworth" in page
    assert "Withdrawn on" in page
    assert HistoryEntry.objects.filter(verb="evidence.access_withdrawn").count() == 1
    as_administrator.post(address)
    assert HistoryEntry.objects.filter(verb="evidence.access_withdrawn").count() == 1


def test_only_administrators_of_the_council_give_access(
    assessment, base, as_manager, as_governance, as_stranger
):
    grant = make_grant(assessment)
    for client, status in ((as_manager, 403), (as_governance, 403), (as_stranger, 404)):
        assert client.get(f"{base}/assessment/access/").status_code == status
        assert give(client, base, make_assessor()).status_code == status
        withdrawal = f"{base}/assessment/access/{grant.pk}/withdraw/"
        assert client.post(withdrawal).status_code == status


def test_access_to_another_visit_is_not_withdrawn_from_here(
    assessment, base, as_administrator, portfolio
):
    grant = make_grant(make_assessment())
    address = f"{base}/assessment/access/{grant.pk}/withdraw/"
    assert as_administrator.post(address).status_code == 404
    grant.refresh_from_db()
    assert grant.withdrawn_at is None


def test_access_holds_on_its_first_and_last_day_and_not_beside_them(assessment):
    today = timezone.localdate()
    one = timedelta(days=1)
    days = {
        (today, today): assessment,
        (today - one, today - one): AccessEnded,
        (today + one, today + one): Http404,
    }
    for (first, last), expected in days.items():
        reader = make_assessor()
        make_grant(assessment, reader, starts_on=first, ends_on=last)
        if isinstance(expected, type):
            with pytest.raises(expected):
                assessment_for_assessor(reader, assessment.pk)
        else:
            assert assessment_for_assessor(reader, assessment.pk) == expected


def test_access_given_again_after_it_ended_is_access(assessment):
    reader = make_assessor()
    withdraw_grant(grant=make_grant(assessment, reader), by=reader)
    make_grant(assessment, reader)
    assert assessment_for_assessor(reader, assessment.pk) == assessment


def test_a_stranger_gets_404_and_a_reader_of_the_council_403(
    assessment, as_stranger, as_officer, client
):
    address = f"/assessments/{assessment.pk}/"
    assert as_stranger.get(address).status_code == 404
    assert as_stranger.get("/assessments/999999/").status_code == 404
    assert as_officer.get(address).status_code == 403
    assert sign_in(client, make_assessor()).get(address).status_code == 404


@pytest.fixture
def ended(assessment):
    """A client whose access to the assessment has been withdrawn."""
    reader = make_assessor()
    withdraw_grant(grant=make_grant(assessment, reader), by=reader)
    return sign_in(Client(), reader)


BENEATH = [
    "",
    "elements/1.1.1/",
    "elements/9.9.9/",
    "files/1/",
    "files/999999/view/",
    "conclude/",
    "summary/",
    "no/such/page",
    "x" * 300,
]


def test_every_address_beneath_an_ended_access_answers_the_same_to_the_byte(ended, assessment):
    answers = {
        (response.status_code, response.content)
        for path in BENEATH
        for response in [ended.get(f"/assessments/{assessment.pk}/{path}")]
    }
    ((status, body),) = answers
    assert status == 403
    assert b"Your access has ended" in body


def test_nothing_is_written_through_an_ended_access(ended, assessment):
    before = HistoryEntry.objects.count()
    for path in ("elements/1.1.1/rate/", "complete/", "return/", "summary/make/"):
        response = ended.post(f"/assessments/{assessment.pk}/{path}", {})
        assert response.status_code == 403
        assert b"Your access has ended" in response.content
    assert HistoryEntry.objects.count() == before


def test_the_same_person_still_gets_404_for_another_assessment(ended):
    other = make_submitted()
    for path in BENEATH:
        assert ended.get(f"/assessments/{other.pk}/{path}").status_code == 404


def test_other_refusals_keep_their_own_page(assessment, base, as_officer):
    response = as_officer.get(f"{base}/assessment/open/")
    assert response.status_code == 403
    assert b"Your access has ended" not in response.content
    assert b"You may not do this" in response.content


def test_one_who_left_as_assessor_and_works_in_the_council_is_refused_plainly(assessment, ended):
    reader = ReaderGrant.objects.get().reader
    make_membership(reader, Role.OFFICER, assessment.portfolio.service)
    response = sign_in(Client(), reader).get(f"/assessments/{assessment.pk}/")
    assert response.status_code == 403
    assert b"You may not do this" in response.content
