"""The page of an item, and new versions of it."""

import pytest

from accounts.enums import Role
from evidence.models import EvidenceVersion
from tests.builders.evidence import make_item, make_link, make_version
from tests.builders.files import office, pdf, picture, upload
from tests.builders.people import make_user, sign_in
from tests.reading_costs import READING

pytestmark = pytest.mark.django_db


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def item(portfolio):
    return make_item(portfolio, "Face to face analysis", number=201)


@pytest.fixture
def address(base):
    return f"{base}/evidence/CSS201/"


def test_an_item_shows_where_it_is_used_and_who_did_what(
    as_officer, officer, portfolio, item, address
):
    make_version(item, by=officer)
    make_link(portfolio, item, "1.1.2", locator="Page 4", rationale="It counts visits.", by=officer)
    make_link(portfolio, item, "1.1.3", status="archived")
    page = page_of(as_officer, address)
    for words in ("1.1.2", "Page 4", "It counts visits.", "No longer used for", "Replaced"):
        assert words in page
    assert "Added version 1 of CSS201, report.pdf" in page
    assert "Isla Campbell" in page


def test_versions_are_listed_newest_first_with_their_hashes(as_officer, item, address):
    versions = [make_version(item, pdf(str(n)), f"{n}.pdf") for n in (1, 2)]
    page = page_of(as_officer, address)
    assert page.index("Version 2") < page.index("Version 1")
    for version in versions:
        assert f'title="{version.sha256}">{version.sha256[:16]}…' in page
        assert f'href="/files/{version.uuid}/"' in page


@pytest.mark.parametrize(
    ("content", "name", "markup"),
    [
        (pdf(), "a.pdf", "<iframe"),
        (picture(), "a.png", "<img"),
        (office(), "a.docx", "cannot be shown in the page"),
    ],
)
def test_the_file_is_shown_where_a_browser_can(content, name, markup, as_officer, item, address):
    version = make_version(item, content, name)
    page = page_of(as_officer, address)
    assert markup in page
    assert (f'src="/files/{version.uuid}/view/"' in page) == markup.startswith("<")


def test_an_item_without_a_file_or_link_says_so(as_officer, item, address):
    page = page_of(as_officer, address)
    assert "There is no file yet" in page and "It is not linked to an element" in page


def test_the_items_before_and_after_are_a_step_away(as_officer, portfolio, item, address, base):
    make_item(portfolio, number=17, corporate=True)
    make_item(portfolio, number=1001)
    make_item(portfolio, number=202)
    page = page_of(as_officer, address)
    assert f'href="{base}/evidence/C017/" rel="prev"' in page
    assert f'href="{base}/evidence/CSS202/" rel="next"' in page
    assert 'rel="next"' not in page_of(as_officer, f"{base}/evidence/CSS1001/")


def test_from_an_element_the_way_leads_through_its_rows_and_back(
    as_officer, portfolio, base, item, address
):
    make_link(portfolio, item, "1.1.2")
    far = make_item(portfolio, number=900)
    make_link(portfolio, far, "1.1.2")
    make_item(portfolio, number=902)
    page = page_of(as_officer, f"{base}/elements/1.1.2/")
    assert f'href="{address}?element=1.1.2"' in page
    page = page_of(as_officer, f"{address}?element=1.1.2")
    assert f'href="{base}/evidence/CSS900/?element=1.1.2" rel="next"' in page
    assert 'rel="prev"' not in page
    assert f'href="{base}/elements/1.1.2/#{item.code}">Back to 1.1.2</a>' in page
    assert '<span class="cse-num">1</span> of <span class="cse-num">2</span>' in page


@pytest.mark.parametrize("element", ["9.9.9", "%00", "x" * 300, "1.1.3", ""])
def test_an_element_that_does_not_cite_it_leads_nowhere_else(
    element, as_officer, portfolio, base, item, address
):
    make_item(portfolio, number=902)
    page = page_of(as_officer, f"{address}?element={element}")
    assert 'rel="next"' in page and "Back to" not in page
    assert "?element=" not in page.partition("<main")[0]


def test_a_new_version_follows_the_ones_before(as_officer, item, address, stored_files):
    first = make_version(item, pdf("one"))
    response = as_officer.post(f"{address}version", {"file": upload("two.pdf", pdf("two"))})
    assert response.url == address
    numbers = list(EvidenceVersion.objects.values_list("number", "file_name"))
    assert numbers == [(1, first.file_name), (2, "two.pdf")]
    assert stored_files() == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Choose a file"),
        ({"file": ("a.pdf", b"")}, "This file is empty"),
        ({"file": ("a.pdf", b"MZ")}, "programs are never kept"),
    ],
)
def test_a_version_that_cannot_be_added_says_why_beside_the_field(
    fields, words, as_officer, item, address, stored_files
):
    sent = {name: upload(*file) for name, file in fields.items()}
    response = as_officer.post(f"{address}version", sent)
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count(words) == 2 and "There is a problem" in page
    assert stored_files() == 0 and not EvidenceVersion.objects.exists()


def test_corporate_evidence_is_changed_by_administrators_only(client, as_officer, portfolio, base):
    make_item(portfolio, "Charter", number=17, corporate=True)
    address = f"{base}/evidence/C017/"
    assert "Ask them for a newer version" in page_of(as_officer, address)
    send = {"file": upload("a.pdf", pdf())}
    assert as_officer.post(f"{address}version", send).status_code == 403
    sign_in(client, make_user(Role.ADMINISTRATOR, portfolio.service.organisation))
    send = {"file": upload("a.pdf", pdf())}
    assert client.post(f"{address}version", send).status_code == 302


def test_codes_are_found_whatever_their_case_and_as_they_are_printed(as_officer, portfolio, base):
    item = make_item(portfolio, number=12)
    type(item).objects.filter(pk=item.pk).update(code="HR-12")
    assert page_of(as_officer, f"{base}/evidence/hr-12/")


@pytest.mark.parametrize("code", ["CSS999", "%00", "x" * 41])
def test_an_item_that_does_not_exist_is_not_found(code, as_officer, base):
    assert as_officer.get(f"{base}/evidence/{code}/").status_code == 404


def test_strangers_find_no_item_and_readers_may_not_change_it(
    as_stranger, as_governance, item, address
):
    assert as_stranger.get(address).status_code == 404
    assert as_stranger.post(f"{address}version").status_code == 404
    assert as_governance.get(address).status_code == 200
    assert as_governance.post(f"{address}version").status_code == 403


def test_the_page_takes_as_many_statements_with_many_versions_and_links(
    as_officer, portfolio, item, address, django_assert_max_num_queries
):
    for number in range(20):
        make_version(item, pdf(str(number)))
    for code in ("1.1.1", "1.1.2", "1.1.3"):
        make_link(portfolio, item, code)
    with django_assert_max_num_queries(12 + READING):
        page_of(as_officer, address)
