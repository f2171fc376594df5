"""What an assessor reads of evidence: the version that was submitted, and no other byte."""

import pytest
from django.test import Client

from evidence.models import SnapshotLink
from tests.builders.assessments import make_assessor, make_grant, make_submitted
from tests.builders.evidence import (
    make_item,
    make_link,
    make_portfolio,
    make_redacted,
    make_version,
    make_withdrawn,
)
from tests.builders.files import pdf
from tests.builders.people import sign_in

pytestmark = pytest.mark.django_db

SECRET, OPEN = b"The name of the resident", b"The name was taken out"


@pytest.fixture
def portfolio():
    return make_portfolio()


@pytest.fixture
def item(portfolio):
    item = make_item(portfolio, "Complaints log", number=701)
    make_link(portfolio, item)
    return item


@pytest.fixture
def original(item):
    return make_version(item, SECRET, "original with names.txt")


@pytest.fixture
def redacted(original):
    return make_redacted(original, OPEN, "redacted.txt")


@pytest.fixture
def assessment(portfolio, redacted):
    return make_submitted(portfolio)


@pytest.fixture
def desk(client, assessment) -> Client:
    return sign_in(client, make_grant(assessment, make_assessor()).reader)


def body(response) -> bytes:
    return b"".join(response) if response.streaming else response.content


def page_of(desk, assessment):
    page = desk.get(f"/assessments/{assessment.pk}/elements/1.1.1/").content.decode()
    return " ".join(page.split())


def test_the_desk_says_that_it_shows_a_redacted_copy_and_of_which_version(desk, assessment):
    page = page_of(desk, assessment)
    assert "This is a redacted copy" in page
    assert "redacted copy of version 1, as submitted" in page


def test_the_desk_says_which_version_was_submitted_when_newer_ones_have_come(client, portfolio):
    item = make_item(portfolio, number=702)
    make_link(portfolio, item)
    make_version(item)
    make_version(item, pdf("second"))
    assessment = make_submitted(portfolio)
    make_version(item, pdf("third"))
    sign_in(client, make_grant(assessment, make_assessor()).reader)
    assert "version 2, as submitted" in page_of(client, assessment)


@pytest.mark.parametrize("part", [{}, {"Range": "bytes=0-"}, {"Range": "bytes=4-9"}])
@pytest.mark.parametrize("view", ["", "view/"])
def test_no_byte_of_the_original_reaches_the_assessor(
    desk, assessment, original, redacted, view, part
):
    link = SnapshotLink.objects.get(snapshot=assessment.snapshot)
    assert link.version == redacted
    served = body(desk.get(f"/assessments/{assessment.pk}/files/{link.pk}/{view}", headers=part))
    assert served and served in OPEN and SECRET not in served

    for version in (original, redacted):
        response = desk.get(f"/files/{version.uuid}/{view}", headers=part)
        assert response.status_code == 404 and SECRET not in body(response)


def test_no_page_of_the_assessor_names_the_original(desk, assessment, original, portfolio):
    slugs = f"{portfolio.service.slug}/{portfolio.standard.slug}"
    for address in (
        f"/assessments/{assessment.pk}/elements/1.1.1/",
        f"/assessments/{assessment.pk}/conclude/",
        f"/assessments/{assessment.pk}/summary/",
        f"/services/{slugs}/evidence/",
        f"/services/{slugs}/evidence/CSS701/",
        f"/services/{slugs}/evidence/CSS701/version",
        f"/services/{slugs}/evidence/CSS701/versions/1/redacted",
        f"/services/{slugs}/elements/1.1.1/",
    ):
        content = body(desk.get(address, follow=True)).decode()
        for trace in ("original with names", str(original.uuid), original.sha256[:16]):
            assert trace not in content, address


def test_what_is_withdrawn_after_submission_stays_at_the_desk(desk, assessment, item):
    make_withdrawn(item, "A reason for the service alone")
    page = page_of(desk, assessment)
    assert "CSS701" in page and "A reason for the service alone" not in page
