"""The pack on the pages of the service and of the assessor: each gets their own."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from accounts.enums import Role
from assessments.models import Assessment, ReportFile
from tests.builders.assessments import make_assessor, make_grant, make_submitted
from tests.builders.evidence import (
    make_item,
    make_link,
    make_portfolio,
    make_redacted,
    make_version,
)
from tests.builders.people import make_user, sign_in

pytestmark = pytest.mark.django_db
SECRET, OPEN = b"The name of the resident", b"The name was taken out"


@pytest.fixture
def assessment() -> Assessment:
    portfolio = make_portfolio()
    item = make_item(portfolio, "Complaints log", number=701)
    make_redacted(make_version(item, SECRET, "names.txt"), OPEN, "redacted.txt")
    make_link(portfolio, item)
    return make_submitted(portfolio)


@pytest.fixture
def desk(assessment) -> Client:
    return sign_in(Client(), make_grant(assessment, make_assessor()).reader)


@pytest.fixture
def manager(assessment) -> Client:
    return sign_in(Client(), make_user(Role.MANAGER, assessment.portfolio.service))


def places(assessment: Assessment) -> tuple[str, str]:
    """Where the documents of the assessor and of the service are."""
    portfolio = assessment.portfolio
    service = f"/services/{portfolio.service.slug}/{portfolio.standard.slug}"
    return f"/assessments/{assessment.pk}/documents/", f"{service}/documents/"


def everything_in(response) -> bytes:
    assert response["Content-Type"] == "application/zip"
    with ZipFile(BytesIO(b"".join(response.streaming_content))) as pack:
        return b"\n".join(pack.read(name) for name in pack.namelist())


def make_in(client: Client, place: str) -> ReportFile:
    made = client.post(f"{place}pack/make/")
    return ReportFile.objects.get(uuid=made["Location"].rstrip("/").rpartition("/")[2])


def test_each_makes_and_downloads_their_own(
    assessment, desk, manager, django_capture_on_commit_callbacks
):
    at_desk, at_service = places(assessment)
    with django_capture_on_commit_callbacks(execute=True):
        theirs, ours = make_in(desk, at_desk), make_in(manager, at_service)

    taken = everything_in(desk.get(f"{at_desk}made/{theirs.uuid}/file/?download"))
    assert OPEN in taken and SECRET not in taken
    kept = everything_in(manager.get(f"{at_service}made/{ours.uuid}/file/?download"))
    assert OPEN in kept and SECRET in kept


def test_the_assessor_cannot_have_the_pack_of_the_council(
    assessment, desk, manager, django_capture_on_commit_callbacks
):
    at_desk, at_service = places(assessment)
    with django_capture_on_commit_callbacks(execute=True):
        ours = make_in(manager, at_service)

    for place in (at_desk, at_service):
        for address in ("", "file/", "file/?download"):
            response = desk.get(f"{place}made/{ours.uuid}/{address}")
            assert response.status_code == 404
    assert str(ours.uuid) not in desk.get(at_desk).content.decode()


def test_it_is_saved_under_a_name_that_says_what_it_is_and_its_checksum_is_shown(
    assessment, manager, django_capture_on_commit_callbacks
):
    _at_desk, at_service = places(assessment)
    with django_capture_on_commit_callbacks(execute=True):
        pack = make_in(manager, at_service)

    saved = manager.get(f"{at_service}made/{pack.uuid}/file/?download")["Content-Disposition"]
    assert saved.startswith("attachment") and "Evidence_pack" in saved and ".zip" in saved
    page = manager.get(f"{at_service}made/{pack.uuid}/").content.decode()
    assert pack.sha256 in page and "Download the ZIP" in page and "PDF" not in page
