"""Administrators look after the people of their organisation, and of no other."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.actions import NotDone, bring_in, deactivate_person, give_role, invite, take_role
from accounts.enums import Role
from accounts.models import HistoryEntry, HistoryText, Invitation, Membership, User
from accounts.people import Place
from tests.builders.assessments import make_assessor, make_grant, make_submitted
from tests.builders.evidence import make_item, make_portfolio
from tests.builders.letters import link_in
from tests.builders.people import (
    PASSWORD,
    make_body,
    make_membership,
    make_organisation,
    make_service,
    make_user,
    sign_in,
)

pytestmark = pytest.mark.django_db

PEOPLE = "/organisations/own-council/people/"
NEW_PASSWORD = "three random words"


@pytest.fixture
def council(db):
    return make_organisation("Own Council")


@pytest.fixture
def service(council):
    return make_service(council, "Libraries")


@pytest.fixture
def administrator(council):
    return make_user(Role.ADMINISTRATOR, council, name="Ada Minton", email="ada@example.org")


@pytest.fixture
def as_administrator(administrator):
    return sign_in(Client(), administrator)


def change(client, user, action, **fields):
    return client.post(f"{PEOPLE}{user.pk}/change/", {"action": action} | fields)


def roles_of(user):
    return {(row.role, row.service and row.service.name) for row in user.memberships.all()}


def test_somebody_new_gets_a_letter_sets_a_password_and_is_what_they_were_called(
    as_administrator, service, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_administrator.post(
            f"{PEOPLE}invite/",
            {"email": "new@example.org", "name": "New Comer", "places": ["officer:libraries"]},
        )
    assert answer.status_code == 302
    [letter] = mail.outbox
    assert "officer, Libraries" in letter.body
    page = as_administrator.get(answer.url).text
    assert "Invited, has not signed in yet" in page
    given = {"name": "New Comer", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post(link_in(), given).status_code == 302
    assert roles_of(User.objects.get(email="new@example.org")) == {("officer", "Libraries")}
    entry = HistoryEntry.objects.get(verb="accounts.roles_changed")
    words = HistoryText.objects.get(entry_sequence=entry.sequence).words
    assert (words["before"], words["after"]) == ("no role", "officer, Libraries")
    assert entry.person_id == User.objects.get(email="new@example.org").pk


def test_somebody_who_is_in_the_portal_already_keeps_name_and_password(
    as_administrator, service, django_capture_on_commit_callbacks
):
    known = make_user(name="Known Already", email="known@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        as_administrator.post(
            f"{PEOPLE}invite/",
            {"email": "KNOWN@example.org", "name": "Other Name", "places": ["manager:libraries"]},
        )
    known.refresh_from_db()
    assert (known.name, known.check_password(PASSWORD)) == ("Known Already", True)
    assert "has given you access" in mail.outbox[0].subject
    assert not Invitation.objects.exists()


def test_an_invitation_is_sent_again_and_withdrawn(
    as_administrator, administrator, council, service, client, django_capture_on_commit_callbacks
):
    person = bring_in(
        organisation=council,
        email="new@example.org",
        name="New Comer",
        places=[Place(Role.OFFICER, service)],
        by=administrator,
    )
    past = timezone.now() - timedelta(days=1)
    Invitation.objects.update(sent_at=past - timedelta(days=14), expires_at=past)
    assert "The link in the letter works no more" in as_administrator.get(PEOPLE).text
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        change(as_administrator, person, "send again")
    link = link_in()
    assert client.get(link, follow=True).status_code == 200
    change(as_administrator, person, "withdraw")
    assert client.get(link).status_code == 410


@pytest.mark.parametrize(
    "place", ["assessor", "officer:foreign", "officer", "administrator:libraries", "nonsense"]
)
def test_no_role_is_given_that_is_not_the_administrators_to_give(as_administrator, service, place):
    make_service(make_organisation("Other Council"), "Foreign")
    given = {"email": "new@example.org", "name": "New Comer", "places": [place]}
    assert as_administrator.post(f"{PEOPLE}invite/", given).status_code == 422
    assert not User.objects.filter(email="new@example.org").exists()


def test_the_action_itself_refuses_a_role_elsewhere(council, administrator):
    foreign = make_service(make_organisation("Other Council"), "Foreign")
    for place in (Place(Role.OFFICER, foreign), Place(Role.ASSESSOR), Place(Role.OFFICER)):
        with pytest.raises(NotDone):
            give_role(organisation=council, user=make_user(), place=place, by=administrator)
    assert Membership.objects.count() == 1


def test_a_certification_body_gives_the_role_of_an_assessor_and_no_service_roles(client):
    body = make_body()
    head = make_user(Role.ADMINISTRATOR, body)
    page = sign_in(client, head).get("/organisations/assessment-body/people/invite/").text
    assert 'value="assessor"' in page
    assert 'value="governance"' not in page


def test_nobody_who_assesses_the_council_becomes_its_officer(council, service, administrator):
    assessor = make_assessor()
    make_grant(make_submitted(make_portfolio(service)), assessor)
    with pytest.raises(NotDone, match="nobody assesses their own council"):
        give_role(
            organisation=council,
            user=assessor,
            place=Place(Role.OFFICER, service),
            by=administrator,
        )


def test_roles_are_added_and_taken_away_with_what_was_before(as_administrator, council, service):
    person = make_user(Role.OFFICER, service)
    change(as_administrator, person, "give", place="governance")
    assert roles_of(person) == {("officer", "Libraries"), ("governance", None)}
    officer = person.memberships.get(role=Role.OFFICER)
    change(as_administrator, person, "take", membership=officer.pk)
    assert roles_of(person) == {("governance", None)}
    last = HistoryText.objects.order_by("-entry_sequence").first().words
    assert last["before"] == "information governance; officer, Libraries"
    assert last["after"] == "information governance"
    page = as_administrator.get(f"{PEOPLE}{person.pk}/").text
    assert "Changed the roles of" in page


def test_a_role_of_somebody_else_is_not_taken_by_its_number(as_administrator, service, council):
    person, other = make_user(Role.OFFICER, service), make_user(Role.MANAGER, service)
    make_membership(person, Role.GOVERNANCE, council)
    change(as_administrator, person, "take", membership=other.memberships.get().pk)
    assert roles_of(other) == {("manager", "Libraries")}


def test_nobody_changes_their_own_place_as_administrator(
    as_administrator, administrator, council, service
):
    make_user(Role.ADMINISTRATOR, council)
    make_membership(administrator, Role.OFFICER, service)
    own = administrator.memberships.get(role=Role.ADMINISTRATOR)
    change(as_administrator, administrator, "take", membership=own.pk)
    change(as_administrator, administrator, "deactivate")
    assert ("administrator", None) in roles_of(administrator)


def test_an_administrator_who_never_signed_in_does_not_count_as_the_other(council, administrator):
    invited = User.objects.create_user("late@example.org", name="Late")
    make_membership(invited, Role.ADMINISTRATOR, council)
    with pytest.raises(NotDone, match="last administrator"):
        deactivate_person(organisation=council, user=administrator, by=invited)


def test_whoever_is_deactivated_is_out_at_once_keeps_their_evidence_and_can_return(
    as_administrator, service, council
):
    person = make_user(Role.OFFICER, service, name="Olive Owner")
    item = make_item(make_portfolio(service))
    item.owner = person
    item.save()
    theirs = sign_in(Client(), person)
    assert theirs.get("/organisations/own-council/").status_code == 200
    change(as_administrator, person, "deactivate")
    assert theirs.get("/organisations/own-council/").status_code == 302
    person.refresh_from_db()
    item.refresh_from_db()
    assert not person.is_active
    assert str(item.owner) == "Olive Owner"
    assert "Deactivated" in as_administrator.get(f"{PEOPLE}?state=deactivated&q=olive").text
    change(as_administrator, person, "activate")
    person.refresh_from_db()
    assert person.is_active
    assert roles_of(person) == {("officer", "Libraries")}


def test_deactivated_here_somebody_still_works_elsewhere(as_administrator, service):
    person = make_user(Role.OFFICER, service)
    elsewhere = make_service(make_organisation("Other Council"), "Foreign")
    make_membership(person, Role.MANAGER, elsewhere)
    change(as_administrator, person, "deactivate")
    person.refresh_from_db()
    assert person.is_active
    assert roles_of(person) == {("manager", "Foreign")}
    page = as_administrator.get(f"{PEOPLE}{person.pk}/").text
    assert "Deactivated" in page
    assert "Foreign" not in page


def test_a_second_factor_is_reset_where_nobody_else_has_a_say(as_administrator, service):
    person = make_user(Role.OFFICER, service)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    other = make_service(make_organisation("Other Council"), "Foreign")
    elsewhere = make_membership(person, Role.MANAGER, other)
    change(as_administrator, person, "reset")
    assert Authenticator.objects.exists()
    elsewhere.delete()
    change(as_administrator, person, "reset")
    assert not Authenticator.objects.exists()


def test_people_of_other_councils_are_in_no_list_and_have_no_page(as_administrator):
    other = make_organisation("Other Council")
    stranger = make_user(Role.ADMINISTRATOR, other, name="Far Away")
    invite(user=make_user(name="Invited Afar"), organisation=other, by=stranger)
    page = as_administrator.get(PEOPLE).text
    assert "Far Away" not in page
    assert "Invited Afar" not in page
    assert as_administrator.get(f"{PEOPLE}{stranger.pk}/").status_code == 404


def test_governance_sees_the_people_and_changes_nothing(client, council, service):
    sign_in(client, make_user(Role.GOVERNANCE, council))
    person = make_user(Role.OFFICER, service)
    page = client.get(f"{PEOPLE}{person.pk}/").text
    assert "Deactivate" not in page
    assert "Erase" not in page
    assert "Invite somebody" not in client.get(PEOPLE).text


@pytest.mark.parametrize("number", [2, 60])
def test_the_list_costs_eight_statements_whatever_its_size(
    as_administrator, service, number, django_assert_num_queries
):
    for _each in range(number):
        make_user(Role.OFFICER, service)
    as_administrator.get(PEOPLE)
    with django_assert_num_queries(8):
        as_administrator.get(PEOPLE)


def test_filters_find_by_name_role_service_and_state(as_administrator, service, council):
    make_user(Role.MANAGER, service, name="Mary Manager")
    make_user(Role.OFFICER, service, name="Otto Officer")
    shown = lambda query: set(re.findall(r"(Mary Manager|Otto Officer)", query.text))  # noqa: E731
    assert shown(as_administrator.get(f"{PEOPLE}?q=mary")) == {"Mary Manager"}
    assert shown(as_administrator.get(f"{PEOPLE}?role=officer")) == {"Otto Officer"}
    assert len(shown(as_administrator.get(f"{PEOPLE}?service=libraries"))) == 2
    assert shown(as_administrator.get(f"{PEOPLE}?state=invited")) == set()
    assert len(shown(as_administrator.get(f"{PEOPLE}?role=nonsense"))) == 2


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_take_each_other_away_at_once():
    council = make_organisation("Own Council")
    one, two = (make_user(Role.ADMINISTRATOR, council) for _each in range(2))
    together = Barrier(2)

    def let_go(pair):
        user, by = pair
        together.wait()
        try:
            deactivate_person(organisation=council, user=user, by=by)
        except NotDone:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(let_go, [(one, two), (two, one)]))
    assert sorted(done) == [False, True]
    assert council.memberships.filter(role=Role.ADMINISTRATOR).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_roles_given_at_once_are_both_there():
    council = make_organisation("Own Council")
    service = make_service(council, "Libraries")
    by, person = make_user(Role.ADMINISTRATOR, council), make_user(Role.OFFICER, service)
    together = Barrier(2)

    def give(role):
        together.wait()
        try:
            give_role(organisation=council, user=person, place=role, by=by)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(give, [Place(Role.MANAGER, service), Place(Role.GOVERNANCE)]))
    assert len(roles_of(person)) == 3
    last = HistoryText.objects.order_by("-entry_sequence").first().words
    assert last["after"] == "information governance; manager, Libraries; officer, Libraries"


def test_the_only_role_is_not_taken_but_deactivation_offered(council, service, administrator):
    person = make_user(Role.OFFICER, service)
    with pytest.raises(NotDone, match="Deactivate them instead"):
        take_role(
            organisation=council,
            user=person,
            membership=person.memberships.get().pk,
            by=administrator,
        )


def test_name_and_address_are_put_right_and_both_addresses_told(
    as_administrator, service, django_capture_on_commit_callbacks
):
    person = make_user(Role.OFFICER, service, name="Olive Oner", email="old@example.org")
    make_user(email="taken@example.org")
    address = f"{PEOPLE}{person.pk}/correct/"
    given = {"name": "Olive Owner", "email": "taken@example.org"}
    assert "is here already" in as_administrator.post(address, given).text
    with django_capture_on_commit_callbacks(execute=True):
        as_administrator.post(address, given | {"email": "new@example.org"})
    person.refresh_from_db()
    assert (person.name, person.email) == ("Olive Owner", "new@example.org")
    assert {letter.to[0] for letter in mail.outbox} == {"old@example.org", "new@example.org"}


@pytest.mark.parametrize("rows_of_before", [True, False])
def test_whoever_has_the_old_address_gets_no_link_and_does_not_sign_in(
    as_administrator, service, django_capture_on_commit_callbacks, rows_of_before
):
    person = make_user(Role.OFFICER, service, name="Olive Owner", email="old@example.org")
    reset = "/account/password/reset/"
    Client().post(reset, {"email": "old@example.org"})
    given = {"name": "Olive Owner", "email": "new@example.org"}
    as_administrator.post(f"{PEOPLE}{person.pk}/correct/", given)
    if rows_of_before:  # as they lay there before they were taken away
        EmailAddress.objects.create(user=person, email="old@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(reset, {"email": "old@example.org"})
        Client().post(reset, {"email": "new@example.org"})
    sent = {letter.to[0]: letter.body for letter in mail.outbox[-2:]}
    assert "/reset/key/" not in sent["old@example.org"]
    assert "/reset/key/" in sent["new@example.org"]
    if not rows_of_before:
        given = {"login": "old@example.org", "password": PASSWORD}
        assert Client().post("/account/login/", given).status_code == 200


def test_the_address_of_somebody_who_also_works_elsewhere_is_not_one_councils_to_change(
    as_administrator, service
):
    person = make_user(Role.OFFICER, service, email="old@example.org")
    make_membership(person, Role.OFFICER, make_service(make_organisation("Other Council")))
    given = {"name": "Taken Over", "email": "mine@example.org"}
    assert as_administrator.post(f"{PEOPLE}{person.pk}/correct/", given).status_code == 422
    person.refresh_from_db()
    assert person.email == "old@example.org"
