"""A document that is made already: served at once, whole or from where it was broken off."""

from time import process_time

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.history.sentences import told
from accounts.models import HistoryEntry
from assessments.models import Assessment, ReportFile
from assessments.reports.kinds import KINDS
from assessments.reports.make import digest_of
from assessments.reports.subject import Subject
from tests.builders.assessments import make_grant, make_submitted
from tests.builders.evidence import make_portfolio
from tests.builders.people import make_service, make_user, sign_in

from .issuing import make_kept, read
from .plain import plain  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db
CONTENT = b"%PDF-1.7 " + bytes(range(256)) * 40
END = len(CONTENT) - 1


@pytest.fixture
def assessment() -> Assessment:
    return make_submitted(make_portfolio(make_service(name="Library Service")), label="Visit")


@pytest.fixture
def file(assessment) -> ReportFile:
    return make_kept(assessment, CONTENT)


@pytest.fixture
def reader(assessment) -> Client:
    return sign_in(Client(), make_user(Role.MANAGER, assessment.portfolio.service, name="Morag"))


def address_of(file: ReportFile) -> str:
    return f"/services/library-service/small/documents/made/{file.uuid}/file/"


def bytes_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, END),
        ("bytes=-5", END - 4, END),
        (f"bytes=9-{END + 999}", 9, END),
    ],
)
def test_a_part_of_it_is_served_as_it_was_asked_for(reader, file, asked, first, last):
    response = reader.get(address_of(file), headers={"range": asked})
    assert (response.status_code, bytes_of(response)) == (206, CONTENT[first : last + 1])
    assert response["Content-Range"] == f"bytes {first}-{last}/{len(CONTENT)}"
    assert response["Content-Length"] == str(last - first + 1)
    assert response["ETag"] == f'"{file.sha256}"'


@pytest.mark.any_database
def test_what_was_broken_off_is_resumed_only_while_it_is_the_same_file(reader, file):
    address, rest = address_of(file), {"range": "bytes=100-"}
    same = reader.get(address, headers=rest | {"if-range": f'"{file.sha256}"'})
    other = reader.get(address, headers=rest | {"if-range": '"another"'})
    assert (same.status_code, bytes_of(same)) == (206, CONTENT[100:])
    assert (other.status_code, bytes_of(other)) == (200, CONTENT)
    behind = reader.get(address, headers={"range": f"bytes={END + 1}-"})
    assert (behind.status_code, behind["Content-Range"]) == (416, f"bytes */{len(CONTENT)}")


@pytest.mark.any_database
def test_who_has_it_already_is_sent_nothing(reader, file):
    known = reader.get(address_of(file), headers={"if-none-match": f'"{file.sha256}"'})
    assert (known.status_code, known.content) == (304, b"")
    assert known["ETag"] == f'"{file.sha256}"'


@pytest.mark.any_database
def test_head_tells_size_and_checksum_and_sends_nothing(reader, file):
    head = reader.head(address_of(file))
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == str(len(CONTENT))
    assert (head["Accept-Ranges"], head["ETag"]) == ("bytes", f'"{file.sha256}"')
    assert head["Content-Type"] == "application/pdf"
    assert not HistoryEntry.objects.filter(verb="assessments.document_read").exists()


@pytest.mark.any_database
def test_only_a_pdf_is_shown_in_the_browser(reader, assessment, file, plain):  # noqa: F811
    # What the row says of its type is not asked.
    other = make_kept(assessment, b"<script>", report="plain", media_type="text/html", pages=None)
    shown, saved = reader.get(address_of(file)), reader.get(address_of(other))
    assert shown["Content-Disposition"].startswith("inline")
    assert saved["Content-Disposition"] == (
        'attachment; filename="Plain_statement_Library_Service_Visit_issue_1.txt"'
    )
    assert saved["Content-Type"] == plain.media_type
    for response in (shown, saved):
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_each_reading_is_in_the_history_once_and_changes_no_document(reader, assessment, file):
    def digest() -> str:
        return digest_of(KINDS["summary"].build(Subject(read(assessment))))

    desk = sign_in(Client(), make_grant(assessment).reader)
    before = digest()
    reader.get(address_of(file))
    for part in ("bytes=100-", "bytes=5-9"):  # as a viewer turns pages, or a download goes on
        reader.get(address_of(file), headers={"range": part})
    at_the_desk = f"/assessments/{assessment.pk}/documents/made/{file.uuid}/file/"
    desk.get(at_the_desk, headers={"range": "bytes=0-"})
    entries = HistoryEntry.objects.filter(verb="assessments.document_read")
    assert [line.sentence for line in told(entries)] == [
        "Opened the document Assessment Summary"
    ] * 2
    assert {entry.assessment_id for entry in entries} == {assessment.pk}
    assert told(entries)[0].who == "Morag"
    assert digest() == before


@pytest.mark.parametrize("size", [1, 40])
def test_serving_takes_these_statements_and_hardly_any_time(
    reader, assessment, size, django_assert_num_queries
):
    files = [
        make_kept(assessment, CONTENT + bytes([number]), issue_number=number + 1)
        for number in range(size)
    ]
    reader.get(address_of(files[0]))
    with django_assert_num_queries(11):
        bytes_of(reader.get(address_of(files[0])))
    taken = []
    for _round in range(10):
        begun = process_time()
        bytes_of(reader.get(address_of(files[0])))
        taken.append(process_time() - begun)
    # Of the processor: what else the machine does is not measured here.
    assert sorted(taken)[2] < 0.05, taken
