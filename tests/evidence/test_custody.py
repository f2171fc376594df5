"""Whether the check of stored files finds what is wrong with them."""

import json
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command

from evidence.models import EvidenceVersion
from tests.builders.evidence import make_item, make_portfolio, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "evidence": settings.STORAGES["evidence"] | {"OPTIONS": {"location": tmp_path}}
    }


@pytest.fixture
def version() -> EvidenceVersion:
    return make_version(make_item(make_portfolio(), number=7))


def verify() -> tuple[int, dict]:
    out, code = StringIO(), 0
    try:
        call_command("verify_evidence", "--json", stdout=out)
    except SystemExit as end:
        code = int(end.code or 0)
    return code, json.loads(out.getvalue())


def test_sound_files_pass(version: EvidenceVersion):
    assert verify() == (
        0, {"sound": True, "checked": 1, "missing": [], "altered": [], "orphaned": []},
    )  # fmt: skip


def test_a_file_that_is_gone_is_named_by_code_and_version(version: EvidenceVersion):
    storages["evidence"].delete(version.storage_key)

    code, outcome = verify()

    assert (code, outcome["missing"]) == (1, ["CSS007 version 1"])


def test_one_changed_byte_is_found(version: EvidenceVersion):
    path = storages["evidence"].path(version.storage_key)
    with open(path, "r+b") as file:
        file.seek(10)
        file.write(b"x")

    code, outcome = verify()

    assert (code, outcome["altered"]) == (1, ["CSS007 version 1"])


def test_a_file_that_belongs_to_no_version_is_found(version: EvidenceVersion):
    key = storages["evidence"].save("ab/left-over", ContentFile(b"left over"))

    code, outcome = verify()

    assert (code, outcome["orphaned"]) == (1, [key])
