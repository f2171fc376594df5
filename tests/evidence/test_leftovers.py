"""What killed uploads leave behind goes; what is on its way in, or named, stays."""

import json
import os
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from assessments.models import ReportFile
from evidence import leftovers
from evidence.intake import keys
from evidence.intake.store import store
from tests.builders.assessments import make_assessment
from tests.builders.evidence import make_dropped_file, make_item, make_version
from tests.builders.files import pdf, upload

pytestmark = pytest.mark.django_db
HOUR = 3600


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "uploads")
    (tmp_path / "uploads").mkdir()
    for place in ("evidence", "reports"):
        options = settings.STORAGES[place] | {"OPTIONS": {"location": tmp_path / place}}
        settings.STORAGES = settings.STORAGES | {place: options}


def left(name: str, age: float = 2 * HOUR, place: str = "evidence") -> str:
    """Bytes that nothing names, last touched so many seconds ago."""
    key = storages[place].save(name, ContentFile(b"left over"))
    grow_old(Path(storages[place].path(key)), age)
    return key


def grow_old(path: Path, age: float = 2 * HOUR) -> None:
    os.utime(path, (time.time() - age,) * 2)


def clear(*arguments: str) -> str:
    out = StringIO()
    call_command("clear_leftovers", *arguments, stdout=out)
    return out.getvalue()


def test_old_bytes_that_nothing_names_go_and_young_ones_stay():
    old, young = left("ab/old"), left("ab/young", age=HOUR - 60)

    said = clear()

    assert not storages["evidence"].exists(old) and storages["evidence"].exists(young)
    assert "evidence ab/old (9\xa0bytes, since " in said
    assert said.endswith("1 leftover file removed.\n")


def test_what_a_version_or_a_dropped_file_names_stays_however_old(portfolio):
    version, dropped = make_version(make_item(portfolio)), make_dropped_file(portfolio)
    for row in (version, dropped):
        grow_old(Path(storages["evidence"].path(str(row.storage_key))))

    assert clear() == "0 leftover files removed.\n"
    call_command("verify_evidence", stdout=StringIO())


def test_a_dry_run_lists_and_removes_nothing():
    key = left("ab/old")
    half_sent = upload_in_progress()
    grow_old(Path(half_sent.temporary_file_path()))

    said = clear("--dry-run")

    assert "evidence ab/old" in said and "2 leftover files found, none removed." in said
    assert storages["evidence"].exists(key) and Path(half_sent.temporary_file_path()).exists()


def test_the_age_can_be_said():
    key = left("ab/old", age=120)
    clear("--older-than", "3m")
    assert storages["evidence"].exists(key)
    clear("--older-than", "90s")
    assert not storages["evidence"].exists(key)


@pytest.mark.parametrize("age", ["soon", "1", "h", "-1h"])
def test_an_age_that_is_none_is_refused_in_words(age):
    with pytest.raises(CommandError, match=r"is no age\. Write one such as 90s"):
        clear(f"--older-than={age}")


def test_the_outcome_as_data(portfolio):
    left("ab/old")
    found = json.loads(clear("--json", "--dry-run"))
    assert (found["removed"], found["failed"]) == ([], [])
    outcome = json.loads(clear("--json"))
    (removed,) = outcome["removed"]
    assert (removed["place"], removed["name"], removed["size"]) == ("evidence", "ab/old", 9)
    assert outcome["found"] == outcome["failed"] == []


def upload_in_progress() -> TemporaryUploadedFile:
    file = TemporaryUploadedFile("report.pdf", "application/pdf", 9, None)
    file.write(b"half sent")
    file.flush()
    return file


def test_half_sent_uploads_go_and_those_that_still_come_in_stay():
    dead, alive = upload_in_progress(), upload_in_progress()
    grow_old(Path(dead.temporary_file_path()))

    said = clear()

    assert not Path(dead.temporary_file_path()).exists()
    assert Path(alive.temporary_file_path()).exists()
    dead.close()
    assert "uploads tmp" in said


def test_an_upload_whose_half_sent_body_was_cleared_is_still_read_to_its_end():
    slow = upload_in_progress()
    grow_old(Path(slow.temporary_file_path()))
    clear()
    slow.write(b", and the rest")
    slow.seek(0)
    assert slow.read() == b"half sent, and the rest"
    slow.close()


def test_other_files_in_the_upload_folder_are_not_ours_to_clear(settings):
    other = Path(settings.FILE_UPLOAD_TEMP_DIR) / "notes.txt"
    other.write_text("mine")
    grow_old(other)
    clear()
    assert other.exists()


def test_bytes_stored_whose_row_is_written_at_this_moment_stay(portfolio):
    """The upload stands between its bytes and its row while the clean-up runs."""
    item = make_item(portfolio)
    with store(upload("a.pdf", pdf())) as stored:
        clear()
        assert storages["evidence"].exists(stored.storage_key)
        version = make_version(item)
        version.__class__.objects.filter(pk=version.pk).update(storage_key=stored.storage_key)
    assert storages["evidence"].exists(stored.storage_key)


def test_bytes_that_get_their_row_after_they_were_listed_stay(portfolio, monkeypatch):
    key = left("ab/late")
    version = make_version(make_item(portfolio))
    asked: list[object] = []

    def named_late(wanted):
        if asked:
            version.__class__.objects.filter(pk=version.pk).update(storage_key=key)
        asked.append(wanted)
        return keys.named(wanted)

    monkeypatch.setattr(leftovers, "named", named_late)
    assert leftovers.clear_leftovers(before=timezone.now() - timedelta(hours=1)) == []
    assert len(asked) > 1 and storages["evidence"].exists(key)


def test_documents_that_no_row_names_go_too(portfolio):
    key, kept = left("ab/old", place="reports"), left("cd/kept", place="reports")
    ReportFile.objects.create(
        assessment=make_assessment(portfolio),
        report="summary",
        content_sha256="0" * 64,
        storage_key=kept,
        sha256="0" * 64,
        size=9,
        pages=1,
        made_at=timezone.now(),
    )
    assert "reports ab/old" in clear()
    assert not storages["reports"].exists(key) and storages["reports"].exists(kept)


def test_the_database_of_another_storage_clears_nothing(portfolio):
    make_version(make_item(portfolio))
    strangers = [left(f"ab/{number}") for number in range(leftovers.FEW + 1)]
    with pytest.raises(CommandError, match=r"Look at DATABASE_URL and EVIDENCE_ROOT\."):
        clear()
    assert all(storages["evidence"].exists(key) for key in strangers)


def test_what_cannot_be_removed_is_said_and_the_rest_goes(monkeypatch):
    stuck, gone = left("ab/stuck"), left("cd/gone")
    delete = storages["evidence"].delete

    def refuse(key):
        if key == stuck:
            raise PermissionError(13, "Permission denied")
        delete(key)

    monkeypatch.setattr(storages["evidence"], "delete", refuse)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("clear_leftovers", stdout=out)
    assert "Permission denied" in out.getvalue()
    assert "1 leftover file removed." in out.getvalue()
    assert storages["evidence"].exists(stuck) and not storages["evidence"].exists(gone)
