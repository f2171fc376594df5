"""Lists of evidence kept at hand and sent to others."""

import pytest
from django.test import Client

from accounts.enums import Role
from evidence.models import SavedList
from tests.builders.evidence import make_item, make_link
from tests.builders.people import make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(portfolio):
    return sign_in(Client(), make_user(Role.OFFICER, portfolio.service))


@pytest.fixture(autouse=True)
def shelf(portfolio):
    make_link(portfolio, make_item(portfolio, number=1), "1.1.1")
    make_item(portfolio, number=2)


def said_on(response):
    return " ".join(response.content.decode().split())


def test_a_list_is_kept_under_a_name_for_its_reader_alone(as_officer, colleague, base):
    form = as_officer.get(f"{base}/lists/save?list=status=new%26page=3%26element=")
    assert form.context["form"]["list"].value() == "status=new"
    sent = {"name": "For the visit", "list": "status=new"}
    page = as_officer.post(f"{base}/lists/save", sent, follow=True)
    assert page.redirect_chain == [(f"{base}/evidence/?status=new", 302)]
    assert "Saved as “For the visit”." in said_on(page)
    assert f'href="{base}/evidence/?status=new" aria-current="page"><span>For the' in said_on(page)
    assert "For the visit" not in said_on(colleague.get(f"{base}/evidence/"))


def test_a_name_that_is_taken_is_replaced_only_when_asked(as_officer, base):
    address = f"{base}/lists/save"
    as_officer.post(address, {"name": "Mine", "list": "status=new"})
    page = as_officer.post(address, {"name": "Mine", "list": "status=active"})
    assert "You have a list with this name" in said_on(page)
    assert "Replace the list that has this name" in said_on(page)
    as_officer.post(address, {"name": "Mine", "list": "status=active", "replace": "on"})
    assert [kept.query for kept in SavedList.objects.all()] == ["status=active"]


def test_a_list_without_a_name_is_not_kept(as_officer, base):
    page = as_officer.post(f"{base}/lists/save", {"name": " ", "list": "status=new"})
    assert "Enter a name for the list" in said_on(page) and not SavedList.objects.exists()


def test_a_list_is_removed_by_its_reader_alone(as_officer, colleague, base):
    as_officer.post(f"{base}/lists/save", {"name": "Mine", "list": "status=new"})
    kept = SavedList.objects.get()
    address = f"{base}/lists/forget"
    for sent in (kept.pk, "nonsense", ""):
        page = colleague.post(address, {"kept": sent}, follow=True)
        assert "This list was removed already." in said_on(page)
    page = as_officer.post(address, {"kept": kept.pk}, follow=True)
    assert "The list “Mine” was removed." in said_on(page) and not SavedList.objects.exists()


def test_the_address_of_the_list_is_there_to_be_sent(as_officer, base):
    page = said_on(as_officer.get(f"{base}/evidence/?status=new&team=&words=&page=1"))
    assert f'value="http://testserver{base}/evidence/?status=new"' in page
