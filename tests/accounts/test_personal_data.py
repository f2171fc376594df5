"""What is held about somebody is handed out whole, and erased where nothing stands against it."""

import csv
import io
import json
import re
import zipfile

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.actions import NotErased, erase_person, hold_form, invite
from accounts.enums import Role
from accounts.history import About, record
from accounts.history.guards import lifted_guards
from accounts.history.verify import verify_chain
from accounts.models import HeldForm, HistoryEntry, HistoryText, Invitation, Letter, User
from assessments.actions.noting import save_note
from assessments.models import PrivateNote
from evidence.actions import save_list, set_hold
from evidence.models import SavedList
from tests.builders.assessments import (
    make_assessor,
    make_completed,
    make_grant,
    make_submitted,
    row_of,
)
from tests.builders.evidence import make_item, make_portfolio
from tests.builders.people import (
    make_membership,
    make_organisation,
    make_service,
    make_user,
    sign_in,
)

pytestmark = pytest.mark.django_db

PEOPLE = "/organisations/own-council/people/"
BECAUSE = "They asked for it on 3 May 2026"


@pytest.fixture
def council(db):
    return make_organisation("Own Council")


@pytest.fixture
def portfolio(council):
    return make_portfolio(make_service(council, "Libraries"))


@pytest.fixture
def administrator(council):
    return make_user(Role.ADMINISTRATOR, council, name="Ada Minton")


@pytest.fixture
def officer(portfolio):
    return make_user(Role.OFFICER, portfolio.service, name="Olive Owner", email="olive@example.org")


@pytest.fixture
def as_administrator(administrator):
    return sign_in(Client(), administrator)


def archive_of(response):
    return zipfile.ZipFile(io.BytesIO(response.getvalue()))


def table(archive, part):
    [name] = [each for each in archive.namelist() if part in each]
    return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))


def own(item, owner):
    item.owner = owner
    item.save()


def erase(client, user, email="olive@example.org", reason=BECAUSE):
    given = {"reason": reason, "email": email}
    return client.post(f"{PEOPLE}{user.pk}/erase/", given)


def test_everybody_downloads_what_is_held_about_themselves(officer, portfolio, client):
    own(make_item(portfolio, title='=HYPERLINK("x")'), officer)
    save_list(portfolio=portfolio, name="To read", query="q=x", by=officer)
    Authenticator.objects.create(
        user=officer, type=Authenticator.Type.TOTP, data={"secret": "very secret"}
    )
    archive = archive_of(sign_in(client, officer).get("/account/data/download/"))
    assert archive.testzip() is None
    [owned] = table(archive, "evidence-they-own")
    assert owned["Title"].startswith("'=")
    assert table(archive, "lists-they-saved")[0]["Name"] == "To read"
    assert table(archive, "second-factors")[0]["Type"] == "TOTP Authenticator"
    whole = archive.read("everything.json").decode()
    found = {each["what"]: each["rows"] for each in json.loads(whole)["held"]}
    assert found["Account"][0]["Email address"] == "olive@example.org"
    assert "very secret" not in whole
    assert "Evidence they own, 1" in archive.read("read-me.txt").decode()
    assert HistoryEntry.objects.get(verb="accounts.own_data_exported").person_id == officer.pk


def test_what_others_did_about_them_is_told_without_naming_who(officer, council, administrator):
    invite(user=officer, organisation=council, by=administrator)
    archive = archive_of(sign_in(Client(), officer).get("/account/data/download/"))
    about = table(archive, "what-others-did")
    assert "Invited Olive Owner" in [row["What"] for row in about]
    assert "Ada Minton" not in archive.read("everything.json").decode()


def test_governance_gets_what_its_own_council_holds_and_no_private_note(council, portfolio):
    assessor = make_assessor()
    assessment = make_submitted(portfolio)
    make_grant(assessment, assessor)
    elsewhere = make_portfolio(make_service(make_organisation("Other Council"), "Foreign"))
    make_grant(make_submitted(elsewhere), assessor)
    save_note(row=row_of(assessment), author=assessor, text="A private thought", revision=0)
    client = sign_in(Client(), make_user(Role.GOVERNANCE, council))
    address = f"{PEOPLE}{assessor.pk}/data/"
    assert "Private notes" in client.get(address).text
    archive = archive_of(client.get(f"{address}download/"))
    whole = archive.read("everything.json").decode()
    assert "Libraries" in whole
    assert "Foreign" not in whole
    assert "A private thought" not in whole
    theirs = archive_of(sign_in(Client(), assessor).get("/account/data/download/"))
    assert "A private thought" in theirs.read("everything.json").decode()
    assert HistoryEntry.objects.filter(verb="accounts.person_data_exported").count() == 1


