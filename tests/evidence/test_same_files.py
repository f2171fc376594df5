"""Files that are here already, and forms that are sent twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client

from accounts.enums import Role
from evidence.models import EvidenceItem, EvidenceLink, EvidenceVersion
from tests.builders.evidence import (
    make_item,
    make_link,
    make_portfolio,
    make_version,
    make_withdrawn,
)
from tests.builders.files import pdf, upload, zipped
from tests.builders.people import make_membership, make_service, make_team, make_user, sign_in

pytestmark = pytest.mark.django_db

JSON = {"headers": {"accept": "application/json"}}
SAME = pdf("the very same")


@pytest.fixture
def address(base):
    return f"{base}/elements/1.1.1/evidence/add"


@pytest.fixture
def item(portfolio):
    item = make_item(portfolio, "Face to face analysis", number=201)
    make_version(item, SAME)
    return item


def send(client, address, content=SAME, **fields):
    return client.post(address, {"files": upload("copy.pdf", content), **fields}, **JSON)


def send_by_form(client, address, *files, **fields):
    sent = files or (("copy.pdf", SAME),)
    return client.post(address, {"files": [upload(*file) for file in sent], **fields})


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_the_officer_is_told_where_the_same_file_is(
    stored_files, as_officer, team, item, address, base
):
    response = send(as_officer, address)
    assert response.status_code == 409
    assert response.json() == {
        "error": "The same file is here already, as CSS201",
        "remedy": "This file was not added. Link CSS201 here instead.",
        "here": {
            "code": "CSS201",
            "title": "Face to face analysis",
            "url": f"{base}/evidence/CSS201/",
            "link_url": f"{base}/elements/1.1.1/evidence/link",
        },
    }
    assert EvidenceItem.objects.count() == EvidenceVersion.objects.count() == stored_files() == 1


def test_the_item_that_has_it_is_linked_instead(as_officer, team, item, address):
    here = send(as_officer, address).json()["here"]
    response = as_officer.post(here["link_url"], {"item": here["code"]}, **JSON)
    assert response.status_code == 201
    assert response.json()["message"] == "Linked CSS201: Face to face analysis to 1.1.1."
    assert EvidenceLink.objects.get().item == item
    again = as_officer.post(here["link_url"], {"item": here["code"]}, **JSON)
    assert (again.status_code, again.json()["error"]) == (
        409,
        "CSS201 is linked to 1.1.1 already.",
    )


def test_it_is_added_all_the_same_where_that_is_wanted(as_officer, team, item, address):
    response = send(as_officer, address, anyway="1")
    assert (response.status_code, response.json()["code"]) == (201, "CSS401")


def test_without_scripts_a_page_offers_to_link_or_to_add_all_the_same(
    as_officer, team, item, address, base
):
    response = send_by_form(as_officer, address, ("copy.pdf", SAME), ("new.pdf", pdf("new")))
    page = " ".join(response.content.decode().split())
    assert response.status_code == 409
    assert "Added CSS401: New." in page
    assert "This file is here already" in page and "same content as copy.pdf" in page
    assert f'<a href="{base}/evidence/CSS201/">Face to face analysis</a>' in page
    assert "Link CSS201 here instead" in page and "Choose the files again" in page

    response = as_officer.post(f"{base}/elements/1.1.1/evidence/link", {"item": "CSS201"})
    assert response.url == f"{base}/elements/1.1.1/#CSS201"
    response = send_by_form(as_officer, address, anyway="1")
    assert told(response)[-1] == "Added CSS402: Copy."


def test_several_that_are_here_are_linked_in_one_step(as_officer, portfolio, team, item, address):
    make_version(make_item(portfolio, "Charter", corporate=True, number=17), pdf("charter"))
    response = send_by_form(as_officer, address, ("a.pdf", SAME), ("b.pdf", pdf("charter")))
    page = response.content.decode()
    assert 'value="CSS201" checked' in page and 'value="C017" checked' in page
    address = address.replace("add", "link")
    response = as_officer.post(address, {"item": ["CSS201", "C017"]})
    assert EvidenceLink.objects.in_use().count() == 2


def test_what_the_officer_may_not_read_is_not_told(as_officer, portfolio, team, address):
    other = make_portfolio(make_service(portfolio.service.organisation, "Adult care", prefix="AC"))
    make_version(make_item(other, "Secret review"), SAME)
    make_version(make_item(make_portfolio(), "Of another council"), SAME)
    response = send(as_officer, address)
    assert response.status_code == 201


def test_what_is_in_another_service_of_the_officer_is_told_but_not_linked(
    as_officer, officer, portfolio, team, address
):
    other = make_portfolio(make_service(portfolio.service.organisation, "Libraries", prefix="L"))
    make_membership(officer, Role.OFFICER, other.service)
    make_version(make_item(other, "Opening hours", number=7), SAME)
    answer = send(as_officer, address).json()
    assert answer["error"] == "The same file is here already, as L007"
    assert answer["remedy"] == "It belongs to Libraries, so it cannot be linked here."
    assert not answer["here"]["link_url"]


def test_withdrawn_and_linked_items_are_told_without_an_offer_to_link(
    as_officer, portfolio, team, item, address
):
    link = make_link(portfolio, item)
    answer = send(as_officer, address).json()
    assert answer["remedy"] == "It is linked to 1.1.1 already." and not answer["here"]["link_url"]
    make_withdrawn(link.item)
    answer = send(as_officer, address).json()
    assert answer["remedy"] == "It is withdrawn. Restore it to use it again."


def test_the_same_file_twice_in_one_sending_makes_one_item(as_officer, team, address):
    send_by_form(as_officer, address, ("a.pdf", SAME), ("b.pdf", SAME))
    assert EvidenceItem.objects.count() == 1


def test_the_same_form_sent_twice_makes_one_item_and_answers_the_same(
    as_officer, team, address, stored_files
):
    number = uuid4()
    first, second = (send(as_officer, address, sending=number) for _ in range(2))
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert first.json()["code"] == "CSS401"
    assert EvidenceItem.objects.count() == EvidenceLink.objects.count() == stored_files() == 1


def test_without_scripts_too_the_second_sending_says_what_the_first_did(as_officer, team, address):
    files = [(f"{name}.pdf", pdf(name)) for name in "ab"]
    number = uuid4()
    for _ in range(2):
        response = send_by_form(as_officer, address, *files, sending=number)
        assert response.status_code == 302
    assert told(response)[-1] == "Added 2 files: CSS401: A; CSS402: B."
    assert EvidenceItem.objects.count() == 2


def test_an_archive_sent_twice_adds_each_of_its_files_once(as_officer, team, address):
    archive = zipped({f"{name}.pdf": pdf(name) for name in "ab"})
    number = uuid4()
    for _ in range(2):
        response = send(as_officer, address, archive, sending=number)
        assert response.json()["message"] == "2 of 2 files added"
    assert EvidenceItem.objects.count() == 2


def test_other_files_in_a_form_that_was_sent_before_are_added(as_officer, team, address):
    number = uuid4()
    send(as_officer, address, pdf("first"), sending=number)
    assert send(as_officer, address, pdf("second"), sending=number).json()["code"] == "CSS402"


def test_the_number_of_a_form_tells_nobody_of_what_others_sent(as_officer, team, address):
    number = uuid4()
    send(as_officer, address, sending=number)
    stranger = make_portfolio()
    make_team(stranger.service, blocks=[(1, 9)])
    client = sign_in(Client(), make_user(Role.OFFICER, stranger.service))
    there = f"/services/{stranger.service.slug}/{stranger.standard.slug}/elements/1.1.1"
    response = send(client, f"{there}/evidence/add", sending=number)
    assert response.json()["code"] == f"{stranger.service.prefix}001"


@pytest.mark.parametrize("number", ["", "not a number", "0" * 500])
def test_a_form_without_a_number_that_can_be_read_is_taken_all_the_same(
    number, as_officer, team, address
):
    assert send(as_officer, address, sending=number).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_two_sendings_at_the_same_moment_make_one_item(stored_files):
    portfolio = make_portfolio()
    make_team(portfolio.service)
    slugs = f"{portfolio.service.slug}/{portfolio.standard.slug}"
    address = f"/services/{slugs}/elements/1.1.1/evidence/add"
    officer, number = make_user(Role.OFFICER, portfolio.service), uuid4()
    clients = [sign_in(Client(), officer) for _ in range(6)]
    together = Barrier(len(clients))

    def post(client):
        together.wait()
        try:
            response = send(client, address, sending=number)
            return response.status_code, response.json()["code"]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as pool:
        answers = set(pool.map(post, clients))
    assert answers == {(201, "CSS401")}
    assert EvidenceItem.objects.count() == EvidenceVersion.objects.count() == stored_files() == 1
