"""The standard and the real summary that the readers' tests share."""

import json
from pathlib import Path

import pytest

from evidence.imports.outline import StandardOutline, outline_from_data

FIXTURES = Path(__file__).parents[3] / "fixtures"
SUMMARY = FIXTURES / "demonstration" / "assessment_summary.txt"


@pytest.fixture(scope="session")
def outline() -> StandardOutline:
    data = json.loads((FIXTURES / "cse.json").read_text(encoding="utf-8"))
    return outline_from_data(data["editions"][0])


@pytest.fixture(scope="session")
def real_summary() -> bytes:
    return SUMMARY.read_bytes()
