"""Killed at any moment, a backup leaves no file of its name and a restore no half installation."""

import shutil
import signal
import sqlite3
import time
from contextlib import closing

import pytest

from .installation import Installation

pytestmark = [pytest.mark.long, pytest.mark.any_database]
KILLS = 6


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """An installation in which people have worked for a moment."""
    made = Installation(tmp_path_factory.mktemp("killed") / "source")
    made.migrate()
    worked = made.run("-m", "tests.assessments.backup.storm")
    assert worked.returncode == 0, worked.stderr
    return made


def killed(installation: Installation, after: float, *command) -> bool:
    """Whether it was at work still when it was killed."""
    process = installation.begin("manage.py", *command)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def versions_in(installation: Installation) -> int | None:
    """How many there are; None where not even their table is."""
    if not installation.database.exists():
        return None
    with closing(sqlite3.connect(installation.database)) as database:
        try:
            return database.execute("SELECT count(*) FROM evidence_evidenceversion").fetchone()[0]
        except sqlite3.OperationalError:
            return None


def test_neither_leaves_anything_half_done(source, tmp_path):
    backup, target = tmp_path / "portal.backup", Installation(tmp_path / "target")
    began = time.monotonic()
    assert source.manage("backup", backup).returncode == 0
    taken = time.monotonic() - began
    whole = backup.read_bytes()
    for kill in range(KILLS):
        if killed(source, taken * (kill + 1) / (KILLS + 1), "backup", backup):
            assert backup.read_bytes() == whole
    for left in tmp_path.glob(".portal.backup.*"):
        left.unlink()

    began = time.monotonic()
    assert target.manage("restore", backup).returncode == 0
    taken = time.monotonic() - began
    rows = target.rows()["evidence.EvidenceVersion"]
    kills = 0
    for kill in range(KILLS):
        for name in ("evidence", "reports"):
            shutil.rmtree(target.folder / name, ignore_errors=True)
        for path in target.folder.glob("portal.sqlite3*"):
            path.unlink()
        kills += killed(target, taken * (kill + 1) / (KILLS + 1), "restore", backup)
        assert versions_in(target) in (None, len(rows)), kill
    assert kills
    done = target.manage("restore", backup, "--replace", "--yes")
    assert done.returncode == 0, done.stderr
    assert target.rows()["evidence.EvidenceVersion"] == rows
