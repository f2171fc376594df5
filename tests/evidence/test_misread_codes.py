"""Codes that were misread are put right at their lines, and all is read again."""

import pytest

from accounts.models import HistoryEntry
from evidence.models import EvidenceItem, EvidenceLink, PendingImport

from .test_importing import SMALL, confirm, correct, rows, send, waiting, words

pytestmark = pytest.mark.django_db


def put_right(client, address, line, code, **fields):
    return client.post(f"{address}lines/{line}/", {"code": code} | fields)


def warnings(client, address):
    return [(each.line, each.code) for each in client.get(address).context["plan"].warnings]


def problems(client, address):
    page = client.get(address)
    return [(each.warning.line, each.warning.code) for each in page.context["page_obj"]]


def test_codes_of_another_service_are_told_each_at_its_line_and_nothing_is_written(
    as_officer, base
):
    before = HistoryEntry.objects.count()
    address = waiting(as_officer, base, SMALL.replace("CSS30", "XYZ30"))
    page = words(as_officer.get(address))
    assert "It cannot be imported like this" in page
    assert "3 codes of evidence cannot be this service’s" in page
    assert "Line 5: XYZ301 (lines 5, 17) begins with XYZ" in page
    assert problems(as_officer, address) == [(n, "unknown-prefix") for n in (5, 6, 16)]
    assert f'href="{address}lines/5/"' in page
    assert "Import it" not in page
    assert HistoryEntry.objects.count() == before and not EvidenceItem.objects.exists()


def test_an_unknown_prefix_is_put_right_on_every_line_that_prints_it(as_officer, base):
    address = waiting(as_officer, base, SMALL.replace("CSS301", "C55301"))
    page = words(as_officer.get(f"{address}lines/5/"))
    assert "It was read as C55301" in page
    assert "Also in the 1 other line that prints C55301" in page
    response = put_right(as_officer, address, 5, "CSS301", everywhere="on")
    assert response.url == address
    assert set(rows(as_officer, address)) == {
        "1.1.1 CSS301",
        "1.1.1 CSS302",
        "1.1.1 C011",
        "1.1.2 CSS303",
        "1.1.2 CSS301",
    }
    confirm(as_officer, address)
    assert EvidenceItem.objects.get(code="CSS301").title == "Letters to customres"
    assert not EvidenceItem.objects.filter(code__startswith="C55").exists()


def test_one_line_alone_can_be_put_right_and_the_others_are_still_told(as_officer, base):
    address = waiting(as_officer, base, SMALL.replace("CSS30", "XYZ30"))
    put_right(as_officer, address, 5, "CSS301")
    assert problems(as_officer, address) == [
        (6, "unknown-prefix"),
        (16, "unknown-prefix"),
        (17, "unknown-prefix"),
    ]
    put_right(as_officer, address, 6, "CSS302")
    put_right(as_officer, address, 16, "CSS303")
    put_right(as_officer, address, 17, "CSS301")
    assert "Check what was read" in words(as_officer.get(address))
    told = warnings(as_officer, address)
    assert [line for line, code in told if code == "code-corrected"] == [5, 6, 16, 17]


def test_a_heading_that_contradicts_the_prefix_leads_to_the_code_of_its_line(as_officer, base):
    address = waiting(as_officer, base, SMALL.replace("C011: Charter", "CSS011: Charter"))
    assert (10, "scope-differs") in warnings(as_officer, address)
    page = words(as_officer.get(f"{address}?show=warnings"))
    assert f'href="{address}lines/10/">Put the code right' in page
    put_right(as_officer, address, 10, "C011")
    assert (10, "scope-differs") not in warnings(as_officer, address)
    assert rows(as_officer, address)["1.1.1 C011"].listing == "corporate"


def test_a_misread_element_takes_its_evidence_where_it_belongs(as_officer, base):
    address = waiting(as_officer, base, SMALL.replace("1.1.2: We", "1.7.2: We"))
    page = words(as_officer.get(f"{address}?show=warnings"))
    assert f'href="{address}lines/12/">Put the code right' in page
    put_right(as_officer, address, 12, "1.1.2")
    assert "1.1.2 CSS303" in rows(as_officer, address)


def test_a_code_that_could_not_be_read_at_all_is_given_one(as_officer, base):
    address = waiting(as_officer, base, SMALL.replace("CSS302: Survey", "(SS3O2: Survey"))
    assert "1.1.1 CSS302" not in rows(as_officer, address)
    assert "No code was read in this line" in words(as_officer.get(f"{address}lines/6/"))
    put_right(as_officer, address, 6, "CSS302")
    assert rows(as_officer, address)["1.1.1 CSS302"].title == "Survey"


def test_a_correction_is_taken_back_by_the_printed_code(as_officer, base):
    address = waiting(as_officer, base)
    put_right(as_officer, address, 6, "CSS399")
    assert "1.1.1 CSS399" in rows(as_officer, address)
    assert 'value="CSS399"' in words(as_officer.get(f"{address}lines/6/"))
    put_right(as_officer, address, 6, "CSS302")
    assert "1.1.1 CSS302" in rows(as_officer, address)
    assert PendingImport.objects.get().choices["codes"] == {}


def test_what_was_put_right_for_the_row_goes_with_it_to_the_new_code(as_officer, base):
    address = waiting(as_officer, base)
    correct(as_officer, address, "1.1.1 CSS302", title="Survey of visitors", status="active")
    put_right(as_officer, address, 6, "CSS305")
    row = rows(as_officer, address)["1.1.1 CSS305"]
    assert (row.title, row.listing) == ("Survey of visitors", "active")


@pytest.mark.parametrize("code", ["XYZ301", "CSS", "CSS0", "9.9.9", "Survey", "CSS301: Title"])
def test_a_code_that_can_be_none_here_is_refused_with_what_was_typed(as_officer, base, code):
    address = waiting(as_officer, base)
    page = words(put_right(as_officer, address, 6, code))
    assert "Enter a code that begins with CSS or C, or the code of an element" in page
    assert f'value="{code}"' in page
    assert PendingImport.objects.get().choices.get("codes", {}) == {}


def test_there_is_no_such_line(as_officer, base):
    address = waiting(as_officer, base)
    assert as_officer.get(f"{address}lines/2/").status_code == 404, "it is blank"
    assert as_officer.get(f"{address}lines/999/").status_code == 404


def test_a_title_that_is_too_long_is_refused_at_once(as_officer, base):
    response = send(as_officer, base, SMALL.replace("Survey", "Survey " * 60))
    assert "Shorten it in the file" in words(response)
    assert not PendingImport.objects.exists()


def test_links_are_written_under_the_corrected_code(as_officer, base):
    address = waiting(as_officer, base, SMALL.replace("CSS302", "CSS3O2"))
    put_right(as_officer, address, 6, "CSS302")
    confirm(as_officer, address)
    assert EvidenceLink.objects.filter(item__code="CSS302", element__code="1.1.1").exists()


def test_the_pages_of_codes_cost_the_same_at_any_size(
    as_officer, base, django_assert_max_num_queries
):
    many = "".join(f"XYZ{n}: Letter {n}\n" for n in range(1, 151))
    address = waiting(as_officer, base, SMALL.replace("CSS302: Survey\n", many))
    with django_assert_max_num_queries(10):
        assert "150 codes of evidence" in words(as_officer.get(address))
    with django_assert_max_num_queries(10):
        as_officer.get(f"{address}lines/6/")
