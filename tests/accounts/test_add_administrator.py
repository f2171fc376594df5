"""The first administrator of an installation is made by command, since nobody registers."""

import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from accounts.models import NumberBlock, Organisation, Service, User
from evidence.actions import draw_code
from evidence.models import Portfolio
from tests.builders.people import make_organisation, make_service, make_user

pytestmark = pytest.mark.django_db


def run(capsys, *arguments):
    call_command("add_administrator", *arguments)
    return capsys.readouterr().out


def test_a_new_council_and_its_administrator_who_sets_a_password_by_the_link(
    client, capsys, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        out = run(
            capsys, "ada@example.org", "--organisation", "bute", "--create", "Bute", "--name", "Ada"
        )
    link = re.search(r"http\S+(/invitations/\S+)", out)[1]
    assert link in mail.outbox[0].body
    assert "You are to look after the portal of Bute" in client.get(link, follow=True).text
    given = {"name": "Ada", "password1": "three random words", "password2": "three random words"}
    assert client.post(link, given).status_code == 302
    assert client.get("/organisations/bute/people/").status_code in (200, 302)
    assert Organisation.objects.get().number_blocks.count() == 1
    assert list(User.objects.get().memberships.values_list("role", flat=True)) == ["administrator"]


def test_again_it_makes_a_new_link_and_changes_nothing_else(client, capsys):
    make_organisation("Bute")
    first = run(capsys, "ada@example.org", "--organisation", "bute")
    second = run(capsys, "ADA@example.org", "--organisation", "bute")
    old, new = (re.search(r"(/invitations/\S+)", out)[1] for out in (first, second))
    assert [client.get(link, follow=True).status_code for link in (old, new)] == [410, 200]
    assert User.objects.get().memberships.count() == 1


def test_whoever_has_a_password_keeps_it(capsys):
    make_organisation("Bute")
    make_user(email="ada@example.org")
    assert "as they do already" in run(capsys, "ada@example.org", "--organisation", "bute")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("ada@example.org", "--organisation", "nowhere"), "there is bute"),
        (("not-an-address", "--organisation", "bute"), "no email address"),
        (("ada@example.org", "--organisation", "b b", "--create", "B"), "valid"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(arguments, says):
    make_organisation("Bute")
    with pytest.raises(CommandError, match=says):
        call_command("add_administrator", *arguments)
    assert not User.objects.exists()


def test_a_service_with_its_evidence_and_numbers_is_made_whole_or_not_at_all(capsys):
    make_organisation("Bute")
    call_command("load_standard", "fixtures/cse.json")
    given = ("--organisation", "bute", "--name", "Libraries", "--prefix", "LIB")
    call_command("add_service", "libraries", *given)
    assert "/services/libraries/cse/" in capsys.readouterr().out
    service = Service.objects.get()
    assert service.teams.get().number_blocks.count() == 1
    assert Portfolio.objects.get().service == service
    with pytest.raises(CommandError, match="prefix"):
        call_command("add_service", "other", *given[:-1], "lib 1")
    assert Service.objects.count() == 1


def test_a_service_that_is_there_gets_its_evidence_once(libraries):
    call_command("load_standard", "fixtures/cse.json")
    begin = ("add_service", "libraries", "--organisation", "bute")
    call_command(*begin)
    assert Portfolio.objects.get().service == libraries
    assert libraries.teams.count() == 0
    with pytest.raises(CommandError, match="already exists"):
        call_command(*begin, "--name", "Libraries", "--prefix", "LIB")


@pytest.fixture
def libraries():
    return make_service(make_organisation("Bute"), slug="libraries", prefix="LIB")


def give(*arguments):
    call_command("add_team", *arguments)


def test_a_team_draws_its_codes_from_the_numbers_it_was_given(libraries):
    give("Mobile library", "--service", "libraries", "--numbers", "201-202")
    team = libraries.teams.get(name="Mobile library")
    assert str(draw_code(organisation=libraries.organisation, team=team)) == "LIB201"


def test_numbers_are_open_to_one_team_alone(libraries):
    give("All", "--service", "libraries", "--numbers", "1-999")
    give("Mobile library", "--service", "libraries", "--numbers", "201-220")
    give("All", "--service", "libraries", "--numbers", "221-999")
    blocks = NumberBlock.objects.filter(team__service=libraries)
    assert sorted(str(block) for block in blocks.filter(is_closed=False)) == ["201–220", "221–999"]


@pytest.mark.parametrize(
    ("service", "numbers", "says"),
    [
        ("nowhere", "1-9", "no service nowhere"),
        ("libraries", "many", "write them as 201-220"),
        ("libraries", "9-1", "must not be below the first"),
    ],
)
def test_numbers_that_cannot_be_given_are_refused(libraries, service, numbers, says):
    with pytest.raises(CommandError, match=says):
        give("Mobile library", "--service", service, "--numbers", numbers)
    assert NumberBlock.objects.filter(team__service=libraries).count() == 0
