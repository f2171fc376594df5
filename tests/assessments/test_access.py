"""Assessors' access: given, withdrawn, ended; and one page for all beneath what has ended."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.history.sentences import REFUSAL, verbs_of
from accounts.models import HistoryEntry, User
from assessments.models import Draft
from assessments.scope import AccessEnded, assessment_for_assessor
from evidence.actions import withdraw_grant
from evidence.models import ReaderGrant
from tests.builders.assessments import (
    make_assessment,
    make_assessor,
    make_grant,
    make_submitted,
    row_of,
)
from tests.builders.people import (
    make_membership,
    make_service,
    make_user,
    sign_in,
)
from tests.project.visitors import TOKEN

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(portfolio):
    return make_submitted(portfolio)


def give(client, base, person=None, **fields):
    usual = {
        "email": person.email if person else "",
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
        ({"email": ""}, "Enter email address of the assessor"),
        ({"email": "helen"}, "Enter a valid email address"),
        ({"email": "new@example.org"}, "Enter the name of the assessor"),
        ({"email": "new@example.org", "name": "Win at http://x.test"}, "Enter a name, without"),
        ({"starts_on": "soon"}, "Enter a real date, such as 21 November 2026"),
        ({"ends_on": ""}, "Enter a date, such as 21 November 2026"),
        ({"ends_on": "1 May 2020"}, "Enter a last day that is today or later"),
        ({"starts_on": "1/1/2100"}, "Enter a last day that is not before the first"),
    ],
)
def test_what_is_wrong_is_said_at_the_top_and_nothing_is_given(
    wrong, message, assessment, base, as_administrator, words
):
    people = User.objects.count()
    response = give(as_administrator, base, make_assessor(), **wrong)
    assert response.status_code == 422
    assert f"There is a problem {message}" in words(response)
    assert not ReaderGrant.objects.exists()
    assert User.objects.count() == people + 1, "only the assessor that the test made"


def test_assessors_who_were_at_the_council_before_are_suggested(assessment, base, as_administrator):
    helen, left = make_assessor("Helen Whitworth"), make_assessor("Somebody Gone")
    elsewhere = make_assessor("Of Another Council")
    make_grant(make_submitted(), elsewhere)
    for reader in (helen, left, make_user(name="Of No Body")):
        make_grant(assessment, reader)
    User.objects.filter(pk=left.pk).update(is_active=False)
    page = as_administrator.get(f"{base}/assessment/access/").content.decode()
    options = re.findall(r'<option value="([^"]+)">([^<,]+)', page)
    assert options == [(helen.email, "Helen Whitworth")]


def test_nobody_assesses_their_own_council(assessment, base, as_administrator, words):
    service = assessment.portfolio.service
    for role, place in (
        (Role.OFFICER, service),
        (Role.MANAGER, make_service(service.organisation, prefix="HSG")),
        (Role.GOVERNANCE, service.organisation),
    ):
        person = make_user(role, place, name="Ann Insider")
        response = give(as_administrator, base, person)
        assert response.status_code == 422
        assert f"Ann Insider works for {service.organisation}" in words(response)
    assert not ReaderGrant.objects.exists()


def test_the_person_of_a_closed_account_is_not_let_in(assessment, base, as_administrator, words):
    gone = make_assessor()
    User.objects.filter(pk=gone.pk).update(is_active=False)
    assert "The account of this person is closed" in words(give(as_administrator, base, gone))


def test_the_same_days_are_not_given_twice(assessment, base, as_administrator, words):
    reader = make_assessor("Helen Whitworth")
    give(as_administrator, base, reader)
    again = give(as_administrator, base, reader, email=reader.email.upper())
    assert "Helen Whitworth has access on these days already" in words(again)


def test_the_days_of_an_access_are_changed_and_bite_at_once(
    assessment, base, as_administrator, words
):
    grant = make_grant(assessment, make_assessor("Helen Whitworth"))
    reader = sign_in(Client(), grant.reader)
    desk = f"/assessments/{assessment.pk}/elements/1.1.1/"
    address = f"{base}/assessment/access/{grant.pk}/days/"
    assert reader.get(desk).status_code == 200
    assert "Change the days of Helen Whitworth" in words(as_administrator.get(address))
    later = {"starts_on": "1 January 2099", "ends_on": "31 January 2099"}
    page = words(as_administrator.post(address, later, follow=True))
    assert "Changed the days of Helen Whitworth" in page
    assert "Begins on 1 January 2099" in page
    assert reader.get(desk).status_code == 404
    assert HistoryEntry.objects.filter(verb="evidence.access_changed").count() == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"ends_on": "1 May 2020"}, "Enter a last day that is today or later"),
        ({"starts_on": "1/1/2100"}, "Enter a last day that is not before the first"),
        ({"ends_on": "31/12/2099"}, "has access on these days already"),
        ({"starts_on": ""}, "Enter a date"),
    ],
)
def test_days_that_cannot_be_are_refused(wrong, message, assessment, base, as_administrator, words):
    reader = make_assessor()
    grant = make_grant(assessment, reader)
    far = date(2099, 1, 1)
    make_grant(assessment, reader, starts_on=far, ends_on=far + timedelta(days=700))
    given = {"starts_on": "1 December 2026", "ends_on": "2 December 2098"} | wrong
    response = as_administrator.post(f"{base}/assessment/access/{grant.pk}/days/", given)
    assert response.status_code == 422
    assert message in words(response)
    assert not HistoryEntry.objects.filter(verb="evidence.access_changed").exists()


def test_access_that_is_over_is_not_brought_back_by_its_days(
    assessment, base, as_administrator, words
):
    reader = make_assessor("Helen Whitworth")
    grant = make_grant(assessment, reader)
    withdraw_grant(grant=grant, by=reader)
    given = {"starts_on": "1 December 2026", "ends_on": "2 December 2098"}
    response = as_administrator.post(f"{base}/assessment/access/{grant.pk}/days/", given)
    assert "This access is over" in words(response)
    page = as_administrator.get(f"{base}/assessment/access/").content.decode()
    [again] = re.findall(r'href="([^"]+again=[^"#]+)', page)
    form = as_administrator.get(again).content.decode()
    assert f'value="{reader.email}"' in form
    assert give(as_administrator, base, reader).status_code == 302


def test_each_access_says_how_it_stands(assessment, base, as_administrator, words):
    today, day = timezone.localdate(), timedelta(days=1)
    make_grant(assessment)
    make_grant(assessment, starts_on=today + day, ends_on=today + day)
    make_grant(assessment, starts_on=today - day, ends_on=today - day)
    withdraw_grant(grant=make_grant(assessment), by=make_user())
    page = words(as_administrator.get(f"{base}/assessment/access/"))
    for state in ("Has access", "Begins on", "Ended on", "Withdrawn on"):
        assert page.count(f" {state} ") == 1, state
    assert page.count(" Withdraw the access of ") == 2
    assert page.count(" Give access again ") == 2


@pytest.mark.parametrize("size", [1, 12])
def test_the_list_takes_the_same_statements_at_any_size(
    size, assessment, base, as_administrator, django_assert_num_queries
):
    for _number in range(size):
        make_grant(assessment)
    as_administrator.get(f"{base}/assessment/access/")
    with django_assert_num_queries(7):
        as_administrator.get(f"{base}/assessment/access/")


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
        for deed in ("withdraw", "send", "days"):
            address = f"{base}/assessment/access/{grant.pk}/{deed}/"
            assert client.post(address).status_code == status


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
        (response.status_code, TOKEN.sub(b"", response.content))
        for path in BENEATH
        for response in [ended.get(f"/assessments/{assessment.pk}/{path}")]
    }
    ((status, body),) = answers
    assert status == 403
    assert b"Your access has ended" in body


def test_nothing_is_written_through_an_ended_access(ended, assessment):
    deeds = HistoryEntry.objects.exclude(verb__in=verbs_of(REFUSAL))
    before = deeds.count()
    for path in ("elements/1.1.1/rate/", "complete/", "return/", "summary/make/"):
        response = ended.post(f"/assessments/{assessment.pk}/{path}", {})
        assert response.status_code == 403
        assert b"Your access has ended" in response.content
    assert deeds.count() == before


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


def test_the_page_says_why_and_whom_to_ask(assessment, ended, words):
    grant = ReaderGrant.objects.get()
    page = words(ended.get(f"/assessments/{assessment.pk}/"))
    council = assessment.portfolio.service.organisation
    assert f"{council} withdrew your access to {assessment.label}" in page
    assert f"ask {grant.granted_by} of {council}" in page
    today, day = timezone.localdate(), timedelta(days=1)
    ReaderGrant.objects.update(withdrawn_at=None, starts_on=today - day, ends_on=today - day)
    page = words(ended.get(f"/assessments/{assessment.pk}/"))
    assert "ended after its last day" in page


TYPED = {"rating": "met", "finding": "Half a sent", "revision": "0"}


def test_a_comment_refused_is_kept_and_is_back_with_the_access(assessment, ended, words):
    grant = ReaderGrant.objects.get()
    desk = f"/assessments/{assessment.pk}/elements/1.1.1/"
    known = TOKEN.sub(b"", ended.get(desk).content)
    for posted in (TYPED, TYPED | {"finding": "Half a sentence", "window": str(uuid4())}):
        refused = ended.post(f"{desk}rate/", posted)
        assert refused.status_code == 403
        assert TOKEN.sub(b"", refused.content) == known, "the same to the byte"
    assert row_of(assessment).finding == ""
    make_grant(assessment, grant.reader)
    page = ended.get(desk).content.decode()
    assert ">\nHalf a sentence</textarea>" in page
    other = make_assessor()
    make_grant(assessment, other)
    assert "Half a sentence" not in sign_in(Client(), other).get(desk).content.decode()


def test_what_was_kept_while_typing_is_brought_up_to_date_by_the_refused_form(assessment):
    reader, window = make_assessor(), str(uuid4())
    grant = make_grant(assessment, reader)
    client = sign_in(Client(), reader)
    desk = f"/assessments/{assessment.pk}/elements/1.1.1/"
    client.post(f"{desk}draft/", TYPED | {"window": window})
    withdraw_grant(grant=grant, by=reader)
    kept = {"window": window, "finding": "Half a sentence", "typed": "1700000000000"}
    sent = {"window": window, "finding": "Half a sentence, and more"}
    for path, posted in (("draft", kept), ("rate", sent)):
        answer = client.post(f"{desk}{path}/", TYPED | posted)
        assert answer.status_code == 403
        assert Draft.objects.get().fields["finding"] == [posted["finding"]]


def test_a_private_note_is_not_kept_once_the_access_has_ended(assessment, ended):
    address = f"/assessments/{assessment.pk}/elements/1.1.1/rate/"
    ended.post(address, TYPED | {"note": "Quite private", "note-revision": "0"})
    assert "private" not in str(Draft.objects.get().fields)


def test_whoever_has_no_access_any_more_fills_nothing_up(assessment, ended):
    address = f"/assessments/{assessment.pk}/elements/1.1.1/rate/"
    for _number in range(5):
        ended.post(address, TYPED | {"window": str(uuid4())})
    ended.post(address, TYPED | {"finding": "x" * 60_000})
    ended.post(address, TYPED | {"revision": "9" * 40})
    ended.post(f"/assessments/{assessment.pk}/elements/9.9.9/rate/", TYPED)
    ended.post(f"/assessments/{assessment.pk}/complete/", TYPED)
    assert Draft.objects.count() == 1


def test_strangers_and_the_council_keep_no_draft_there(assessment, as_stranger, as_officer):
    for client, status in ((as_stranger, 404), (as_officer, 403)):
        address = f"/assessments/{assessment.pk}/elements/1.1.1/rate/"
        assert client.post(address, TYPED).status_code == status
    assert not Draft.objects.exists()
