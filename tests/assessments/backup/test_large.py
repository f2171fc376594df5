"""Fifty thousand items are backed up and restored in memory that does not grow with them."""

import json
import os
import sys

import pytest

from .installation import Installation

pytestmark = [pytest.mark.long, pytest.mark.any_database]
# What the portal takes by itself, and what the names of so many files take.
MOST_MEGABYTES = 260


def test_a_large_portal_is_backed_up_and_restored_in_little_memory(tmp_path):
    size = int(os.environ.get("BACKUP_ITEMS", "50000"))
    source, target = Installation(tmp_path / "source"), Installation(tmp_path / "target")
    source.migrate()
    filled = source.run("-m", "tests.assessments.backup.large", str(size))
    assert filled.returncode == 0, filled.stderr
    backup = tmp_path / "large.backup"
    for place, verb in ((source, "backup"), (target, "restore")):
        done = place.run("-m", "tests.assessments.backup.measured", verb, backup)
        assert done.returncode == 0, done.stderr
        *told, took = done.stdout.splitlines()
        sys.stdout.write(f"{verb} of {size} items: {took}. {told[-1]}\n")
        assert json.loads(took)["megabytes"] < MOST_MEGABYTES, done.stdout
    assert f"{size} files checked, all sound." in done.stdout
