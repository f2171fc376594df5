"""Registers in the browser: sent, looked at, put right, confirmed; and given out."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.models import HistoryEntry
from evidence.models import EvidenceItem, EvidenceLink, RegisterUpload, SummaryImport
from tests.builders.evidence import make_item, make_link, make_many_items
from tests.builders.people import make_user, sign_in

pytestmark = pytest.mark.django_db

REGISTER = b"Code,Title,Element,Shelf\nCSS201,Survey,1.1.1; 1.1.2,A\nC017,Charter,9.9.9,B\n"


def words_of(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def send(as_officer, base):
    """send(content): the address of the page that shows what was read."""

    def run(content: bytes = REGISTER, name: str = "register.csv") -> str:
        file = SimpleUploadedFile(name, content)
        response = as_officer.post(f"{base}/imports/register/", {"file": file})
        assert response.status_code == 302, words_of(response)
        return response["Location"]

    return run


def confirm(client, address):
    seen = client.get(address).context["plan"].mark
    return client.post(f"{address}confirm", {"seen": seen}, follow=True)


def test_what_would_happen_is_shown_row_by_row_and_nothing_is_written(
    as_officer, base, portfolio, send
):
    make_item(portfolio, "Charter", corporate=True, number=17)
    before = HistoryEntry.objects.count()

    page = words_of(as_officer.get(send()))

    assert '<span class="code">CSS201</span> Survey' in page
    assert "Added" in page and "There already" in page
    assert "the standard has no element “9.9.9”" in page
    assert "Nothing is read from the column “Shelf”" in page
    address = as_officer.get(f"{base}/imports/register/").context["waiting"][0].uuid
    shown = {
        part: [row.line for row in as_officer.get(
            f"{base}/imports/register/{address}/?show={part}").context["page_obj"]]
        for part in ("", "changes", "warnings")
    }  # fmt: skip
    assert shown == {"": [1, 2, 3], "changes": [2], "warnings": [1, 3]}
    assert EvidenceItem.objects.count() == 1 and not EvidenceLink.objects.exists()
    assert HistoryEntry.objects.count() == before


def test_confirming_writes_it_and_shows_its_outcome(as_officer, officer, base, portfolio, send):
    response = confirm(as_officer, send())

    kept = SummaryImport.objects.get()
    assert (kept.kind, kept.by, kept.source_name) == ("register", officer, "register.csv")
    assert response.redirect_chain[-1][0].endswith(f"/imports/{kept.pk}/")
    assert "Imported register.csv." in words_of(response)
    assert ">Evidence register<" in words_of(as_officer.get(f"{base}/imports/"))
    assert EvidenceItem.objects.get(code="CSS201").created_by == officer
    assert EvidenceLink.objects.count() == 2
    assert not RegisterUpload.objects.exists()


def test_columns_are_put_right(as_officer, portfolio, send):
    address = send(b"Shelf mark,What,Where\nCSS201,Survey,1.1.1\n")
    page = words_of(as_officer.get(address))
    assert "No column of evidence codes was found" in page and "Import it" not in page

    said = {"s0c0": "code", "s0c1": "title", "s0c2": "elements", "s0c9": "owner", "s7c0": "code"}
    as_officer.post(f"{address}columns", said)

    page = words_of(as_officer.get(address))
    assert '<option value="elements" selected>' in page
    confirm(as_officer, address)
    assert EvidenceLink.objects.get().item.title == "Survey"


def test_a_column_cannot_be_two_things(as_officer, portfolio, send):
    address = send()
    said = {"s0c0": "code", "s0c1": "code"}
    response = as_officer.post(f"{address}columns", said, follow=True)
    assert "“Code” is chosen for two columns" in words_of(response)
    assert RegisterUpload.objects.get().columns == [{"code": 0, "title": 1, "elements": 2}]


def test_nothing_is_written_when_something_changed_since_it_was_shown(as_officer, portfolio, send):
    address = send()
    seen = as_officer.get(address).context["plan"].mark
    make_item(portfolio, "Somebody else’s", number=201)

    response = as_officer.post(f"{address}confirm", {"seen": seen}, follow=True)

    assert "Nothing was imported" in words_of(response)
    assert EvidenceItem.objects.count() == 1 and not SummaryImport.objects.exists()
    assert "Somebody else’s” is kept" in words_of(response)


def test_a_second_time_there_is_nothing_to_import(as_officer, portfolio, send):
    confirm(as_officer, send())
    page = words_of(as_officer.get(send()))
    assert "There is nothing to import" in page and "Import it" not in page


def test_one_bad_code_is_told_before_anything_is_written(as_officer, portfolio, send):
    address = send(b"Code,Title\nCSS201,Survey\nXYZ1,Not ours\n")
    page = words_of(as_officer.get(address))
    assert "XYZ1 (line 3) begins with XYZ" in page and "Import it" not in page
    as_officer.post(f"{address}confirm", {"seen": "x"})
    assert not EvidenceItem.objects.exists()


def test_a_register_can_be_dropped_and_old_ones_go_by_themselves(as_officer, base, portfolio, send):
    first = send()
    assert send() == first  # sent twice, it waits once
    for page in ("imports/register/", "imports/"):
        assert f'href="{first}">register.csv</a>' in words_of(as_officer.get(f"{base}/{page}"))
    response = as_officer.post(f"{first}drop", follow=True)
    assert "Dropped register.csv" in words_of(response)
    assert as_officer.get(first).status_code == 404

    second = send()
    RegisterUpload.objects.update(at=timezone.now() - timedelta(days=31))
    send(REGISTER + b"CSS202,Another,,\n")
    assert as_officer.get(second).status_code == 404


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7", "is a PDF"),
        (b"", "This file is empty"),
        (b"PK\x03\x04 but no more", "is damaged"),
        (b"\x00\x01\x02" * 99, "no spreadsheet"),
    ],
)
def test_what_cannot_be_read_is_refused_at_the_field(content, told, as_officer, base, portfolio):
    file = SimpleUploadedFile("register.xlsx", content)
    response = as_officer.post(f"{base}/imports/register/", {"file": file})
    assert response.status_code == 200 and told in words_of(response)
    assert not RegisterUpload.objects.exists()


def test_whoever_reads_the_evidence_may_take_it_out(as_governance, as_stranger, base, portfolio):
    make_link(portfolio, make_item(portfolio, "=1+1", number=201))
    text = as_governance.get(f"{base}/evidence/register.csv")
    assert "CSS201,'=1+1,1.1.1," in text.content.decode("utf-8-sig")
    assert text["Content-Disposition"].startswith('attachment; filename="service-')
    book = as_governance.get(f"{base}/evidence/register.xlsx")
    assert load_workbook(BytesIO(book.content))["Items"]["A2"].value == "CSS201"
    page = words_of(as_governance.get(f"{base}/evidence/"))
    assert "Export to CSV" in page and "Import a register" not in page
    assert as_stranger.get(f"{base}/evidence/register.csv").status_code == 404
    assert as_governance.post(f"{base}/imports/register/").status_code == 403


def test_a_register_of_another_service_is_not_there(as_officer, base, portfolio, send, client):
    address = send()
    other = make_user(Role.OFFICER, portfolio.service.organisation.services.create(
        name="Other", slug="other", prefix="OTH"))  # fmt: skip
    assert sign_in(client, other).get(address).status_code == 404


@pytest.mark.parametrize("size", [1, 150])
def test_the_pages_take_as_many_statements_at_any_size(
    size, as_officer, base, portfolio, send, django_assert_max_num_queries
):
    make_many_items(portfolio, size)
    address = send(as_officer.get(f"{base}/evidence/register.csv").content)
    with django_assert_max_num_queries(14):
        assert as_officer.get(address).context["counts"]["unchanged"]["evidence"] == size
    with django_assert_max_num_queries(6):
        as_officer.get(f"{base}/imports/register/")
    # Of these, six put into the history that it was taken away.
    for form in ("csv", "xlsx"):
        with django_assert_max_num_queries(6 + 6):
            as_officer.get(f"{base}/evidence/register.{form}")
