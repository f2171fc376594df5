"""More files, fields or text than the portal reads at once: said in words, and nothing is kept."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse, UnreadablePostError
from django.test import Client, RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from evidence.intake.incoming import Incoming, TidyUploads
from evidence.models import EvidenceItem
from tests.builders.files import pdf, upload

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


@pytest.fixture(autouse=True)
def upload_folder(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    return tmp_path


@pytest.fixture
def address(base, team):
    return f"{base}/elements/1.1.1/evidence/add"


def files(number: int):
    return [upload(f"plan {at}.pdf", pdf(f"plan {at}")) for at in range(number)]


def test_fifty_files_in_one_ordinary_form_are_all_added(as_officer, address, stored_files):
    response = as_officer.post(address, {"files": files(50)})
    assert response.status_code == 302
    assert EvidenceItem.objects.count() == stored_files() == 50


def test_a_few_more_are_refused_on_the_page_they_came_from(as_officer, address, stored_files):
    page = as_officer.post(address, {"files": files(51)}, follow=True).content.decode()
    assert "51 files are more than 50, the most at one time." in page
    assert stored_files() == 0


def test_many_more_get_a_page_that_says_what_to_do(as_officer, address, stored_files):
    response = as_officer.post(address, {"files": files(61)})
    page = response.content.decode()
    assert response.status_code == 413
    assert "<h1>More than 50 files came at once</h1>" in page
    assert "in several parts of at most 50 files" in page
    assert stored_files() == 0 and not EvidenceItem.objects.exists()


def test_scripts_are_told_the_same_in_their_way(as_officer, address):
    response = as_officer.post(address, {"files": files(61)}, headers=JSON)
    assert response.status_code == 413
    assert response.json()["error"] == "More than 50 files came at once"
    assert "None was added." in response.json()["remedy"]


def test_more_text_than_is_read_gets_a_page_that_says_so(as_officer, address):
    response = as_officer.post(address, {"titles": "x" * 3_000_000})
    assert response.status_code == 413
    assert "shorten it to less than 2.5\xa0MB" in response.content.decode()


def test_more_fields_than_are_read_get_a_page_that_says_so(as_officer, address, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    response = as_officer.post(address, {"titles": ["x"] * 20})
    assert response.status_code == 413
    assert "More answers came at once than can be read" in response.content.decode()


def test_the_address_of_something_odd_still_gets_the_plain_page(db):
    response = Client(headers={"host": "not..a..host"}).get("/")
    assert response.status_code == 400
    assert "We could not read what was sent" in response.content.decode()


def test_a_file_that_is_far_too_large_takes_no_more_room_than_one_may_have(
    settings, as_officer, address, upload_folder, monkeypatch
):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    settings.MAX_VIDEO_BYTES = settings.MAX_DOCUMENT_BYTES = 200_000
    largest = []
    complete = Incoming.file_complete

    def measured(self, file_size):
        self.file.flush()
        largest.append(Path(self.file.temporary_file_path()).stat().st_size)
        return complete(self, file_size)

    monkeypatch.setattr(Incoming, "file_complete", measured)
    sent = {"files": upload("a.txt", b"words\n" * 500_000)}
    response = as_officer.post(address, sent, headers=JSON)
    assert response.status_code == 422
    assert response.json()["error"].startswith("It is larger than")
    assert largest[0] < 300_000
    assert list(upload_folder.iterdir()) == []


class BreaksOff(BytesIO):
    """A body whose sender goes away in the middle."""

    def read(self, *args):
        if self.tell() > 400_000:
            raise ConnectionResetError
        return super().read(*args)


def test_a_request_that_breaks_off_leaves_no_file_behind(upload_folder):
    body = encode_multipart(BOUNDARY, {"files": upload("a.txt", b"words\n" * 500_000)})
    cut: dict[str, Any] = {"wsgi.input": BreaksOff(body)}
    request = RequestFactory().generic("POST", "/", body, MULTIPART_CONTENT, **cut)
    while_it_is_answered = []

    def reads(request):
        with pytest.raises(UnreadablePostError):
            request.POST.get("title")
        while_it_is_answered.extend(upload_folder.iterdir())
        return HttpResponse()

    TidyUploads(reads)(request)
    assert len(while_it_is_answered) == 1
    assert list(upload_folder.iterdir()) == []
