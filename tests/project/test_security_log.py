"""What the log says, and what nobody can make it say."""

import logging
import re
from datetime import datetime, timedelta
from io import StringIO
from logging.config import dictConfig

import pytest
from django.utils import timezone

from accounts.actions import invite
from accounts.models import Invitation
from cse_portal.settings.base import LOGGING
from tests.builders.people import make_organisation, make_user

pytestmark = pytest.mark.any_database

BEGINS = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (INFO|WARNING|ERROR) ")
FORGED = "x\n2026-11-22T10:00:00.000Z INFO django.security An honest line\x1b[2K\r"


@pytest.fixture
def written():
    """What the log has, as it is set up wherever the portal runs."""
    stream = StringIO()
    before = logging.root.handlers[:]
    console = LOGGING["handlers"]["console"] | {"stream": stream}
    dictConfig(LOGGING | {"handlers": {"console": console}})
    yield stream.getvalue
    for handler in logging.root.handlers[:]:
        logging.root.removeHandler(handler)
    for handler in before:
        logging.root.addHandler(handler)


def test_a_line_says_when_in_universal_time(written):
    logging.getLogger("evidence").warning("Something happened")
    line = written()
    assert BEGINS.match(line) and line.endswith("WARNING evidence Something happened\n")
    said = datetime.fromisoformat(line.split()[0].replace("Z", "+00:00"))
    assert abs(timezone.now() - said) < timedelta(minutes=1)


def test_what_somebody_sent_cannot_pass_for_another_line(written):
    try:
        int(FORGED)
    except ValueError:
        logging.getLogger("evidence").exception("Not read: %s", FORGED)
    lines = written().splitlines()
    assert len([line for line in lines if BEGINS.match(line)]) == 1
    assert all(line.startswith("    ") for line in lines[1:])
    assert not set("\x1b\r") & set(written())


@pytest.mark.django_db
def test_the_link_of_an_invitation_does_not_get_into_the_log(client, written):
    council, helen = make_organisation(), make_user()
    helen.set_unusable_password()
    helen.save()
    ticket = invite(user=helen, organisation=council, by=make_user())
    client.post(f"/invitations/{ticket.token}/", {"name": "Helen", "password1": "short"})
    Invitation.objects.update(withdrawn_at=timezone.now())
    client.get(f"/invitations/{ticket.token}/")
    client.get("/invitations/nobody-has-this-one/")
    lines = [line for line in written().splitlines() if "/invitations/" in line]
    assert len(lines) == 3 and all("/invitations/…/" in line for line in lines)
    assert ticket.token not in written()
