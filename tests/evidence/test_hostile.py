"""Files made to do harm: each is refused for what it is, at once, and leaves nothing behind."""

import json
import os
import subprocess
import sys

import pytest

from evidence.models import EvidenceItem, EvidenceLink, EvidenceVersion
from tests.builders.files import pdf, upload
from tests.builders.hostile import ARCHIVES, HOSTILE, NAMES, archive_in_archives
from tests.project.imports import ROOT

pytestmark = pytest.mark.any_database

MOST_SECONDS = 5
MOST_KILOBYTES = 256 * 1024
JSON = {"accept": "application/json"}
FORMULA = '=HYPERLINK("http://example.org","here")'


@pytest.fixture(scope="module")
def measured():
    """measured(sort): what became of a hostile file, and what a process of its own took."""
    command = [sys.executable, "-m", "tests.evidence.hostile_run"]
    settings = {"DJANGO_SETTINGS_MODULE": "cse_portal.settings.test"}
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ | settings, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as opener:  # fmt: skip

        def opened(sort: str) -> dict:
            opener.stdin.write(f"{sort}\n")
            opener.stdin.flush()
            return json.loads(opener.stdout.readline())

        yield opened
        opener.stdin.close()


def test_the_corpus_is_large():
    assert len(HOSTILE) + len(ARCHIVES) + len(NAMES) >= 100


@pytest.mark.parametrize("sort", HOSTILE)
def test_a_hostile_file_is_refused_in_5_seconds_and_256_mib(sort, measured):
    found = measured(sort)
    assert found["answer"].startswith("refused: ")
    assert HOSTILE.word(sort) in found["answer"]
    assert found["seconds"] < MOST_SECONDS
    assert found["kilobytes"] < MOST_KILOBYTES


@pytest.mark.parametrize("sort", ARCHIVES)
def test_a_hostile_archive_is_refused_in_5_seconds_and_256_mib(sort, measured):
    found = measured(f"archive: {sort}")
    assert found["answer"].startswith("refused: ")
    assert ARCHIVES.word(sort) in found["answer"]
    assert found["seconds"] < MOST_SECONDS
    assert found["kilobytes"] < MOST_KILOBYTES


@pytest.mark.django_db
def test_archives_in_archives_are_not_opened(as_officer, team, base, stored_files):
    nested = upload("a.zip", archive_in_archives())
    address = f"{base}/elements/1.1.1/evidence/add"
    response = as_officer.post(address, {"files": nested}, headers=JSON)
    assert response.status_code == 422
    assert {file["error"] for file in response.json()["files"]} == {
        "It is an archive: a file with other files in it."
    }
    assert stored_files() == 0


@pytest.mark.django_db
def test_all_of_them_sent_leave_neither_bytes_nor_rows(as_officer, team, base, stored_files):
    address = f"{base}/elements/1.1.1/evidence/add"
    archives = {sort: ("a.zip", *archive) for sort, archive in ARCHIVES.items()}
    for sort, (name, content, _word) in [*HOSTILE.items(), *archives.items()]:
        response = as_officer.post(address, {"files": upload(name, content)}, headers=JSON)
        assert response.status_code == 422, sort
    assert stored_files() == 0
    for table in (EvidenceItem, EvidenceVersion, EvidenceLink):
        assert not table.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_made_safe_where_it_is_kept_and_saved(
    name, as_officer, team, base, stored_files
):
    file = upload("a.pdf", pdf())
    file._name = name  # what reaches the portal from other clients than Django's own
    as_officer.post(f"{base}/elements/1.1.1/evidence/add", {"files": file})
    version = EvidenceVersion.objects.get()
    assert version.file_name == NAMES[name]
    saved = as_officer.get(f"/files/{version.uuid}/")["Content-Disposition"]
    assert saved.startswith("attachment;") and not set(saved) & set("\r\n\x00\u202e/<>")
    assert stored_files() == 1


@pytest.mark.django_db
def test_a_title_that_is_a_formula_stays_words_in_the_list(as_officer, team, base):
    file = upload("a.pdf", pdf())
    as_officer.post(f"{base}/elements/1.1.1/evidence/add", {"files": file, "titles": FORMULA})
    assert EvidenceItem.objects.get().title == FORMULA
    listed = as_officer.get(f"{base}/evidence/").content.decode()
    assert "=HYPERLINK(&quot;http://example.org&quot;" in listed


@pytest.mark.django_db
def test_a_title_that_is_markup_is_shown_as_it_was_typed(as_officer, team, base):
    title = "<script>alert(1)</script>"
    file = upload("a.pdf", pdf())
    as_officer.post(f"{base}/elements/1.1.1/evidence/add", {"files": file, "titles": title})
    listed = as_officer.get(f"{base}/evidence/").content.decode()
    assert title not in listed and "&lt;script&gt;alert(1)" in listed
