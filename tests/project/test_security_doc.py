"""docs/security.md names every requirement once, and proofs that exist."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from .imports import ROOT
from .security_document import DOCUMENT, VERDICTS, counts, required, rows

pytestmark = pytest.mark.any_database

ROWS = list(rows())
COMMANDS = ("manage.py ", "script/", "python -m ")


@cache
def functions_of(path: Path) -> frozenset[str]:
    nodes = ast.walk(ast.parse(path.read_text()))
    return frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef))


def is_there(proof: str) -> bool:
    """A test by its file and name, a file, or a command whose program is a file."""
    name, _colons, test = proof.partition("::")
    if name.startswith(COMMANDS):
        return _program(name).exists()
    path = ROOT / name
    return path.exists() and (not test or test in functions_of(path))


def _program(command: str) -> Path:
    if command.startswith("manage.py "):
        name = command.split()[1]
        return next(ROOT.glob(f"*/management/commands/{name}.py"), ROOT / "no such command")
    if command.startswith("python -m "):
        return ROOT / f"{command.split()[2].replace('.', '/')}.py"
    return ROOT / command.split()[0]


def test_every_requirement_of_levels_1_and_2_stands_there_once():
    found = [number for row in ROWS for number in row.numbers]
    assert sorted(found) == sorted(required())
    assert len(found) == 253


def test_each_has_a_verdict_and_stands_in_its_chapter():
    for row in ROWS:
        assert row.verdict in VERDICTS, row
        assert row.asks and row.proof, row
        assert {number.split(".")[0] for number in row.numbers} == {str(row.chapter)}, row


def test_every_proof_that_is_named_exists():
    named = {proof for row in ROWS for proof in row.proofs if "/" in proof or " " in proof}
    assert len(named) > 100
    assert sorted(proof for proof in named if not is_there(proof)) == []


def test_what_is_met_names_a_proof_and_what_is_not_says_what_follows():
    bare = [row.numbers for row in ROWS if row.verdict == "met" and not row.proofs]
    bare += [row.numbers for row in ROWS if row.verdict == "not met" and len(row.proof) < 30]
    assert bare == []


def test_most_of_what_is_met_is_shown_by_a_test():
    met = [row for row in ROWS if row.verdict == "met"]
    tested = [row for row in met if any("::" in proof for proof in row.proofs)]
    assert len(tested) >= 0.75 * len(met)


def test_the_counts_at_the_head_are_those_of_the_tables():
    assert counts() in DOCUMENT.read_text()


def test_what_other_tables_name_exists_too():
    text = DOCUMENT.read_text()
    named = re.findall(r"`((?:tests|accounts|evidence|assessments|cse_portal)/[^`]+)`", text)
    assert sorted(proof for proof in named if not is_there(proof)) == []
