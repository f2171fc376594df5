"""Information governance finds evidence in all services at once, and nobody else does."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from evidence.enums import Marking
from evidence.models import EvidenceItem
from evidence.search.reading import read_version
from tests.builders.evidence import make_item, make_portfolio, make_version, make_withdrawn
from tests.builders.files import pdf
from tests.builders.people import make_service, make_user, sign_in
from tests.builders.records import make_disclosure, make_entry, make_hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(portfolio):
    return portfolio.service.organisation


@pytest.fixture
def neighbour(council):
    return make_portfolio(make_service(council, "Archives", prefix="ARC"))


@pytest.fixture
def as_records(council):
    return sign_in(Client(), make_user(Role.GOVERNANCE, council))


@pytest.fixture
def search(as_records, council):
    """What a search shows: the codes found, in order, and the page."""

    def find(words="", **also):
        address = f"/organisations/{council.slug}/records/search/"
        page = as_records.get(address, {"words": words, **also})
        assert page.status_code == 200
        shown = page.context.get("page_obj")
        return [item.code for item in shown.object_list] if shown else [], page.content.decode()

    return find


def test_one_search_goes_through_every_service_and_what_was_withdrawn(portfolio, neighbour, search):
    here = make_item(portfolio, "Complaints of spring")
    there = make_item(neighbour, "Complaints of autumn")
    corporate = make_item(portfolio, "Complaints policy", corporate=True)
    make_withdrawn(there)
    make_item(make_portfolio(), "Complaints of another council")
    codes, page = search("complaints")
    assert set(codes) == {here.code, there.code, corporate.code}
    assert "Withdrawn" in page
    assert "Archives" in page


def test_words_of_a_version_that_was_replaced_are_found_and_its_number_said(portfolio, search):
    item = make_item(portfolio, "Report")
    first = make_version(item, pdf("the ferry to Colonsay was late"))
    second = make_version(item, pdf("nothing of the kind"))
    for version in (first, second):
        read_version(version.pk)
    codes, page = search("Colonsay")
    assert codes == [item.code]
    assert "In version 1," in page
    assert "<mark>Colonsay</mark>" in page


def test_names_of_people_are_found_by_owner_and_by_who_added(portfolio, neighbour, search):
    jean = make_user(Role.OFFICER, portfolio.service, name="Jean Macdonald")
    owned, added = make_item(portfolio, "Owned"), make_item(neighbour, "Added")
    EvidenceItem.objects.filter(pk=owned.pk).update(owner=jean)
    make_version(added, by=jean)
    make_item(portfolio, "Neither")
    codes, page = search("macdonald jean")
    assert set(codes) == {owned.code, added.code}
    assert "By the name of its owner or of whoever added it" in page


def test_service_marking_and_days_narrow_what_is_found(portfolio, neighbour, search):
    here, there = make_item(portfolio, "Survey"), make_item(neighbour, "Survey")
    marked = make_item(neighbour, "Survey marked")
    corporate = make_item(portfolio, "Survey corporate", corporate=True)
    EvidenceItem.objects.filter(pk=marked.pk).update(marking=Marking.OFFICIAL_SENSITIVE)
    old = timezone.now() - timedelta(days=400)
    EvidenceItem.objects.filter(pk=there.pk).update(created_at=old)
    everything = {here.code, there.code, marked.code, corporate.code}
    today = timezone.localdate().isoformat()
    assert set(search("survey")[0]) == everything
    assert set(search("survey", service=neighbour.service_id)[0]) == {there.code, marked.code}
    assert search("survey", service="corporate")[0] == [corporate.code]
    assert search("", marking="official-sensitive")[0] == [marked.code]
    assert set(search("survey", added_from=today)[0]) == everything - {there.code}
    assert search("survey", added_to="1 January 2020")[0] == []
    assert "must not be before the first" in search("", added_from=today, added_to="2020-01-01")[1]


def test_what_is_held_and_what_is_asked_for_bears_a_word(portfolio, council, search):
    item, asked = make_item(portfolio, "Minutes"), make_item(portfolio, "Minutes too")
    free = make_item(portfolio, "Minutes free")
    make_hold(council, item=item)
    make_entry(make_disclosure(council), make_version(asked))
    codes, page = search("minutes")
    assert set(codes) == {item.code, asked.code, free.code}
    assert page.count("On hold") == 2


def test_nothing_is_listed_before_somebody_asks(portfolio, search):
    make_item(portfolio, "Survey")
    codes, page = search()
    assert codes == []
    assert "What are you looking for?" in page


def test_a_search_that_finds_nothing_says_so(portfolio, search):
    codes, page = search("xylophone")
    assert codes == []
    assert "Nothing matches" in page


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MANAGER, Role.ADMINISTRATOR])
def test_others_of_the_council_cannot_tell_whether_a_record_exists(portfolio, council, role):
    place = council if role == Role.ADMINISTRATOR else portfolio.service
    client = sign_in(Client(), make_user(role, place))
    base = f"/organisations/{council.slug}/records"
    hold, request = make_hold(council, portfolio=portfolio), make_disclosure(council)
    for there, missing in (
        (f"{base}/holds/{hold.pk}/lift/", f"{base}/holds/987654/lift/"),
        (f"{base}/disclosures/{request.pk}/", f"{base}/disclosures/987654/"),
    ):
        assert client.get(there).status_code == client.get(missing).status_code == 403


def test_what_belongs_to_another_council_is_not_there(as_records, council):
    other = make_portfolio()
    hold = make_hold(other.service.organisation, portfolio=other)
    request = make_disclosure(other.service.organisation)
    base = f"/organisations/{council.slug}/records"
    for address in (
        f"{base}/holds/{hold.pk}/lift/",
        f"{base}/disclosures/{request.pk}/",
        f"{base}/disclosures/{request.pk}/release/",
        f"/organisations/{other.service.organisation.slug}/records/search/",
    ):
        assert as_records.get(address).status_code == 404
    added = as_records.post(f"{base}/disclosures/add/", {"disclosure": request.pk})
    assert added.status_code == 404


def test_the_item_page_tells_the_service_what_holds_it(portfolio, council, base, as_officer):
    item = make_item(portfolio)
    make_hold(council, item=item, reason="A tribunal may ask for it")
    page = as_officer.get(f"{base}/evidence/{item.code}/").content.decode()
    assert "it cannot be destroyed" in page
    assert "A tribunal may ask for it" in page
    assert "Put it on hold" not in page


def test_governance_holds_and_lifts_by_the_pages(portfolio, council, as_records):
    item = make_item(portfolio)
    base = f"/organisations/{council.slug}/records/holds/"
    wrong = as_records.post(f"{base}new/", {"on": "item", "code": "CSS99999", "reason": "x"})
    assert "Enter the code of an item of the organisation" in wrong.content.decode()
    said = {"on": "item", "code": item.code.lower(), "reason": "An appeal", "reference": "EA/1"}
    assert as_records.post(f"{base}new/", said).status_code == 302
    page = as_records.get(base).content.decode()
    assert "An appeal" in page and "EA/1" in page
    [hold] = council.holds.all()
    assert "Say why" in as_records.post(f"{base}{hold.pk}/lift/", {}).content.decode()
    as_records.post(f"{base}{hold.pk}/lift/", {"reason": "Decided"})
    assert "Decided" in as_records.get(base).content.decode()


def test_your_work_says_what_waits_in_the_records(portfolio, council, as_records):
    make_hold(council, portfolio=portfolio)
    make_disclosure(council)
    make_disclosure(council, received_on=timezone.localdate() - timedelta(days=60))
    page = as_records.get("/").content.decode()
    assert "2 open, 1 overdue" in page
    assert "1 stands" in page


def test_governance_gathers_any_version_from_the_item_page(portfolio, council, as_records, base):
    item = make_item(portfolio)
    versions = [make_version(item), make_version(item)]
    request = make_disclosure(council)
    page = as_records.get(f"{base}/evidence/{item.code}/").content.decode()
    assert all(f'<option value="{version.uuid}">' in page for version in versions)
    said = {"disclosure": request.pk, "version": str(versions[0].uuid)}
    as_records.post(f"/organisations/{council.slug}/records/disclosures/add/", said)
    assert [entry.version for entry in request.entries.all()] == versions[:1]


@pytest.mark.parametrize("size", [2, 30])
def test_the_search_and_the_holds_take_as_many_statements_at_any_size(
    size, portfolio, neighbour, council, as_records, django_assert_num_queries
):
    for number in range(size):
        item = make_item(neighbour if number % 2 else portfolio, f"Complaint {number}")
        version = make_version(item, pdf("complaint"))
        make_hold(council, item=item)
        if number < 2:
            read_version(version.pk)
    base = f"/organisations/{council.slug}/records"
    with django_assert_num_queries(9):
        as_records.get(f"{base}/search/", {"words": "complaint"})
    with django_assert_num_queries(5):
        as_records.get(f"{base}/holds/")
