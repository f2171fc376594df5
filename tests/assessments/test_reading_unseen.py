"""What an assessor has read is nobody else's to know before completion."""

import json
import re

import pytest
from django.test import Client

from accounts.models import HistoryEntry, User
from assessments.exports import whole_portfolio_data
from evidence.models import SnapshotLink
from tests.builders.people import sign_in
from tests.project.routes import routes
from tests.project.visitors import TOKEN
from tests.project.world import make_world

pytestmark = pytest.mark.django_db

# Not information governance, which sees readings in the history, and is there for that.
COUNCIL = ("manager", "officer")
# What differs each time a page is made, whoever reads.
UUID = rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"
SIGNED_NOW = rb":[0-9A-Za-z]{6}:[\w-]{43}"
EACH_TIME = re.compile(UUID + rb"|" + SIGNED_NOW)
BINARY = ".xlsx"  # says the same as the CSV beside it, and when it was made


@pytest.mark.any_database
def test_no_page_or_export_of_the_council_changes_when_the_assessor_reads():
    world = make_world()
    place = world.own
    clients = {name: _client_of(world.people[name]) for name in COUNCIL}

    def seen() -> dict[tuple[str, str], bytes]:
        return {
            (name, route.path): _body(client.get(route.address(place.values)))
            for name, client in clients.items()
            for route in routes()
            if (route.path == "" or route.path.startswith(("services", "assessments")))
            and not route.path.endswith(BINARY)
        }

    before, data = seen(), json.dumps(whole_portfolio_data(place.portfolio), default=str)
    assessor = _client_of(world.people["assessor"])
    for link in SnapshotLink.objects.filter(snapshot=place.assessment.snapshot):
        read = assessor.get(f"/assessments/{place.assessment.pk}/files/{link.pk}/view/")
        assert read.status_code == 200
    assert HistoryEntry.objects.filter(verb="evidence.read").exists()
    after = seen()
    assert [where for where in before if before[where] != after[where]] == []
    assert json.dumps(whole_portfolio_data(place.portfolio), default=str) == data


def _client_of(user: User | None) -> Client:
    assert user
    return sign_in(Client(), user)


def _body(response) -> bytes:
    body = response.getvalue() if response.streaming else response.content
    return EACH_TIME.sub(b"", TOKEN.sub(rb"\1", body))
