"""What becomes of a destroyed file in visits, packs, documents, exports and on pages."""

import json
from contextlib import suppress
from io import StringIO

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from assessments.models import ReportFile
from evidence.actions import agree_to_destruction
from evidence.destruction.copies import copies_of
from evidence.enums import LinkStatus
from evidence.exports import portfolio_data
from evidence.models import EvidenceItem, EvidenceVersion
from evidence.queries.cited import cited
from evidence.queries.element import element_evidence
from tests.builders.assessments import make_grant, make_submitted
from tests.builders.evidence import (
    element_of,
    make_destroyed,
    make_destruction,
    make_item,
    make_link,
    make_portfolio,
    make_version,
)
from tests.builders.files import upload
from tests.builders.people import make_membership, make_team, make_user, sign_in

from .reports.issuing import make_issue, make_kept

pytestmark = pytest.mark.django_db

CONTENT = b"Complaint of Mrs Quokkazebrine."
SAID = "Destroyed on"


@pytest.fixture
def portfolio():
    return make_portfolio()


@pytest.fixture
def governance(portfolio):
    return make_user(Role.GOVERNANCE, portfolio.service.organisation)


@pytest.fixture
def manager(portfolio):
    return make_user(Role.MANAGER, portfolio.service)


@pytest.fixture
def version(portfolio):
    item = make_item(portfolio, "Complaints")
    make_link(portfolio, item)
    return make_version(item, CONTENT, "complaint.txt")


@pytest.fixture
def visit(portfolio, version):
    return make_submitted(portfolio, label="Visit of 2026")


def destroy(version, governance, manager):
    return make_destroyed(version, asks=governance, agrees=manager)


def page(user, name, *args):
    return sign_in(Client(), user).get(reverse(name, args=args))


def of_item(version, *more):
    portfolio = version.item.links.get().portfolio
    return [portfolio.service.slug, portfolio.standard.slug, version.item.code, *more]


def test_before_anybody_agrees_the_page_says_where_it_is(visit, version, governance, manager):
    make_kept(visit, report="pack", content_sha256="1" * 64)
    make_kept(visit)
    asked = make_destruction(version, governance)
    words = page(manager, "evidence:destruction", asked.uuid).content.decode()
    assert "Visit of 2026 of " in words
    assert "Evidence pack, issue 1 of Visit of 2026" in words
    assert "1 document of Visit of 2026" in words
    assert "Every back-up made before has it" in words
    assert "What goes" in words
    assert "Type the code of the evidence" in words


def test_packs_that_hold_it_go_and_other_documents_stay(
    visit, version, governance, manager, django_capture_on_commit_callbacks
):
    pack = make_kept(visit, CONTENT, report="pack")
    summary = make_kept(visit)
    asked = make_destruction(version, governance)
    with django_capture_on_commit_callbacks(execute=True):
        agree_to_destruction(destruction=asked, by=manager)
    pack.refresh_from_db()
    summary.refresh_from_db()
    assert (pack.is_disposed, pack.storage_key, summary.is_disposed) == (True, "", False)
    kept = [storages["reports"].open(file.storage_key).read() for file in [summary]]
    assert kept == [b"%PDF-1.7 as it was"]
    assert [each.title for each in copies_of([version], manager)] == [
        "Assessments that it was submitted for",
        "Issued documents that name it",
    ]
    address = [visit.portfolio.service.slug, visit.portfolio.standard.slug, pack.uuid]
    words = page(manager, "assessments:document", *address).content.decode()
    assert "The file of this document is gone" in words
    assert page(manager, "assessments:document_file", *address).status_code == 302


def test_a_pack_made_anew_says_what_is_not_in_it(visit, version, governance, manager):
    make_issue(visit, "pack", manager)
    destroy(version, governance, manager)
    again = make_issue(visit, "pack", manager)
    assert (again.issue_number, again.is_disposed) == (2, False)
    assert CONTENT not in storages["reports"].open(again.storage_key).read()
    assert ReportFile.objects.get(issue_number=1).is_disposed


def test_pages_say_that_it_was_destroyed(visit, version, governance, manager):
    destroy(version, governance, manager)
    words = page(manager, "evidence:item", *of_item(version)).content.decode()
    assert f"{SAID} " in words
    assert ": It names a resident" in words
    library = page(manager, "evidence:library", *of_item(version)[:2]).content.decode()
    assert SAID in library
    assessor = make_user(Role.ASSESSOR, make_portfolio().service.organisation)
    make_grant(visit, assessor)
    desk = sign_in(Client(), assessor).get(f"/assessments/{visit.pk}/elements/1.1.1/")
    assert SAID in desk.content.decode()
    file = page(manager, "evidence:file", version.uuid)
    assert (file.status_code, SAID in file.content.decode()) == (410, True)


