"""Adding files to an element, with and without scripts."""

import pytest
from django.contrib.messages import get_messages

from accounts.enums import Role
from accounts.models import HistoryEntry, NumberBlock
from evidence.models import EvidenceItem, EvidenceLink, EvidenceVersion
from tests.builders.evidence import make_item, make_portfolio, make_version
from tests.builders.files import REFUSED_FILES, pdf, picture, upload
from tests.builders.people import make_service, make_team, make_user, sign_in

pytestmark = pytest.mark.django_db

JSON = {"headers": {"accept": "application/json"}}


@pytest.fixture
def address(base):
    return f"{base}/elements/1.1.1/evidence/add"


def send(client, address, *files, **fields):
    return client.post(address, {"files": [upload(*file) for file in files], **fields})


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def nothing_was_kept(stored_files):
    tables = (EvidenceItem, EvidenceVersion, EvidenceLink)
    return stored_files() == 0 and not any(table.objects.exists() for table in tables)


def test_several_files_get_codes_of_the_team_and_stand_in_the_list(
    as_officer, officer, team, address, base, stored_files
):
    response = send(
        as_officer,
        address,
        ("web_audit 2026.pdf", pdf("one")),
        ("photo.jpg", picture("JPEG")),
        titles=["", "Dunoon service point"],
        team=team.pk,
    )
    assert response.status_code == 302
    assert response.url == f"{base}/elements/1.1.1/#add-evidence"
    links = EvidenceLink.objects.order_by("position").select_related("item")
    assert [(link.position, str(link.item), link.status) for link in links] == [
        (1, "CSS401: Web audit 2026", "new"),
        (2, "CSS402: Dunoon service point", "new"),
    ]
    assert links[0].item.created_by == officer
    assert told(response) == [
        "Added 2 files: CSS401: Web audit 2026; CSS402: Dunoon service point."
    ]
    assert stored_files() == 2
    verbs = list(HistoryEntry.objects.values_list("verb", flat=True))
    assert verbs.count("evidence.added") == verbs.count("evidence.version_added") == 2


def test_one_file_refused_does_not_stop_the_others(as_officer, team, address, stored_files):
    response = send(as_officer, address, ("bad.pdf", b"MZ\x90"), ("good.pdf", pdf()))
    assert [item.title for item in EvidenceItem.objects.all()] == ["Good"]
    assert stored_files() == 1
    assert told(response) == [
        "Added CSS401: Good.",
        "bad.pdf was not added. It is a program, and programs are never kept. "
        "Add a document or a picture that shows what you do.",
    ]


def test_with_scripts_each_file_is_answered_for_itself(as_officer, team, address):
    file = upload("plan.pdf", pdf())
    response = as_officer.post(address, {"files": file, "titles": " Our\tplan "}, **JSON)
    assert response.status_code == 201
    assert response.json() == {"code": "CSS401", "title": "Our plan", "message": "Added as CSS401"}


@pytest.mark.any_database
@pytest.mark.parametrize("sort", REFUSED_FILES)
def test_what_is_refused_says_why_and_leaves_nothing_behind(
    sort, as_officer, team, address, stored_files
):
    name, content, reason = REFUSED_FILES[sort]
    response = as_officer.post(address, {"files": upload(name, content)}, **JSON)
    assert response.status_code == 422
    assert reason in response.json()["error"] and response.json()["remedy"]
    assert nothing_was_kept(stored_files)


def test_a_service_keeps_no_more_than_its_quota(as_officer, team, address, stored_files, settings):
    settings.SERVICE_QUOTA_BYTES = 2 * len(pdf("a"))
    response = send(as_officer, address, *[(f"{name}.pdf", pdf(name)) for name in "abc"])
    assert EvidenceItem.objects.count() == stored_files() == 2
    assert "would take more than the" in told(response)[-1]
    assert "Ask an administrator for more room" in told(response)[-1]


def test_corporate_files_and_those_of_other_services_do_not_count(
    as_officer, portfolio, team, address, settings
):
    make_version(make_item(portfolio, corporate=True))
    make_version(make_item(make_portfolio()))
    settings.SERVICE_QUOTA_BYTES = len(pdf("a")) + 100
    assert "Added CSS401" in told(send(as_officer, address, ("a.pdf", pdf("a"))))[0]


