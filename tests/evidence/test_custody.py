"""Whether the check of stored files finds what is wrong with them, and what that touches."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence import custody
from evidence.intake import keys
from evidence.models import EvidenceVersion, IntakeFile
from tests.builders.assessments import make_submitted
from tests.builders.evidence import (
    make_dropped_file,
    make_item,
    make_link,
    make_portfolio,
    make_version,
)
from tests.builders.people import make_service

pytestmark = pytest.mark.django_db
SOUND: dict = {
    "disposed": 0,
    "missing": [],
    "altered": [],
    "orphaned": [],
    "unreadable": [],
    "returned": [],
}


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "evidence": settings.STORAGES["evidence"] | {"OPTIONS": {"location": tmp_path}}
    }


@pytest.fixture
def version(portfolio) -> EvidenceVersion:
    return make_version(make_item(portfolio, "Customer analysis", number=7))


def verify(*arguments: str) -> tuple[int, str]:
    out, code = StringIO(), 0
    try:
        call_command("verify_evidence", *arguments, stdout=out)
    except SystemExit as end:
        code = int(end.code or 0)
    return code, out.getvalue()


def verified() -> tuple[int, dict]:
    code, said = verify("--json")
    return code, json.loads(said)


def scribble(key: str) -> None:
    with open(storages["evidence"].path(key), "r+b") as file:
        file.seek(10)
        file.write(b"x")


def test_sound_files_pass(version):
    assert verified() == (0, {"sound": True, "checked": 1, **SOUND})
    assert verify() == (0, "1 files checked, all sound.\n")


def test_a_file_that_is_gone_is_named_by_code_title_version_and_file(version):
    storages["evidence"].delete(version.storage_key)

    code, outcome = verified()

    (missing,) = outcome["missing"]
    assert (code, outcome["sound"]) == (1, False)
    assert (missing["code"], missing["title"]) == ("CSS007", "Customer analysis")
    assert (missing["version"], missing["file_name"]) == (1, "report.pdf")
    assert missing["links"] == missing["submitted"] == []


def test_one_changed_byte_is_found(version):
    scribble(version.storage_key)

    code, outcome = verified()

    assert (code, [found["code"] for found in outcome["altered"]]) == (1, ["CSS007"])


def test_every_element_service_and_submission_that_a_bad_file_touches_is_named(portfolio):
    other = make_portfolio(make_service(portfolio.service.organisation, prefix="LIB"))
    item = make_item(portfolio, "Charter", corporate=True, number=17)
    first = make_version(item)
    make_link(portfolio, item, "1.1.1")
    submitted = make_submitted(portfolio, label="Full assessment 2026")
    make_version(item)
    make_link(portfolio, item, "1.1.2", status="archived")
    make_link(other, item, "1.1.1")
    scribble(first.storage_key)

    (altered,) = verified()[1]["altered"]
    said = verify()[1]

    services = sorted([portfolio.service, other.service], key=lambda service: service.name)
    cited = {service.slug: ["1.1.1"] for service in services}
    cited[portfolio.service.slug] += ["1.1.2"]
    assert [(link["service"], link["element"]) for link in altered["links"]] == [
        (service.slug, element) for service in services for element in cited[service.slug]
    ]
    assert altered["submitted"] == [
        {
            "service": portfolio.service.slug,
            "assessment": submitted.label,
            "element": "1.1.1",
        }
    ]
    assert "ALTERED" in said and "C017: Charter" in said
    assert f"cited by {portfolio.service.name} for 1.1.1, 1.1.2 (no longer used)" in said
    assert "submitted in “Full assessment 2026” for 1.1.1" in said


def test_a_newer_version_than_the_submitted_one_is_not_said_to_be_submitted(portfolio):
    item = make_item(portfolio)
    make_version(item)
    make_link(portfolio, item)
    make_submitted(portfolio)
    newer = make_version(item)
    storages["evidence"].delete(newer.storage_key)

    (missing,) = verified()[1]["missing"]

    assert missing["version"] == 2 and missing["submitted"] == []


def test_a_file_that_nothing_names_is_found(version):
    key = storages["evidence"].save("ab/left-over", ContentFile(b"left over"))

    code, outcome = verified()

    assert (code, [found["storage_key"] for found in outcome["orphaned"]]) == (1, [key])
    assert outcome["orphaned"][0]["size"] == 9
    assert f"{key} (9\xa0bytes, since " in verify()[1]


def test_what_waits_to_be_added_is_no_orphan_and_is_checked_as_well(portfolio):
    make_dropped_file(portfolio)
    bad = make_dropped_file(portfolio)
    assert verified()[1] == {"sound": True, "checked": 2, **SOUND}
    scribble(str(bad.storage_key))

    code, outcome = verified()

    (altered,) = outcome["altered"]
    assert (code, altered["code"], altered["storage_key"]) == (1, None, bad.storage_key)
    assert f"{bad.path}, dropped and not added yet" in verify()[1]


def test_what_is_taken_out_of_the_list_while_the_check_runs_is_not_missing(portfolio, monkeypatch):
    file = make_dropped_file(portfolio)
    hashed = custody.sha256_of

    def taken_out_before_it_is_read(storage, key):
        IntakeFile.objects.filter(pk=file.pk).delete()
        storage.delete(key)
        return hashed(storage, key)

    monkeypatch.setattr(custody, "sha256_of", taken_out_before_it_is_read)
    assert verified()[1]["sound"]


def test_an_upload_that_gets_its_row_while_the_check_runs_is_no_orphan(
    portfolio, version, monkeypatch
):
    storages["evidence"].save("ab/on-its-way", ContentFile(b"on its way"))
    asked: list[str] = []

    def named_late(wanted):
        if "ab/on-its-way" in asked:
            EvidenceVersion.objects.filter(pk=version.pk).update(storage_key="ab/on-its-way")
        asked.extend(wanted)
        return keys.named(wanted)

    storages["evidence"].delete(version.storage_key)
    monkeypatch.setattr(custody, "named", named_late)
    assert verified()[1]["orphaned"] == []


def test_a_file_that_cannot_be_read_is_said_and_the_others_are_checked(portfolio):
    bad, gone = (make_version(make_item(portfolio, number=n)) for n in (7, 8))
    path = storages["evidence"].path(bad.storage_key)
    storages["evidence"].delete(bad.storage_key)
    Path(path).mkdir()
    storages["evidence"].delete(gone.storage_key)

    code, outcome = verified()

    assert (code, outcome["checked"]) == (1, 2)
    assert [(found["code"], found["reason"]) for found in outcome["unreadable"]] == [
        ("CSS007", "Is a directory")
    ]
    assert [found["code"] for found in outcome["missing"]] == ["CSS008"]
    assert "UNREADABLE" in verify()[1]


@pytest.mark.parametrize("bad", [False, True])
def test_each_batch_costs_the_same_few_statements_however_many_files(portfolio, bad, monkeypatch):
    for module in (custody, keys):
        monkeypatch.setattr(module, "BATCH", 4)
    monkeypatch.setattr(keys.batches, "__defaults__", (4,))

    def statements(more: int) -> int:
        for _ in range(more):
            item = make_item(portfolio)
            version = make_version(item)
            make_link(portfolio, item)
            if bad:
                scribble(version.storage_key)
        with CaptureQueriesContext(connection) as captured:
            found = verified()[1]
        assert len(found["altered"]) == (found["checked"] if bad else 0)
        return len(captured)

    four, eight, twelve = statements(4), statements(4), statements(4)
    assert twelve - eight == eight - four
    assert eight - four <= 5
