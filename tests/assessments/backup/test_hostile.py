"""Backups made to do harm, with every checksum right: refused in one line, with nothing touched."""

import gzip
import io
import json
import uuid
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from assessments.backup import BackupRefused
from assessments.backup.check import check_backup
from assessments.backup.contents import table_name
from evidence.destruction.ledger import Line
from evidence.models import EvidenceItem
from tests.builders.evidence import make_item, make_portfolio, make_version

from .forging import edited, forged, members
from .test_restoring import emptied, folders, taken

__all__ = ["folders"]
pytestmark = pytest.mark.django_db(transaction=True)
DEEP = b"[" * 200_000
VERSION, ITEM = "evidence.EvidenceVersion", "evidence.EvidenceItem"


@pytest.fixture
def parts(folders):
    """The members of a small backup by name; its installation is empty again."""
    make_version(make_item(make_portfolio(), number=101))
    parts = dict(members(taken(folders).read_bytes()))
    emptied()
    return parts


def refused(parts: dict[str, bytes], **changes) -> str:
    with pytest.raises(BackupRefused) as refusal:
        check_backup(io.BytesIO(forged(list(parts.items()), **changes)))
    return str(refusal.value)


def with_head(parts: dict[str, bytes], **changes) -> dict[str, bytes]:
    head = json.loads(parts["backup.json"]) | changes
    return parts | {"backup.json": json.dumps(head).encode()}


@pytest.mark.any_database
@pytest.mark.parametrize(
    "wrong",
    [
        {"made_at": "yesterday"},
        {"made_at": "2026-11-21T10:00:00"},
        {"made_at": 5},
        {"migrations": ["accounts"]},
        {"migrations": {"accounts": [["0001_initial"]]}},
        {"tables": []},
        {"tables": {ITEM: [7]}},
        {"last_numbers": [1]},
        {"last_numbers": {"evidence_evidenceitem": "many"}},
        {"history": None},
    ],
    ids=str,
)
def test_a_head_of_other_things_than_one_has_is_refused(parts, wrong):
    assert "its head is not" in refused(with_head(parts, **wrong))


@pytest.mark.any_database
def test_what_is_nested_without_end_or_has_no_end_of_line_is_refused(parts):
    refused(parts | {"backup.json": DEEP})
    refused(parts | {table_name(ITEM): gzip.compress(DEEP + b"\n")})
    assert "list of what was destroyed" in refused(parts | {"destroyed.jsonl": DEEP + b"\n"})
    assert "list of what was destroyed" in refused(parts | {"destroyed.jsonl": b" " * 3_000_000})
    assert "manifest" in refused(parts, **{"destroyed.jsonl": {"sha256": "0" * 100_000}})


@pytest.mark.any_database
@pytest.mark.parametrize("size", [10**30, 10**12, -1, True, "5", None])
def test_a_member_of_another_size_than_the_file_can_hold_is_refused(parts, size):
    name = table_name(ITEM)
    assert "damaged" in refused(parts, **{name: {"size": size}})


@pytest.mark.any_database
@pytest.mark.parametrize(
    "wrong",
    [
        {"storage_keys": ["../../etc/passwd"]},
        {"storage_keys": [7]},
        {"storage_keys": None},
        {"version": "everything"},
        {"version": ""},
        {"at": "long ago"},
        {"number": "1"},
        {"asked_by": "1"},
        {"reason": {}},
    ],
    ids=str,
)
def test_a_list_of_destructions_that_leads_elsewhere_is_refused(parts, wrong):
    line: dict[str, Any] = {
        "version": str(uuid.uuid4()),
        "code": "C101",
        "number": 1,
        "sha256": "0" * 64,
        "size": 1,
        "storage_keys": ["ab/cd"],
        "at": "2026-11-21T10:00:00+00:00",
        "reason": "Its time is over",
        "authority": "",
    }
    right = parts | {"destroyed.jsonl": json.dumps(line).encode() + b"\n"}
    (read,) = check_backup(io.BytesIO(forged(list(right.items())))).destroyed
    assert read == Line(**line | {"storage_keys": ("ab/cd",)})
    refused(parts | {"destroyed.jsonl": json.dumps(line | wrong).encode() + b"\n"})


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("label", "wrong"),
    [
        (ITEM, {"number": 2**63}),
        (ITEM, {"number": 10**400}),
        (ITEM, {"number": 1e300}),
        (ITEM, {"title": "half a sign: \ud800"}),
        (VERSION, {"storage_key": "../../../etc/cron.d/x", "destroyed_at": "2026-11-21T10:00Z"}),
        (VERSION, {"storage_key": "/etc/passwd"}),
        (VERSION, {"created_at": "0001-01-01T00:00:00+14:00"}),
        (VERSION, {"created_at": "9999-12-31T23:59:59-14:00"}),
    ],
    ids=str,
)
def test_a_value_that_no_database_holds_is_refused_before_any_row_is_loaded(parts, label, wrong):
    refused(edited(parts, label, **wrong))


@pytest.mark.parametrize(
    ("label", "wrong"),
    [
        (VERSION, {"item_id": 999_999}),
        (ITEM, {"organisation_id": 999_999}),
        (ITEM, {"id": 2**63 - 1}),
        (VERSION, {"sha256": "", "size": -5}),
    ],
    ids=str,
)
def test_rows_that_the_database_does_not_take_have_touched_nothing(parts, folders, label, wrong):
    gone: dict[str, Any] = {
        "sha256": "0" * 64,
        "storage_keys": ["ab/cd"],
        "at": "2026-11-21T10:00:00+00:00",
    }
    gone |= {"version": str(uuid.uuid4()), "code": "C1", "number": 1, "size": 1}
    gone |= {"reason": "", "authority": ""}
    listed = edited(parts, label, **wrong)
    listed |= {"destroyed.jsonl": json.dumps(gone).encode() + b"\n"}
    path = folders / "crafted.backup"
    path.write_bytes(forged(list(listed.items())))
    with pytest.raises(CommandError, match="is not restored"):
        call_command("restore", path, stdout=io.StringIO())
    assert not EvidenceItem.objects.exists()
    assert not [each for each in (folders / "evidence").rglob("*") if each.is_file()]
    assert not (folders / "destroyed.jsonl").exists()


def test_a_last_number_near_the_end_of_all_numbers_is_refused(parts, folders):
    path = folders / "crafted.backup"
    last = {"evidence_evidenceitem": 2**63 - 1}
    path.write_bytes(forged(list(with_head(parts, last_numbers=last).items())))
    with pytest.raises(CommandError, match="run out of numbers"):
        call_command("restore", path, stdout=io.StringIO())
    assert not EvidenceItem.objects.exists()


@pytest.mark.any_database
def test_work_of_people_without_any_history_of_it_is_refused(parts):
    empty = {
        table_name(f"accounts.{name}"): gzip.compress(b"")
        for name in ("HistoryEntry", "HistoryText", "HistoryHead")
    }
    bare = with_head(parts | empty, history={"sequence": 0, "seal": ""})
    assert "no history" in refused(bare)
    assert check_backup(io.BytesIO(forged(list(bare.items()))), unproved=True).rows