def test_the_export_keeps_its_shape(portfolio, version, governance, manager):
    destroy(version, governance, manager)
    [item] = portfolio_data(portfolio)["evidence"]
    assert item["versions"] == [
        {
            "number": 1,
            "name": "",
            "sha256": version.sha256,
            "size": version.size,
            "media_type": version.media_type,
        }
    ]


def test_the_checklist_misses_the_file(portfolio, version, governance, manager):
    destroy(version, governance, manager)
    [row] = element_evidence(portfolio, element_of(portfolio)).new
    assert (row.tags, cited(row.link).has_file) == (["no-file"], False)
    assert row.facts[0].startswith(SAID)
    assert row.link.status == LinkStatus.NEW


def test_documents_about_it_are_made_still(visit, version, governance, manager):
    destroy(version, governance, manager)
    address = [visit.portfolio.service.slug, visit.portfolio.standard.slug]
    for report in ("index", "summary", "gaps"):
        found = page(manager, "assessments:document_screen", *address, report)
        assert found.status_code == 200
    index = page(manager, "assessments:document_screen", *address, "index").content.decode()
    assert SAID in index


def test_the_same_file_is_let_through_with_a_warning(portfolio, version, governance, manager):
    make_team(portfolio.service)
    destroy(version, governance, manager)
    slugs = [portfolio.service.slug, portfolio.standard.slug]
    client = sign_in(Client(), manager)
    sent = client.post(
        reverse("evidence:add", args=[*slugs, "1.1.1"]),
        {"files": upload("complaint.txt", CONTENT)},
        headers={"accept": "application/json"},
    )
    assert sent.status_code == 201
    assert f"destroyed before, as {version.item.code}" in sent.json()["message"]
    again = EvidenceItem.objects.latest("pk")
    words = client.get(reverse("evidence:item", args=[*slugs, again.code])).content.decode()
    assert "This file was destroyed before" in words


def test_asked_agreed_and_refused_in_the_browser(version, governance, manager):
    asks = sign_in(Client(), governance)
    address = reverse("evidence:destroy_version", args=of_item(version, 1))
    assert "Say why it is destroyed" in asks.post(address, {}).content.decode()
    asks.post(address, {"authority": "IG-1", "reason": "Names"})
    asked = version.destructions.get()
    here = reverse("evidence:destruction", args=[asked.uuid])
    assert "It waits for the second person" in asks.get(here).content.decode()
    decides = sign_in(Client(), manager)
    wrong = decides.post(f"{here}agree", {"agree-code": "CSS1"})
    assert wrong.status_code == 422
    assert EvidenceVersion.objects.get().is_readable
    decides.post(f"{here}refuse", {"refuse-reason": "The appeal needs it"})
    assert "The appeal needs it" in asks.get(here).content.decode()
    asks.post(address, {"authority": "IG-1", "reason": "Names"})
    asked = version.destructions.open().get()
    here = reverse("evidence:destruction", args=[asked.uuid])
    decides.post(f"{here}agree", {"agree-code": version.item.code.lower()})
    assert EvidenceVersion.objects.get().is_destroyed


def test_one_who_is_both_sees_that_a_second_person_is_needed(version, governance, portfolio):
    make_membership(governance, Role.MANAGER, portfolio.service)
    asked = make_destruction(version, governance)
    client = sign_in(Client(), governance)
    here = reverse("evidence:destruction", args=[asked.uuid])
    assert "A second person has to agree" in client.get(here).content.decode()
    answer = client.post(f"{here}agree", {"agree-code": version.item.code})
    assert answer.status_code == 409
    assert EvidenceVersion.objects.get().is_readable


@pytest.mark.parametrize("count", [1, 20])
def test_six_statements_however_many_were_destroyed(
    portfolio, governance, count, django_assert_num_queries
):
    for _each in range(count):
        make_destruction(make_version(make_item(portfolio)), governance)
    client = sign_in(Client(), governance)
    address = reverse("evidence:destructions", args=[portfolio.service.organisation.slug])
    with django_assert_num_queries(6):
        client.get(address)


def test_the_command_counts_tombstones(version, governance, manager):
    destroy(version, governance, manager)
    storages["evidence"].delete(version.storage_key)
    out = StringIO()
    with suppress(SystemExit):  # other tests' files lie in the same store
        call_command("verify_evidence", "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert (found["disposed"], found["missing"], found["returned"]) == (1, [], [])
