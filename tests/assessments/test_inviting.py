"""An assessor is invited by a letter, sets a password and is in; and notes go with the access."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.models import HistoryEntry, HistoryText, Invitation, Letter, User
from assessments.actions import delete_notes_without_access
from assessments.models import PrivateNote
from evidence.models import ReaderGrant
from tests.builders.assessments import (
    make_assessment,
    make_assessor,
    make_grant,
    make_submitted,
    row_of,
)
from tests.builders.letters import link_in
from tests.builders.people import make_membership, make_user, sign_in
from tests.project.visitors import TOKEN

pytestmark = pytest.mark.django_db

EMAIL = "helen@example.org"
NEW_PASSWORD = "three random words"


@pytest.fixture
def assessment(portfolio):
    return make_submitted(portfolio, label="Review 2")


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def invited(assessment, base, as_administrator, committed):
    """The link in the letter to somebody who is new here."""
    with committed():
        invite(as_administrator, base)
    return link_in()


def invite(client, base, **fields):
    usual = {
        "email": EMAIL,
        "name": "Helen Whitworth",
        "starts_on": f"{timezone.localdate():%d/%m/%Y}",
        "ends_on": "31/12/2099",
    }
    return client.post(f"{base}/assessment/access/", usual | fields)


def accept(client, link, **fields):
    usual = {"name": "Helen M. Whitworth", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    return client.post(link, usual | fields)


def grant_address(base, deed):
    return f"{base}/assessment/access/{ReaderGrant.objects.get().pk}/{deed}/"


def test_somebody_new_reads_the_letter_sets_a_password_and_is_at_the_desk(
    invited, assessment, base, as_administrator, client, words
):
    [letter] = mail.outbox
    council = assessment.portfolio.service.organisation
    assert letter.to == [EMAIL]
    assert f"{council} invites you to assess" in letter.subject
    assert "Review 2" in letter.body
    assert not Letter.objects.exists(), "the link is kept nowhere once the letter is sent"
    listed = words(as_administrator.get(f"{base}/assessment/access/"))
    assert "Helen Whitworth helen@example.org" in listed
    assert "Invited, not yet accepted" in listed
    assert f"of {council} has invited you" in words(client.get(invited, follow=True))
    assert accept(client, invited).url == "/"
    assert client.get(f"/assessments/{assessment.pk}/elements/1.1.1/").status_code == 200
    listed = words(as_administrator.get(f"{base}/assessment/access/"))
    assert "Helen M. Whitworth helen@example.org" in listed
    assert "Has access" in listed
    login = {"login": EMAIL, "password": NEW_PASSWORD}
    assert Client().post("/account/login/", login).status_code == 302


def test_until_the_password_is_set_nobody_signs_in(invited, client):
    assert not User.objects.get(email=EMAIL).has_usable_password()
    for password in ("", "!", NEW_PASSWORD):
        login = {"login": EMAIL, "password": password}
        assert client.post("/account/login/", login).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": ""}, "Enter your name"),
        ({"password1": "short", "password2": "short"}, "at least 12 characters"),
        ({"password1": "helen m. whitworth", "password2": "helen m. whitworth"}, "too similar"),
        ({"password1": "password1234", "password2": "password1234"}, "too common"),
        ({"password2": "three random word"}, "Type the same password in both boxes"),
    ],
)
def test_what_is_wrong_with_the_password_is_said(invited, client, words, wrong, message):
    response = accept(client, invited, **wrong)
    assert response.status_code == 422
    assert message in words(response)
    assert NEW_PASSWORD not in response.content.decode()
    assert not User.objects.get(email=EMAIL).has_usable_password()


def test_the_link_works_once(invited, client, words):
    accept(client, invited)
    other = Client()
    for response in (other.get(invited), accept(other, invited, password1="another one here")):
        assert response.status_code == 410
        assert "This invitation no longer works" in words(response)
    assert User.objects.get(email=EMAIL).check_password(NEW_PASSWORD)


def test_used_withdrawn_and_expired_links_say_the_same_and_name_nobody(
    invited, base, as_administrator, client
):
    Invitation.objects.update(
        sent_at=timezone.now() - timedelta(days=15), expires_at=timezone.now() - timedelta(days=1)
    )
    expired = client.get(invited)
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=1))
    assert client.get(invited, follow=True).status_code == 200
    as_administrator.post(grant_address(base, "withdraw"))
    withdrawn = client.get(invited)
    Invitation.objects.update(accepted_at=timezone.now(), withdrawn_at=None)
    used = client.get(invited)
    assert expired.status_code == 410
    assert len({TOKEN.sub(b"", each.content) for each in (expired, withdrawn, used)}) == 1
    assert EMAIL not in expired.content.decode()
    assert client.get("/invitations/no-such-token/").status_code == 404


def test_sending_again_makes_the_first_link_die(
    invited, base, as_administrator, client, committed, words
):
    with committed():
        page = as_administrator.post(grant_address(base, "send"), follow=True)
    assert f"Sent the invitation again to {EMAIL}" in words(page)
    again = link_in()
    assert again != invited
    assert client.get(invited).status_code == 410
    assert accept(client, again).status_code == 302
    assert ReaderGrant.objects.count() == 1
    with committed():
        page = as_administrator.post(grant_address(base, "send"), follow=True)
    assert "This invitation cannot be sent again" in words(page)
    assert len(mail.outbox) == 2


def test_only_a_digest_of_the_token_is_kept(invited):
    token = invited.split("/")[2]
    kept = Invitation.objects.values_list().get()
    assert token not in str(kept)
    assert token not in str(list(HistoryText.objects.values_list("words", flat=True)))


def test_each_step_is_in_the_history(invited, base, as_administrator, client):
    as_administrator.post(grant_address(base, "send"))
    as_administrator.post(grant_address(base, "withdraw"))
    verbs = list(HistoryEntry.objects.values_list("verb", flat=True))[-5:]
    assert verbs == [
        "evidence.access_granted",
        "accounts.invited",
        "accounts.invited_again",
        "evidence.access_withdrawn",
        "accounts.invitation_withdrawn",
    ]


def test_somebody_known_is_told_where_to_sign_in(
    assessment, base, as_administrator, committed, client
):
    known = make_assessor("Helen Whitworth")
    with committed():
        invite(as_administrator, base, email=f" {known.email.upper()} ", name="Somebody Else")
    [letter] = mail.outbox
    assert letter.to == [known.email]
    assert "Dear Helen Whitworth" in letter.body
    assert link_in() == f"/assessments/{assessment.pk}/"
    assert not Invitation.objects.exists()
    assert sign_in(client, known).get(link_in(), follow=True).status_code == 200


def test_one_invited_by_two_councils_sets_one_password(
    invited, assessment, base, as_administrator, committed, client
):
    other = make_submitted()
    service = other.portfolio.service
    elsewhere = sign_in(Client(), make_user(Role.ADMINISTRATOR, service.organisation))
    with committed():
        invite(elsewhere, f"/services/{service.slug}/{other.portfolio.standard.slug}")
    second = link_in()
    assert accept(client, second).status_code == 302
    assert Client().get(invited).status_code == 410
    for each in (assessment, other):
        assert client.get(f"/assessments/{each.pk}/elements/1.1.1/").status_code == 200


def test_the_days_of_an_invited_assessor_hold_from_the_first_sign_in(
    assessment, base, as_administrator, committed, client
):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with committed():
        invite(as_administrator, base, starts_on=f"{tomorrow:%d/%m/%Y}")
    accept(client, link_in())
    assert client.get(f"/assessments/{assessment.pk}/elements/1.1.1/").status_code == 404


def note(assessment, author, text="Ask about complaints"):
    return PrivateNote.objects.create(row=row_of(assessment), author=author, text=text)


def test_withdrawing_deletes_the_private_notes_of_that_assessor_there(
    assessment, base, as_administrator
):
    reader, colleague, other = make_assessor(), make_assessor(), make_assessment()
    grant = make_grant(assessment, reader)
    make_grant(assessment, colleague)
    make_grant(other, reader)
    note(assessment, reader)
    kept = [note(assessment, colleague), note(other, reader)]
    as_administrator.post(f"{base}/assessment/access/{grant.pk}/withdraw/")
    assert list(PrivateNote.objects.order_by("pk")) == kept


def test_notes_stay_while_the_assessor_has_other_access_to_the_assessment(
    assessment, base, as_administrator
):
    reader = make_assessor()
    today = timezone.localdate()
    grant = make_grant(assessment, reader, ends_on=today)
    make_grant(assessment, reader, starts_on=today + timedelta(days=1))
    kept = note(assessment, reader)
    as_administrator.post(f"{base}/assessment/access/{grant.pk}/withdraw/")
    assert list(PrivateNote.objects.all()) == [kept]


def test_the_chore_deletes_notes_of_access_that_ended_by_itself(assessment):
    today, day = timezone.localdate(), timedelta(days=1)
    gone, here = make_assessor(), make_assessor()
    make_grant(assessment, gone, starts_on=today - day, ends_on=today - day)
    make_grant(assessment, here, starts_on=today - day, ends_on=today)
    note(assessment, gone)
    kept = note(assessment, here)
    assert delete_notes_without_access() == 1
    assert list(PrivateNote.objects.all()) == [kept]


def test_what_was_noted_is_nowhere_in_the_history(assessment, base, as_administrator):
    reader = make_assessor()
    grant = make_grant(assessment, reader)
    note(assessment, reader, text="Quite private")
    as_administrator.post(f"{base}/assessment/access/{grant.pk}/withdraw/")
    told = str(list(HistoryText.objects.values_list("words", flat=True)))
    assert not re.search("private|note", told, re.IGNORECASE)


def test_an_administrator_elsewhere_may_still_be_an_assessor_here(
    assessment, base, as_administrator
):
    person = make_user(name="Two Hats")
    make_membership(person, Role.ADMINISTRATOR, make_submitted().portfolio.service.organisation)
    assert invite(as_administrator, base, email=person.email).status_code == 302
    assert person.has_usable_password()


def test_what_lets_in_does_not_stay_in_the_address(invited, client, words):
    page = client.get(invited)
    assert page.status_code == 302 and page.url == "/invitations/yours/"
    assert invited.split("/")[2] not in client.get(page.url).text
    assert Client().get(page.url).status_code == 410, "it lets nobody else in"
    assert accept(client, page.url).status_code == 302
    assert User.objects.get(email=EMAIL).check_password(NEW_PASSWORD)
    assert Client().get(page.url).status_code == client.get(page.url).status_code == 410
