"""What an assessor reads of evidence: the version that was submitted, and no other byte."""

from datetime import date

import pytest
from django.test import Client

from accounts.models import HistoryEntry
from evidence.models import SnapshotLink
from evidence.search.reading import read_version
from tests.builders.assessments import make_assessor, make_grant, make_submitted
from tests.builders.evidence import (
    make_address,
    make_item,
    make_link,
    make_observation,
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
        f"/assessments/{assessment.pk}/documents/",
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


def submitted(client, portfolio, item):
    """The assessment with the item in it, and the desk of its assessor."""
    make_link(portfolio, item)
    assessment = make_submitted(portfolio)
    return assessment, sign_in(client, make_grant(assessment, make_assessor()).reader)


def readings():
    return HistoryEntry.objects.filter(verb="evidence.read").count()


def test_a_note_and_its_pictures_show_together_and_reading_is_recorded(client, portfolio):
    item = make_item(portfolio, number=703)
    note = make_observation(item, "A notice at the door.", pictures=2)
    assessment, desk = submitted(client, portfolio, item)
    page = page_of(desk, assessment)
    assert "A notice at the door." in page and readings() == 1
    link = SnapshotLink.objects.get(snapshot=assessment.snapshot)
    for picture in note.companions.all():
        address = f"/assessments/{assessment.pk}/files/{link.pk}/pictures/{picture.uuid}/"
        assert f'src="{address}"' in page
        assert desk.get(address)["Content-Type"] == "image/png"
        assert desk.get(f"/files/{picture.uuid}/view/").status_code == 404
    assert readings() == 3


def test_only_pictures_of_the_submitted_version_are_served(client, portfolio):
    item = make_item(portfolio, number=703)
    older = make_observation(item, "Older.")
    newer = make_observation(item, "Newer.")
    copy = make_redacted(older)
    assessment, desk = submitted(client, portfolio, item)
    elsewhere = make_observation(make_item(portfolio, number=704))
    link = SnapshotLink.objects.get(snapshot=assessment.snapshot)
    beginning = f"/assessments/{assessment.pk}/files/{link.pk}/pictures"
    allowed = newer.companions.get()
    for version in (older, newer, copy, older.companions.first(), elsewhere.companions.get()):
        assert desk.get(f"{beginning}/{version.uuid}/").status_code == 404
    assert desk.get(f"{beginning}/{allowed.uuid}/").status_code == 200


def test_a_redacted_copy_of_a_note_comes_without_the_pictures_of_the_original(client, portfolio):
    item = make_item(portfolio, number=703)
    note = make_observation(item, "The name of the resident")
    make_redacted(note, OPEN, "redacted.txt")
    assessment, desk = submitted(client, portfolio, item)
    page = page_of(desk, assessment)
    assert OPEN.decode() in page and "The name of the resident" not in page
    link = SnapshotLink.objects.get(snapshot=assessment.snapshot)
    picture = note.companions.get(role="picture")
    address = f"/assessments/{assessment.pk}/files/{link.pk}/pictures/{picture.uuid}/"
    assert str(picture.uuid) not in page and desk.get(address).status_code == 404


def test_a_web_address_shows_as_a_link_with_the_day_it_was_seen(client, portfolio):
    item = make_item(portfolio, number=703)
    make_address(item, "https://www.example.gov.uk/hours", date(2026, 3, 2))
    page = page_of(*reversed(submitted(client, portfolio, item)))
    link = '<a href="https://www.example.gov.uk/hours" target="_blank" rel="noopener noreferrer">'
    assert link in page and "seen on 2 March 2026" in page


def test_the_words_of_a_table_show_at_the_desk(client, portfolio):
    item = make_item(portfolio, number=703)
    read_version(make_version(item, b"Office,Visits\nDunoon,1200\n", "visits.csv").pk)
    page = page_of(*reversed(submitted(client, portfolio, item)))
    assert "<td>Dunoon</td><td>1200</td>" in page and readings() == 1
