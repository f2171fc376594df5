"""Access that a restore suspended opens nothing until an administrator confirms it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import HistoryEntry
from assessments.actions import delete_notes_without_access, send_invitation_again
from assessments.models import PrivateNote
from assessments.scope import assessment_for_assessor
from assessments.transitions import NotPossibleNow
from evidence.models import ReaderGrant
from tests.builders.assessments import make_assessor, make_grant, make_submitted
from tests.builders.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(portfolio):
    return make_submitted(portfolio)


@pytest.fixture
def reader():
    return make_assessor("Helen Whitworth")


@pytest.fixture
def grant(assessment, reader):
    grant = make_grant(assessment, reader)
    suspend(grant)
    return grant


def suspend(grant):
    ReaderGrant.objects.filter(pk=grant.pk).update(suspended_at=timezone.now())


def test_it_opens_nothing_and_the_assessor_is_told_why(assessment, grant, reader, words):
    client = sign_in(Client(), reader)
    answers = {
        (answer.status_code, words(answer))
        for path in ("", "elements/1.1.1/", "files/1/", "summary/", "no/such/page")
        for answer in [client.get(f"/assessments/{assessment.pk}/{path}")]
    }
    assert {status for status, _body in answers} == {403}
    assert len(answers) == 1
    page = words(client.get(f"/assessments/{assessment.pk}/"))
    assert "Your access is suspended" in page
    assert "restored from a backup" in page
    assert "has ended" not in page
    home = words(client.get("/"))
    assert "Suspended until an administrator confirms it" in home


def test_an_administrator_sees_and_confirms_it(
    assessment, grant, reader, base, as_administrator, as_officer, words
):
    page = words(as_administrator.get(f"{base}/assessment/access/"))
    assert "Suspended since the restore of" in page
    address = f"{base}/assessment/access/{grant.pk}/confirm/"
    assert as_officer.post(address).status_code == 403
    told = words(as_administrator.post(address, follow=True))
    assert "Confirmed the access of Helen Whitworth" in told
    assert assessment_for_assessor(reader, assessment.pk) == assessment
    as_administrator.post(address)
    assert HistoryEntry.objects.filter(verb="evidence.access_confirmed").count() == 1


def test_one_that_begins_later_is_not_there_yet_and_then_suspended(assessment, reader):
    later = timezone.localdate() + timedelta(days=3)
    grant = make_grant(assessment, reader, starts_on=later)
    suspend(grant)
    today = ReaderGrant.objects.filter(pk=grant.pk)
    assert not today.over().exists()
    assert not today.live(on=later).exists()


def test_what_is_withdrawn_or_past_is_not_called_suspended(assessment, grant, reader, words):
    ReaderGrant.objects.update(withdrawn_at=timezone.now())
    page = words(sign_in(Client(), reader).get(f"/assessments/{assessment.pk}/"))
    assert "Your access has ended" in page
    assert "suspended" not in page


def test_private_notes_wait_for_the_confirmation(assessment, grant, reader):
    row = assessment.elements.first()
    PrivateNote.objects.create(row=row, author=reader, text="Ask about the survey")
    assert delete_notes_without_access() == 0
    ReaderGrant.objects.update(withdrawn_at=timezone.now())
    assert delete_notes_without_access() == 1


def test_an_invitation_is_sent_again_only_once_it_is_confirmed(assessment, grant, reader, base):
    reader.set_unusable_password()
    reader.save()
    with pytest.raises(NotPossibleNow):
        send_invitation_again(assessment=assessment, grant=grant, by=grant.granted_by)
