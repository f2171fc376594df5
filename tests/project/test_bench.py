"""script/bench at a small size, and what it says."""

import json
import subprocess
import sys

import pytest

from bench.case import Case, Figure, measure, percentile

from .imports import ROOT


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_small_run_gives_a_table_and_the_figures_as_json(tmp_path):
    out = tmp_path / "figures.json"
    sizes = ("--items", "60", "--large", "80", "--rounds", "1")
    none = ("--elements", "0", "--history", "0", "--backup", "0")
    done = bench("--database", "SQLite", *sizes, *none, "--json", str(out))
    assert "search, index alone" in done.stdout, done.stderr
    figures = json.loads(out.read_text())["figures"]
    missed = sum(not figure["kept"] for figure in figures)  # other work on this machine may do it
    assert f"{missed} bounds not kept" in done.stdout
    assert done.returncode == (1 if missed else 0)
    assert {figure["items"] for figure in figures} == {60, 80}
    assert all(0 < figure["median"] <= figure["p95"] for figure in figures)


@pytest.mark.long
def test_every_bound_is_kept_at_full_size_on_each_database():
    done = bench()
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_bound_that_is_not_kept_is_said():
    case = Case("nothing", lambda world: [lambda: None], bound=-1)
    figure = measure(case, None, database="none")
    assert not figure.kept
    assert Figure("a", "b", 1, 1, 1.0, 2.0, None).kept


def test_the_95th_percentile_is_what_nineteen_of_twenty_keep_to():
    assert percentile([float(each) for each in range(100)], 0.95) == 95
    assert percentile([7.0], 0.95) == 7
