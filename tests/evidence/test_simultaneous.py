"""People who do the same at the same time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from accounts.enums import Role
from accounts.history.verify import verify_chain
from evidence.models import EvidenceItem, EvidenceLink, EvidenceVersion
from tests.builders.evidence import make_portfolio
from tests.builders.files import pdf, upload
from tests.builders.people import make_team, make_user, sign_in

PEOPLE = 50
BLOCKS = ((401, 430), (431, 460))


@pytest.mark.django_db(transaction=True)
def test_fifty_people_adding_at_once_get_fifty_codes_without_a_gap(stored_files):
    """The first block is too small for all, so that they also meet at its end."""
    portfolio = make_portfolio()
    make_team(portfolio.service, blocks=BLOCKS)
    address = (
        f"/services/{portfolio.service.slug}/{portfolio.standard.slug}/elements/1.1.1/evidence/add"
    )
    clients = [sign_in(Client(), make_user(Role.OFFICER, portfolio.service)) for _ in range(PEOPLE)]
    together = Barrier(PEOPLE)

    def add(client_and_number):
        client, number = client_and_number
        file = upload("plan.pdf", pdf(f"plan {number}"))
        together.wait()
        try:
            response = client.post(address, {"files": file}, headers={"accept": "application/json"})
            return response.status_code, response.json().get("code")
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = list(pool.map(add, zip(clients, range(PEOPLE), strict=True)))
    expected = {f"CSS{number}" for number in range(401, 401 + PEOPLE)}
    assert {status for status, _code in answers} == {201}
    assert {code for _status, code in answers} == expected
    assert set(EvidenceItem.objects.values_list("code", flat=True)) == expected
    positions = EvidenceLink.objects.order_by("position").values_list("position", flat=True)
    assert list(positions) == list(range(1, PEOPLE + 1))
    assert stored_files() == EvidenceVersion.objects.count() == PEOPLE
    assert verify_chain().sound