def test_erased_somebody_is_nobody_and_the_history_verifies(
    officer, portfolio, council, administrator, as_administrator
):
    item = make_item(portfolio)
    own(item, officer)
    save_list(portfolio=portfolio, name="To read", query="", by=officer)
    hold_form(person=officer, path="/x/", fields={"text": ["mine"]})
    invite(user=officer, organisation=council, by=administrator)
    Letter.objects.create(to="olive@example.org", subject="Hello", body="Dear Olive Owner")
    about = About(organisation_id=council.pk, item_id=item.pk)
    record(verb="evidence.restored", by=officer, about=about, code=item.code)
    theirs = sign_in(Client(), officer)
    assert erase(as_administrator, officer).status_code == 302
    officer.refresh_from_db()
    item.refresh_from_db()
    assert str(item.owner) == f"Former officer {officer.pk}"
    assert not officer.has_usable_password()
    assert theirs.get("/account/data/").status_code == 302
    for model in (SavedList, HeldForm, Invitation, Letter):
        assert not model.objects.exists(), model
    assert not officer.memberships.exists()
    said = json.dumps(list(HistoryText.objects.values("words", "actor", "address")))
    assert "Olive" not in said
    assert "olive@" not in said
    verdict = verify_chain()
    assert verdict.sound, verdict.fault
    assert "Olive" not in as_administrator.get(PEOPLE).text
    assert as_administrator.get(f"{PEOPLE}{officer.pk}/").status_code == 404


def test_the_history_is_found_out_where_somebody_empties_it_without_an_erasure(
    officer, council, administrator
):
    invite(user=officer, organisation=council, by=administrator)
    with lifted_guards():
        HistoryText.objects.update(words={}, salt="")
    assert not verify_chain().sound


@pytest.mark.parametrize(
    ("email", "reason"),
    [
        ("other@example.org", BECAUSE),
        ("olive@example.org", ""),
        ("olive@example.org", "Olive Owner went"),
    ],
)
def test_nobody_is_erased_by_a_slip(as_administrator, officer, email, reason):
    assert erase(as_administrator, officer, email, reason).status_code == 422
    officer.refresh_from_db()
    assert officer.name == "Olive Owner"


def test_a_hold_on_the_person_stands_against_it_until_it_is_lifted(
    council, officer, as_administrator
):
    governance = make_user(Role.GOVERNANCE, council)
    set_hold(organisation=council, person=officer, reason="Tribunal 77", by=governance)
    answer = erase(as_administrator, officer)
    assert answer.status_code == 409
    assert "Tribunal 77" in answer.text
    officer.refresh_from_db()
    assert officer.erased_at is None


def test_an_assessor_in_an_open_assessment_is_not_erased(portfolio, administrator):
    assessor = make_assessor()
    assessment = make_submitted(portfolio, label="Review 2")
    make_grant(assessment, assessor)
    with pytest.raises(NotErased, match="Review 2, which is not completed"):
        erase_person(user=assessor, by=administrator)


def test_the_signature_of_a_completed_assessment_stays_and_is_said_to(
    portfolio, as_administrator, administrator
):
    visit = make_completed(portfolio, label="Review 1")
    signer = User.objects.get(email=visit.completed_by.email)  # type: ignore[union-attr]
    row = row_of(visit)
    PrivateNote.objects.create(row=row, author=signer, text="mine")
    page = as_administrator.get(f"{PEOPLE}{signer.pk}/erase/").text
    assert "The signature under Review 1" in page
    signed = visit.signed_name
    erase_person(user=signer, by=administrator)
    visit.refresh_from_db()
    assert visit.signed_name == signed
    assert re.fullmatch(r"Former assessor \d+", str(visit.completed_by))
    assert not PrivateNote.objects.exists()


def test_the_last_administrator_and_whoever_works_elsewhere_are_not_erased(
    council, administrator, officer, as_administrator
):
    other = make_service(make_organisation("Other Council"), "Foreign")
    make_membership(officer, Role.OFFICER, other)
    answer = erase(as_administrator, officer)
    assert "not yours alone" in answer.text
    with pytest.raises(NotErased, match="last administrator"):
        erase_person(user=administrator, by=officer)
    with pytest.raises(NotErased, match="Nobody erases themselves"):
        erase_person(user=officer, by=officer)


def test_the_address_of_whoever_was_erased_can_be_invited_anew(officer, as_administrator):
    erase(as_administrator, officer)
    given = {"email": "olive@example.org", "name": "Olive Again", "places": ["governance"]}
    assert as_administrator.post(f"{PEOPLE}invite/", given).status_code == 302
    assert User.objects.get(email="olive@example.org").pk != officer.pk
