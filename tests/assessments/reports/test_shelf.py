"""The pages of documents: what can be made, for which visit, what was made, and if it is true."""

import re

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from assessments.models import Assessment, ReportFile
from evidence.models import Portfolio
from tests.builders.assessments import make_assessment, make_completed, make_grant, make_submitted
from tests.builders.evidence import make_portfolio
from tests.builders.people import make_service, make_user, sign_in

from .issuing import make_issue, make_kept
from .plain import plain  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db
DOCUMENTS = "/services/library-service/small/documents/"


@pytest.fixture
def portfolio() -> Portfolio:
    return make_portfolio(make_service(name="Library Service"))


@pytest.fixture
def manager(portfolio) -> User:
    return make_user(Role.MANAGER, portfolio.service, name="Morag Stewart")


@pytest.fixture
def client(manager) -> Client:
    return sign_in(Client(), manager)


@pytest.fixture
def visits(portfolio) -> tuple[Assessment, Assessment]:
    """One that is completed, and the open one."""
    return make_completed(portfolio, label="Visit 2025"), make_assessment(
        portfolio, label="Visit 2026"
    )


def words_of(response) -> str:
    """What the page says, without its markup."""
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(page.split()).replace(" ,", ",").replace(" :", ":")


def section(words: str, title: str, until: str) -> str:
    return words.partition(f" {title} ")[2].partition(until)[0]


@pytest.mark.any_database
def test_issues_drafts_and_what_is_being_made_stand_apart(client, manager, visits):
    earlier, this = visits
    make_kept(earlier, issue_number=1, asked_by=manager)
    make_kept(this, content_sha256="1" * 64, pages=23)
    ReportFile.objects.create(assessment=this, report="summary", content_sha256="2" * 64)
    page = client.get(DOCUMENTS)
    words = words_of(page)
    assert "Assessment Summary Visit 2026" in section(words, "Being made", "Issued")
    issued = section(words, "Issued", "Drafts")
    assert "Assessment Summary, issue 1" in issued and "Visit 2025" in issued
    assert "for Morag Stewart" in issued and "Download PDF" in issued
    assert "23" in section(words, "Drafts", "Protective marking")
    assert 'hx-select="#made"' in page.content.decode()


@pytest.mark.any_database
def test_nothing_made_yet_is_said_in_words(client, visits):
    assert "Nothing has been made yet." in words_of(client.get(DOCUMENTS))
    page = client.get(f"{DOCUMENTS}?visit={visits[0].pk}")
    assert "Nothing has been made for this visit yet." in words_of(page)


@pytest.mark.any_database
def test_documents_are_made_for_the_visit_that_is_chosen(client, visits, plain):  # noqa: F811
    earlier, this = visits
    page = client.get(f"{DOCUMENTS}?visit={earlier.pk}")
    assert "About Visit 2025, as it was submitted" in words_of(page)
    assert "<title>Documents: Visit 2025 –" in page.content.decode()
    assert f'href="{DOCUMENTS}summary/?visit={earlier.pk}"' in page.content.decode()
    client.post(f"{DOCUMENTS}plain/make/", {"visit": earlier.pk})
    client.post(f"{DOCUMENTS}plain/make/")
    asked = ReportFile.objects.order_by("pk").values_list("assessment", flat=True)
    assert list(asked) == [earlier.pk, this.pk]
    for nonsense in ("99999", "x", "-1"):
        assert client.get(f"{DOCUMENTS}?visit={nonsense}").status_code == 404


@pytest.mark.any_database
def test_asked_for_again_it_is_about_the_same_visit(client, visits):
    failed = ReportFile.objects.create(
        assessment=visits[0], report="summary", content_sha256="1" * 64, failure="It broke."
    )
    page = client.get(f"{DOCUMENTS}made/{failed.uuid}/").content.decode()
    assert f'<input type="hidden" name="visit" value="{visits[0].pk}">' in page
    assert "It broke." in page and "tell those who run the portal" in page


def test_a_document_says_whether_it_is_still_true(client, portfolio, plain):  # noqa: F811
    assessment = make_submitted(portfolio, label="Visit 2026")
    file = make_issue(assessment, "plain")
    address = f"{DOCUMENTS}made/{file.uuid}/"
    page = words_of(client.get(address))
    assert "Plain statement, issue 1" in page and file.sha256 in page and "Get-FileHash" in page
    assert "Check whether anything has changed" in page
    assert "Nothing has changed since" in words_of(client.get(f"{address}?check"))
    Assessment.objects.update(reference="CSE/2")
    changed = client.get(f"{address}?check")
    assert "Something has changed since it was made This issue stays as it is." in words_of(changed)
    assert "Make a new one" in words_of(changed)


@pytest.mark.any_database
def test_how_far_it_is_shows_as_a_bar(client, visits):
    file = ReportFile.objects.create(
        assessment=visits[1],
        report="summary",
        content_sha256="1" * 64,
        stage="Copying files",
        done=40,
        total=100,
    )
    for address in (DOCUMENTS, f"{DOCUMENTS}made/{file.uuid}/"):
        page = client.get(address).content.decode()
        assert '<progress max="100" value="40">40/100</progress>' in page
        assert "Copying files" in page and "Look again" in page


@pytest.mark.parametrize("size", [1, 40])
def test_the_list_takes_these_statements_whatever_was_made(
    client, visits, size, django_assert_num_queries
):
    for number in range(size):
        make_kept(visits[0], bytes([number]), issue_number=number + 1)
        make_kept(visits[1], bytes([number]))
    ReportFile.objects.bulk_create(
        ReportFile(assessment=visits[1], report="summary", content_sha256=f"{number:064}")
        for number in range(size)
    )
    with django_assert_num_queries(8):
        client.get(DOCUMENTS)
    desk = sign_in(Client(), make_grant(visits[0]).reader)
    with django_assert_num_queries(7):
        desk.get(f"/assessments/{visits[0].pk}/documents/")


@pytest.mark.parametrize("size", [1, 40])
def test_a_document_of_its_own_takes_these_statements(
    client, visits, size, django_assert_num_queries
):
    files = [
        make_kept(visits[0], bytes([number]), issue_number=number + 1) for number in range(size)
    ]
    with django_assert_num_queries(18):
        page = client.get(f"{DOCUMENTS}made/{files[0].uuid}/")
    assert "Something has changed since" in words_of(page)
