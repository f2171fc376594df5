"""Rows are locked so that others may still refer to them.

On PostgreSQL a plain FOR UPDATE bars even the check of a foreign key that points to the row.
Such checks are made as a transaction ends, when it holds the end of the history, for which
whoever locked the row may be waiting: each waits for the other.
"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "criteria", "evidence", "assessments")


@pytest.mark.any_database
def test_no_lock_bars_others_from_referring_to_a_row():
    barred = [
        f"{file.relative_to(ROOT)}: {call}"
        for app in APPS
        for file in (ROOT / app).rglob("*.py")
        for call in re.findall(
            r"select_for_update\((?:[^()]|\([^()]*\))*\)", file.read_text(encoding="utf-8")
        )
        if "no_key=True" not in call
    ]
    assert barred == []
