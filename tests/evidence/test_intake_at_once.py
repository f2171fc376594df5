"""The same files added at the same moment, from two windows or by two people."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from accounts.enums import Role
from accounts.history.verify import verify_chain
from accounts.models import Service
from evidence.custody import check_custody
from evidence.models import EvidenceItem, EvidenceVersion, Intake, IntakeFile
from tests.builders.evidence import make_item, make_portfolio
from tests.builders.files import pdf, upload
from tests.builders.people import make_team, make_user, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def base(stored_files):
    portfolio = make_portfolio()
    make_team(portfolio.service)
    make_item(portfolio, "Face to Face Customer Analysis", number=201)
    return f"/services/{portfolio.service.slug}/{portfolio.standard.slug}"


def officer_of(base):
    return make_user(Role.OFFICER, Service.objects.get(slug=base.split("/")[2]))


def dropped(client, base, *names):
    """The address of the page on which the files wait, and what its form would send."""
    page = client.post(f"{base}/add/", {"files": [upload(n, pdf(n)) for n in names]}).url
    said: dict = {"row": []}
    for row in client.get(page).context["page"].rows:
        said["row"].append(row.file.pk)
        said |= {f"{row.file.pk}-{name}": value for name, value in row.values.items() if value}
    return page, said


def together(*calls):
    barrier = Barrier(len(calls))

    def begin(call):
        barrier.wait()
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(begin, calls))


def test_two_windows_add_the_files_once(base, stored_files):
    user = officer_of(base)
    clients = [sign_in(Client(), user) for _window in range(4)]
    page, said = dropped(clients[0], base, "CSS201.pdf", "new.pdf", "newer.pdf")
    answers = together(*[lambda c=c: c.post(f"{page}confirm", said) for c in clients])
    assert {answer.status_code for answer in answers} == {302}
    assert EvidenceItem.objects.count() == 3
    assert EvidenceVersion.objects.count() == stored_files() == 3
    assert check_custody().sound and verify_chain().sound


def test_two_people_give_one_item_a_file_and_the_second_is_told(base, stored_files):
    clients = [sign_in(Client(), officer_of(base)) for _person in range(2)]
    sendings = [
        dropped(client, base, f"CSS201 {word}.pdf")
        for client, word in zip(clients, ("mine", "yours"), strict=True)
    ]
    answers = together(
        *[
            lambda c=c, page=page, said=said: c.post(f"{page}confirm", said)
            for c, (page, said) in zip(clients, sendings, strict=True)
        ]
    )
    assert EvidenceVersion.objects.count() == 1
    assert Intake.objects.filter(confirmed_at__isnull=True).count() == 1
    waiting = IntakeFile.objects.get(storage_key__isnull=False)
    assert waiting.choice["said"]["do"] == "CSS201"
    assert stored_files() == 2 and len(answers) == 2


def test_the_same_file_sent_twice_at_once_is_here_once(base, stored_files):
    user = officer_of(base)
    clients = [sign_in(Client(), user) for _window in range(4)]
    json = {"accept": "application/json"}
    where = clients[0].post(f"{base}/add/", headers=json).json()["files"]
    together(
        *[
            lambda c=c: c.post(where, {"files": upload("a.pdf", pdf("a"))}, headers=json)
            for c in clients
        ]
    )
    assert IntakeFile.objects.count() == stored_files() == 1


def test_new_codes_are_drawn_without_a_gap_by_people_who_add_at_once(base):
    clients = [sign_in(Client(), officer_of(base)) for _person in range(4)]
    sendings = [
        dropped(client, base, *[f"{at} {word}.pdf" for word in ("alpha", "beta", "gamma")])
        for at, client in enumerate(clients)
    ]
    together(
        *[
            lambda c=c, page=page, said=said: c.post(f"{page}confirm", said)
            for c, (page, said) in zip(clients, sendings, strict=True)
        ]
    )
    numbers = EvidenceItem.objects.filter(number__gte=401).values_list("number", flat=True)
    assert list(numbers) == list(range(401, 413))
