"""Whoever runs the portal resets the second factor of somebody who belongs to two councils."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.enums import Role
from accounts.history.sentences import sentence_of
from accounts.models import HistoryEntry, HistoryText
from tests.builders.people import make_organisation, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_two():
    user = make_user(Role.ADMINISTRATOR, make_organisation("One"), name="Tess Two")
    user.memberships.create(organisation=make_organisation("Two"), role=Role.GOVERNANCE)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return user


def test_it_is_taken_away_and_they_are_told_and_signed_out(
    of_two, capsys, django_capture_on_commit_callbacks
):
    client = sign_in(Client(), of_two)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("reset_second_factor", of_two.email.upper(), "--reason", "Lost, IT-77")
    assert not Authenticator.objects.exists()
    assert client.get("/account/").status_code == 302
    [letter] = mail.outbox
    assert letter.to == [of_two.email]
    assert "Whoever runs the portal reset the second factor" in letter.body
    entry = HistoryEntry.objects.latest("sequence")
    assert (entry.actor_id, entry.person_id) == (None, of_two.pk)
    words = HistoryText.objects.get(entry_sequence=entry.sequence).words
    told = "Reset the second factor of Tess Two, by command: Lost, IT-77"
    assert sentence_of(entry.verb, words) == told
    assert of_two.email in capsys.readouterr().out


@pytest.mark.parametrize(
    ("email", "reason", "why"),
    [("nobody@example.org", "Lost", "Nobody who may sign in"), ("", " ", "Say why")],
)
def test_a_wrong_address_or_no_reason_changes_nothing(of_two, email, reason, why):
    with pytest.raises(CommandError, match=why):
        call_command("reset_second_factor", email or of_two.email, "--reason", reason)
    assert Authenticator.objects.count() == 1
