"""A damaged, cut off, incomplete, foreign or newer backup is refused before anything is touched.

Checking reads and never writes; that the commands keep to that order is shown in
`test_commands`.
"""

import gzip
import io
import json
import tarfile
from random import Random

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings as configured
from django.contrib.sessions.backends.db import SessionStore

from assessments.backup import BackupRefused
from assessments.backup.check import check_backup
from assessments.backup.container import TAIL
from assessments.backup.write import make_backup
from tests.builders.evidence import make_item, make_portfolio, make_version
from tests.builders.people import make_user

from .forging import forged, members

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]


@pytest.fixture
def whole(tmp_path):
    """The bytes of a small backup with two stored files."""
    portfolio = make_portfolio()
    for number in (101, 102):
        make_version(make_item(portfolio, number=number))
    path = tmp_path / "small.backup"
    make_backup(path)
    return path.read_bytes()


def refused(data: bytes) -> str:
    """Why it is refused; fails where it is taken."""
    with pytest.raises(BackupRefused) as refusal:
        check_backup(io.BytesIO(data))
    return str(refusal.value)


def test_every_bit_counts_and_every_cut_shows(whole):
    assert check_backup(io.BytesIO(whole)).rows
    assert forged(members(whole)) == whole
    places = {0, 156, 600, len(whole) - 1, len(whole) - 1024, len(whole) - TAIL, len(whole) - 1500}
    at = 0
    for _name, content in members(whole):  # in each header, content and padding
        start, end = at + 512, at + 512 + len(content)
        places |= {at + 100, at + 124, start, end - 1, end}
        at = end + -len(content) % 512
    places |= set(Random(6).sample(range(len(whole)), 60))
    for place in sorted(place for place in places if place < len(whole)):
        broken = bytearray(whole)
        broken[place] ^= 1 << place % 8
        refused(bytes(broken))
    length = len(whole)
    for cut in (*Random(7).sample(range(length), 60), 0, 512, 1024, length - 1, length - 512):
        refused(whole[:cut])
        refused(whole[:cut] + bytes(len(whole) - cut - 1))
    refused(whole + bytes(512))
    refused(whole + whole)


def test_what_is_missing_or_too_much_is_refused_with_every_checksum_right(whole):
    parts = members(whole)
    for at, (name, _content) in enumerate(parts):
        if not name.startswith("manifest."):
            refused(forged(parts[:at] + parts[at + 1 :]))
    files = [part for part in parts if part[0].startswith("files/")]
    end = next(at for at, part in enumerate(parts) if part[0] == "destroyed.jsonl")
    for name in (
        "files/evidence/../../../tmp/x",
        "files/evidence//etc/passwd",
        "files/secrets/ab/abcd",
        "files/evidence/ab/nothing-names-it",
        "etc/passwd",
        files[0][0],
    ):
        extra = (name, b"extra")
        said = refused(forged([*parts[:end], extra, *parts[end:]]))
        assert "damaged" in said, (name, said)
    refused(forged([*parts[:end], parts[end], *files, *parts[end:]]))
    table = next(name for name, _content in parts if name.startswith("tables/"))
    refused(forged([*parts[:3], (table, gzip.compress(b"")), *parts[3:]]))


def test_rows_that_do_not_fit_are_refused_with_every_checksum_right(whole):
    parts = dict(members(whole))
    versions = "tables/evidence.EvidenceVersion.jsonl.gz"
    rows = gzip.decompress(parts[versions]).splitlines(keepends=True)
    assert len(rows) == 2
    key = next(name for name in parts if name.startswith("files/evidence/")).split("/", 2)[2]
    for wrong in (
        [rows[0]],
        [*rows, b"[1]\n"],
        [rows[0], b"not JSON\n"],
        [rows[0], rows[1].rstrip()],
        [rows[0], rows[1].replace(b'"application/pdf"', b"7")],
        [row.replace(key.encode(), b"../../../" + key[9:].encode()) for row in rows],
        [row.replace(key.encode(), b"00/" + b"0" * 40) for row in rows],
    ):
        changed = parts | {versions: gzip.compress(b"".join(wrong))}
        refused(forged(list(changed.items())))


def test_a_table_that_unpacks_to_more_than_it_says_is_refused_at_once(whole):
    parts = dict(members(whole))
    name = "tables/evidence.EvidenceItem.jsonl.gz"
    bomb = gzip.compress(b"[" + b" " * 60_000_000 + b"]\n")
    said = refused(forged(list((parts | {name: bomb}).items()), **{name: {"unpacked": 1000}}))
    assert "unpacks to more" in said
    less = forged(list(parts.items()), **{name: {"unpacked": 10**9}})
    assert "unpacks to less" in refused(less)
    assert "rows" in refused(forged(list(parts.items()), **{name: {"rows": 1}}))


def test_what_is_foreign_or_newer_is_told_apart(whole, tmp_path):
    assert "no backup" in refused(b"")
    assert "no backup" in refused(bytes(10240))
    assert "no backup" in refused(b"PK\x03\x04" + bytes(20_000))
    with tarfile.open(tmp_path / "other.tar", "w") as tar:
        tar.addfile(tarfile.TarInfo("backup.json"))
    refused((tmp_path / "other.tar").read_bytes())
    for change, said in (
        ({"version": 2}, "format 2"),
        ({"format": "another"}, "no backup of this portal"),
        ({"migrations": {"accounts": ["0001_initial", "0999_to_come"]}}, "accounts.0999_to_come"),
        ({"migrations": {"evidence": ["0001_initial"]}}, "do not follow"),
        ({"tables": {}}, "does not belong"),
        ({"more": 1}, "not whole"),
        ({"history": {"sequence": 1, "seal": ""}}, "history does not end"),
    ):
        parts = dict(members(whole))
        head = json.loads(parts["backup.json"]) | change
        forgery = forged(list((parts | {"backup.json": json.dumps(head).encode()}).items()))
        assert said in refused(forgery), change


def test_a_history_whose_key_is_not_here_is_refused_unless_one_says_so(whole, settings):
    settings.HISTORY_KEYS = {"another": "key"}
    assert "which HISTORY_KEYS does not hold" in refused(whole)
    settings.HISTORY_KEYS = {"test": "another key of the same name"}
    assert "was not sealed with the key" in refused(whole)
    assert check_backup(io.BytesIO(whole), unproved=True).rows


def test_it_holds_no_key_and_nobodys_second_factor_or_session(tmp_path):
    officer, secret = make_user(), generate_totp_secret()
    TOTP.activate(officer, secret)
    codes = RecoveryCodes.activate(officer).get_unused_codes()
    session = SessionStore()
    session["_auth_user_id"] = str(officer.pk)
    session.save()
    make_backup(tmp_path / "one.backup")
    words = b"".join(
        gzip.decompress(content) if name.endswith(".gz") else content
        for name, content in members((tmp_path / "one.backup").read_bytes())
    )
    assert officer.email.encode() in words
    secrets = [configured.SECRET_KEY, *configured.HISTORY_KEYS.values(), secret, *codes]
    secrets += [str(session.session_key)]
    assert not [each for each in secrets if each.encode() in words]
