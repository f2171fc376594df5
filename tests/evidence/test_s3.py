"""Evidence in a store that speaks S3: all that a folder does, against a real server."""

import hashlib
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from time import sleep
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.models import HistoryEntry
from cse_portal.settings.stores import store
from evidence.intake.store import keep
from evidence.leftovers import clear_leftovers
from evidence.models import EvidenceVersion
from tests.assessments.reports.issuing import make_kept
from tests.builders.assessments import make_submitted
from tests.builders.evidence import make_item, make_version
from tests.builders.files import pdf, upload
from tests.builders.people import make_user, sign_in
from tests.builders.s3 import BUCKET, CannotStart, s3_server

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

FILM = b"\0" * 1000 + bytes(range(256)) * 40_000  # more than one stretch of the store


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    try:
        with s3_server(tmp_path_factory.mktemp("s3")) as address:
            yield address
    except CannotStart as error:
        pytest.skip(str(error))


@pytest.fixture
def in_the_store(server: str, settings: Any, tmp_path: Path, request: Any) -> Any:
    """The evidence storage of one test, in a part of the store that is empty at first."""
    where = f"s3://{BUCKET}/{tmp_path.name}/evidence?endpoint={server}&region=eu-west-2"
    links = getattr(request, "param", "")
    settings.STORAGES = settings.STORAGES | {
        "evidence": store(where + links, tmp_path),
        "reports": store(where.replace("/evidence", "/reports") + links, tmp_path),
    }
    return storages["evidence"]


def links_of(seconds: int) -> Any:
    return pytest.mark.parametrize("in_the_store", [f"&links={seconds}"], indirect=True)


with_links = links_of(30)


def bytes_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def facts(storage: Any, key: str) -> dict[str, Any]:
    client = storage.connection.meta.client
    return client.head_object(Bucket=BUCKET, Key=f"{storage.location}/{key}")


def test_what_is_uploaded_lies_encrypted_under_a_name_that_tells_nothing(
    in_the_store, as_officer, base, team
):
    given = {"files": [upload("Survey of Ardrishaig.pdf", pdf("survey"))]}
    assert as_officer.post(f"{base}/elements/1.1.1/evidence/add", given).status_code == 302
    version = EvidenceVersion.objects.get()
    assert version.sha256 == hashlib.sha256(pdf("survey")).hexdigest()
    said = facts(in_the_store, version.storage_key)
    assert said["ServerSideEncryption"] == "AES256"
    assert said["ContentType"] == "application/octet-stream" and said["Metadata"] == {}
    assert "Ardrishaig" not in version.storage_key
    with pytest.raises(NotImplementedError):
        in_the_store.url(version.storage_key)
    shown = as_officer.get(f"/files/{version.uuid}/view/")
    assert bytes_of(shown) == pdf("survey")
    assert shown["Content-Type"] == "application/pdf"
    assert shown["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert shown["X-Content-Type-Options"] == "nosniff"


def test_nobody_without_a_key_of_the_store_gets_a_file(in_the_store, portfolio):
    version = make_version(make_item(portfolio))
    key = f"{in_the_store.location}/{version.storage_key}"
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{in_the_store.endpoint_url}/{BUCKET}/{key}")
    assert refused.value.code == 403


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-99", 0, 99), ("bytes=8388600-8388699", 8388600, 8388699), ("bytes=-5", -5, None)],
)
def test_a_part_of_a_large_file_is_read_from_where_it_begins(
    in_the_store, as_officer, portfolio, asked, first, last
):
    version = make_version(make_item(portfolio))
    in_the_store.delete(version.storage_key)
    in_the_store.save(version.storage_key, ContentFile(FILM))
    EvidenceVersion.objects.filter(pk=version.pk).update(size=len(FILM))
    answer = as_officer.get(f"/files/{version.uuid}/view/", headers={"range": asked})
    end = len(FILM) if last is None else last + 1
    assert (answer.status_code, bytes_of(answer)) == (206, FILM[first:end])


def test_a_large_file_is_hashed_and_sent_in_little_memory(in_the_store):
    tracemalloc.start()
    stored = in_the_store.save("aa/film", ContentFile(FILM * 3))
    before = tracemalloc.get_traced_memory()[0]
    tracemalloc.reset_peak()
    with in_the_store.open(stored) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    peak = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    assert digest == hashlib.sha256(FILM * 3).hexdigest()
    assert peak < 4_000_000, f"{peak} for {len(FILM) * 3}"


