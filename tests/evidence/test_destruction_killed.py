"""A process that dies by SIGKILL in the middle of a destruction: it is whole or not at all."""

import json
import signal
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.assessments.backup.installation import Installation, empty_database

from .destroyers import MOMENTS


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def installation(request, tmp_path: Path) -> Iterator[Installation]:
    with empty_database() if request.param == "postgresql" else nullcontext("") as url:
        place = Installation(tmp_path / "portal", url)
        place.migrate()
        yield place


def run(place: Installation, *arguments: str):
    return place.run("-m", "tests.evidence.destroyers", *arguments)


def test_whenever_it_is_killed_a_destruction_is_whole_or_finished_by_the_next_look(installation):
    assert run(installation, "begin").returncode == 0
    acknowledged = []
    for moment in MOMENTS:
        killed = run(installation, moment)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        acknowledged.append(killed.stdout)
    told = run(installation, "keep-house")
    assert told.returncode == 0, told.stderr
    after = json.loads(told.stdout)
    before = after["before"]
    # Either the database knows all of it or nothing: agreed to, and destroyed.
    assert all(agreed == destroyed for _code, agreed, destroyed, _open in before["rows"])
    assert {code for code, agreed, _gone, _open in before["rows"] if agreed} >= set(acknowledged)
    assert [agreed for _code, agreed, *_more in before["rows"][1::2]] == [False, False, True, True]
    # The one whose bytes outlived its row is said, not passed over.
    assert (before["lost"], before["returned"]) == (0, [before["rows"][5][0]])
    # What the list had and the database not is done; what was killed before stays asked for.
    assert after["done"][0] == 1
    assert after["again"] == [0, 0]
    assert [code for code, _agreed, _gone, waits in after["rows"] if waits] == [after["rows"][1][0]]
    verdict = json.loads(installation.manage("verify_evidence", "--json").stdout)
    assert (verdict["sound"], verdict["disposed"], verdict["checked"]) == (True, 7, 1)