def test_a_full_block_is_a_clear_error_and_no_number_is_taken_from_elsewhere(
    as_officer, portfolio, address, stored_files
):
    make_team(portfolio.service, blocks=[(401, 401)])
    make_item(portfolio, number=401)
    response = as_officer.post(address, {"files": upload("a.pdf", pdf())}, **JSON)
    assert response.status_code == 422
    assert "block of numbers of Customer Engagement is full" in response.json()["error"]
    assert stored_files() == 0 and EvidenceItem.objects.count() == 1


def test_the_next_block_follows_a_full_one_and_gaps_stay(as_officer, portfolio, address):
    make_team(portfolio.service, blocks=[(401, 402), (501, 510)])
    make_item(portfolio, number=402)
    send(as_officer, address, ("a.pdf", pdf()))
    assert EvidenceItem.objects.filter(number=501).exists()


def test_the_team_used_last_is_taken_where_none_is_chosen(as_officer, portfolio, team, address):
    ict = make_team(portfolio.service, "ICT", blocks=[(461, 500)], position=2)
    send(as_officer, address, ("a.pdf", pdf("a")))
    send(as_officer, address, ("b.pdf", pdf("b")), team=ict.pk)
    send(as_officer, address, ("c.pdf", pdf("c")))
    codes = list(EvidenceItem.objects.order_by("pk").values_list("code", flat=True))
    assert codes == ["CSS401", "CSS461", "CSS462"]


def test_a_team_of_another_service_gives_no_codes(as_officer, team, address, stored_files):
    other = make_team(make_service(prefix="HR"))
    response = send(as_officer, address, ("a.pdf", pdf()), team=other.pk)
    assert told(response)[0].startswith("This team does not belong to")
    assert nothing_was_kept(stored_files)


def test_without_a_team_the_officer_is_told_whom_to_ask(as_officer, address):
    response = as_officer.post(address, {"files": upload("a.pdf", pdf())}, **JSON)
    assert response.status_code == 422
    assert "Ask an administrator" in response.json()["remedy"]


def test_no_file_and_too_many_files_are_clear_errors(as_officer, team, address, stored_files):
    assert told(as_officer.post(address)) == [
        "No file was chosen. Choose one or more files, then add them."
    ]
    response = send(as_officer, address, *[(f"{n}.txt", b"x") for n in range(51)])
    assert "51 files are more than 50" in told(response)[-1]
    assert nothing_was_kept(stored_files)


def test_a_title_longer_than_the_list_can_hold_is_cut(as_officer, team, address):
    send(as_officer, address, ("a.pdf", pdf()), titles=["x" * 500])
    assert EvidenceItem.objects.get().title == "x" * 300


def test_a_stranger_finds_nothing_and_a_reader_may_not_add(
    as_stranger, as_governance, team, address, stored_files
):
    assert send(as_stranger, address, ("a.pdf", pdf())).status_code == 404
    assert send(as_governance, address, ("a.pdf", pdf())).status_code == 403
    assert nothing_was_kept(stored_files)


def test_an_administrator_of_the_council_reads_but_does_not_add(client, portfolio, team, address):
    sign_in(client, make_user(Role.ADMINISTRATOR, portfolio.service.organisation))
    assert send(client, address, ("a.pdf", pdf())).status_code == 403


def test_an_element_that_does_not_exist_is_not_found(as_officer, team, base):
    address = f"{base}/elements/9.9.9/evidence/add"
    assert send(as_officer, address, ("a.pdf", pdf())).status_code == 404


def test_the_address_only_takes_what_is_sent(as_officer, address):
    assert as_officer.get(address).status_code == 405


def test_going_back_never_leads_to_another_site(as_officer, team, address, base):
    there = send(as_officer, address, ("a.pdf", pdf("a")), next=f"{base}/evidence/")
    assert there.url == f"{base}/evidence/#add-evidence"
    elsewhere = send(as_officer, address, ("b.pdf", pdf("b")), next="https://example.com/")
    assert elsewhere.url == f"{base}/elements/1.1.1/#add-evidence"


def test_a_closed_block_gives_no_codes(as_officer, portfolio, address):
    team = make_team(portfolio.service, blocks=[(1, 9), (20, 29)])
    NumberBlock.objects.filter(team=team, first=1).update(is_closed=True)
    send(as_officer, address, ("a.pdf", pdf()))
    assert EvidenceItem.objects.get().code == "CSS020"