def test_verify_evidence_names_what_is_missing_altered_and_left_over(in_the_store, portfolio):
    whole, gone, other = (make_version(make_item(portfolio)) for _time in range(3))
    call_command("verify_evidence", stdout=StringIO())
    in_the_store.delete(gone.storage_key)
    in_the_store.delete(other.storage_key)
    in_the_store.save(other.storage_key, ContentFile(b"forged"))
    in_the_store.save("ab/left-over", ContentFile(b"left over"))
    said = StringIO()
    with pytest.raises((SystemExit, CommandError)):
        call_command("verify_evidence", stdout=said)
    text = said.getvalue()
    assert gone.item.code in text and other.item.code in text and "ab/left-over" in text
    assert whole.item.code not in text
    [left] = clear_leftovers(before=timezone.now() + timedelta(minutes=1))
    assert (left.name, left.size) == ("ab/left-over", 9)
    assert not in_the_store.exists("ab/left-over") and in_the_store.exists(whole.storage_key)


def test_a_store_that_does_not_answer_is_said_so_and_keeps_nothing(
    in_the_store, client, monkeypatch
):
    assert client.get("/readyz").status_code == 200
    monkeypatch.setattr(in_the_store, "_bucket", None)
    monkeypatch.setattr(in_the_store, "secret_key", "wrong")
    in_the_store._connections.__dict__.clear()
    assert client.get("/readyz").status_code == 503
    with pytest.raises(OSError, match="The store refused"):
        keep(upload("report.pdf", pdf("report")))


@with_links
def test_a_link_to_the_store_is_given_after_the_check(
    in_the_store, as_officer, as_stranger, portfolio
):
    version = make_version(make_item(portfolio), b"Notes of the panel", "Notes “now”.txt")
    address = f"/files/{version.uuid}/"
    assert as_stranger.get(address).status_code == 404
    assert Client().get(address)["Location"].startswith("/account/login/")
    assert "Location" not in as_officer.head(address)
    answer = as_officer.get(address)
    link = answer["Location"]
    assert answer.status_code == 302 and link.startswith(in_the_store.endpoint_url)
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == (
        "private, no-store",
        "same-origin",
    )
    assert "X-Amz-Expires=30&" in link and version.file_name not in link
    with urlopen(link) as sent:
        assert sent.read() == b"Notes of the panel"
        assert sent.headers["Content-Type"] == "text/plain"
        assert sent.headers["Content-Disposition"] == (
            "attachment; filename*=utf-8''Notes%20%E2%80%9Cnow%E2%80%9D.txt"
        )


@links_of(1)
def test_a_link_to_the_store_soon_opens_nothing(in_the_store, as_officer, portfolio):
    version = make_version(make_item(portfolio))
    link = as_officer.get(f"/files/{version.uuid}/")["Location"]
    assert "X-Amz-Expires=1&" in link
    sleep(2)
    with pytest.raises(HTTPError) as late:
        urlopen(link)
    assert late.value.code == 403


@with_links
def test_what_is_shown_in_the_page_is_never_sent_to_the_store(in_the_store, as_officer, portfolio):
    version = make_version(make_item(portfolio))
    shown = as_officer.get(f"/files/{version.uuid}/view/")
    assert shown.status_code == 200 and bytes_of(shown)
    in_the_store.delete(version.storage_key)
    assert as_officer.get(f"/files/{version.uuid}/").status_code == 404


@with_links
def test_documents_lie_there_too_and_are_shown_by_us_and_saved_by_a_link(in_the_store, portfolio):
    file = make_kept(make_submitted(portfolio), FILM)
    service = portfolio.service
    reader = sign_in(Client(), make_user(Role.MANAGER, service))
    address = f"/services/{service.slug}/small/documents/made/{file.uuid}/file/"
    shown = reader.get(address, headers={"range": "bytes=9999990-9999999"})
    assert (shown.status_code, bytes_of(shown)) == (206, FILM[9_999_990:10_000_000])
    saved = reader.get(f"{address}?download")
    assert saved.status_code == 302
    with urlopen(saved["Location"]) as sent:
        assert sent.headers["Content-Type"] == "application/pdf"
        assert sent.headers["Content-Disposition"].startswith("attachment; filename=")
        assert hashlib.sha256(sent.read()).hexdigest() == file.sha256
    assert HistoryEntry.objects.filter(verb="assessments.document_read").count() == 2
