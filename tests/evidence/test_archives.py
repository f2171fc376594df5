"""A ZIP archive is opened when it is added, and each file in it stands or falls on its own."""

import zipfile
from io import BytesIO

import pytest
from django.contrib.messages import get_messages

from evidence.models import EvidenceItem
from tests.builders.evidence import make_item
from tests.builders.files import office, pdf, picture, upload, zipped

pytestmark = pytest.mark.django_db

JSON = {"headers": {"accept": "application/json"}}
MIXED = {
    "Survey 2026/": b"",
    "Survey 2026/web_audit.pdf": pdf(),
    "Survey 2026/setup.docx": b"MZ" + bytes(99),
    "Survey 2026/more.zip": zipped({"a.txt": b"a"}),
    "photo.jpg": picture("JPEG"),
    "__MACOSX/._photo.jpg": b"\0\5\x16\7",
    "Thumbs.db": b"\xd0\xcf",
}


@pytest.fixture
def address(base, team):
    return f"{base}/elements/1.1.1/evidence/add"


def titles():
    return list(EvidenceItem.objects.order_by("pk").values_list("title", flat=True))


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def linked_archive() -> bytes:
    """An archive in which lies a link to a file of the machine that opens it."""
    out = BytesIO()
    entry = zipfile.ZipInfo("notes.txt")
    entry.external_attr = 0o120777 << 16
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def secret_archive() -> bytes:
    content = bytearray(zipped({"a.txt": b"a"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


REFUSED = {
    "way-out": (zipped({"a.txt": b"a", "../../etc/cron.d/x": b"b"}), "leads out of it"),
    "way-out-windows": (zipped({"..\\..\\x.txt": b"b"}), "leads out of it"),
    "absolute": (zipped({"/etc/cron.d/x": b"b"}), "leads out of it"),
    "link": (linked_archive(), "leads out of it"),
    "password": (secret_archive(), "password"),
    "empty": (zipped({"folder/": b""}), "no file in it"),
    "too-many": (zipped({f"{n}.txt": b"x" for n in range(51)}), "51 files in it"),
    "bomb": (zipped({"a.txt": bytes(251_000_000)}), "beyond measure"),
    "same-name": (zipped({"a.txt": b"a", "b.txt": b"b"}).replace(b"b.txt", b"a.txt"), "two kinds"),
    "document-in-front": (pdf() + zipped({"a.txt": b"a"}), "two kinds"),
    "program-behind": (zipped({"a.txt": b"a"}) + b"MZ" * 90, "two kinds"),
}


def test_each_file_of_an_archive_is_added_or_refused_for_itself(as_officer, address, stored_files):
    response = as_officer.post(address, {"files": upload("all.zip", zipped(MIXED))})
    assert titles() == ["Web audit", "Photo"]
    assert stored_files() == 2
    assert told(response) == [
        "Added 2 files: CSS401: Web audit; CSS402: Photo.",
        "setup.docx was not added. It is a program, and programs are never kept. "
        "Add a document or a picture that shows what you do.",
        "more.zip was not added. It is an archive: a file with other files in it. "
        "Open the archive and add the files themselves.",
    ]


def test_with_scripts_the_answer_names_each_file_of_an_archive(as_officer, address):
    response = as_officer.post(address, {"files": upload("all.zip", zipped(MIXED))}, **JSON)
    assert response.status_code == 201
    answer = response.json()
    assert answer["message"] == "2 of 4 files added"
    assert [(file["name"], file.get("code", file.get("error"))) for file in answer["files"]] == [
        ("web_audit.pdf", "CSS401"),
        ("setup.docx", "It is a program, and programs are never kept."),
        ("more.zip", "It is an archive: a file with other files in it."),
        ("photo.jpg", "CSS402"),
    ]


def test_an_archive_of_nothing_good_adds_nothing(as_officer, address, stored_files):
    bad = zipped({"a.exe": b"MZ", "b.html": b"<html>"})
    response = as_officer.post(address, {"files": upload("bad.zip", bad)}, **JSON)
    assert response.status_code == 422
    assert response.json()["error"] == "0 of 2 files added"
    assert titles() == [] and stored_files() == 0


@pytest.mark.any_database
@pytest.mark.parametrize("sort", REFUSED)
def test_an_archive_that_is_not_safe_to_open_is_refused_as_a_whole(
    sort, as_officer, address, stored_files
):
    content, reason = REFUSED[sort]
    response = as_officer.post(address, {"files": upload("all.zip", content)}, **JSON)
    assert response.status_code == 422
    assert reason in response.json()["error"] and response.json()["remedy"]
    assert titles() == [] and stored_files() == 0


def test_archives_and_files_together_are_at_most_fifty(as_officer, address):
    files = [upload(f"{n}.txt", b"%d" % n) for n in range(30)]
    archive = upload("all.zip", zipped({f"{n}.txt": b"in it %d" % n for n in range(30)}))
    response = as_officer.post(address, {"files": [*files, archive]})
    assert len(titles()) == 30
    assert "30 files in it are more than the 20 that can be added now" in told(response)[-1]


def test_a_document_that_is_an_archive_inside_stays_whole(as_officer, address):
    as_officer.post(address, {"files": upload("plan.zip", office())})
    assert titles() == ["Plan"]


def test_an_archive_is_no_version_of_an_item(as_officer, portfolio, base, stored_files):
    item = make_item(portfolio)
    response = as_officer.post(
        f"{base}/evidence/{item.code}/version", {"file": upload("a.zip", zipped(MIXED))}
    )
    assert b"It is an archive" in response.content
    assert stored_files() == 0
