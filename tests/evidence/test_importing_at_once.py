"""Several people who confirm imports into one portfolio at the same time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from accounts.enums import Role
from accounts.history.verify import verify_chain
from evidence.models import EvidenceItem, EvidenceLink, PendingImport, SummaryImport
from tests.builders.evidence import make_pending_import, make_portfolio
from tests.builders.people import make_user, sign_in

PEOPLE = 6
BOTH = "1.1.1: We do what 1.1.1 asks.\n\nNew Evidence\n\nCSS301: Survey\n\nCSS302: {}\n"


@pytest.mark.django_db(transaction=True)
def test_of_six_people_who_confirm_two_documents_one_succeeds_and_the_others_are_told():
    portfolio = make_portfolio()
    base = f"/services/{portfolio.service.slug}/{portfolio.standard.slug}/imports/new"
    pending = [make_pending_import(portfolio, BOTH.format(t).encode()) for t in ("Poll", "Audit")]
    clients = [sign_in(Client(), make_user(Role.OFFICER, portfolio.service)) for _ in range(PEOPLE)]
    addresses = [f"{base}/{pending[at % 2].pk}/" for at in range(PEOPLE)]
    seen = [
        client.get(address).context["plan"].mark()
        for client, address in zip(clients, addresses, strict=True)
    ]
    together = Barrier(PEOPLE)

    def confirm(at):
        together.wait()
        try:
            return clients[at].post(f"{addresses[at]}confirm", {"seen": seen[at]}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        statuses = set(pool.map(confirm, range(PEOPLE)))
    assert statuses <= {302, 404}, "404 for whoever finds it confirmed already"
    assert SummaryImport.objects.get().counts["created"] == {"evidence": 2, "links": 2}
    assert sorted(EvidenceItem.objects.values_list("code", flat=True)) == ["CSS301", "CSS302"]
    places = EvidenceLink.objects.order_by("position").values_list("item__code", "position")
    assert list(places) == [("CSS301", 1), ("CSS302", 2)]
    assert PendingImport.objects.count() == 1, "the other document still waits"
    assert verify_chain().sound
