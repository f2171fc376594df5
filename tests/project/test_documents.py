"""What the documents say can be found where they say it is."""

import re

import pytest
from django.core.management import get_commands

from .imports import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file(document):
    links = LINK.findall(document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_command_that_the_readme_lists_exists():
    table = (ROOT / "README.md").read_text().partition("## Commands")[2].partition("\n## ")[0]
    named = re.findall(r"^\| `(\w+)", table, re.MULTILINE)
    assert named
    assert [name for name in named if name not in get_commands()] == []


def test_every_script_can_be_run():
    scripts = [path for path in (ROOT / "script").iterdir() if path.is_file()]
    programs = [path for path in scripts if path.suffix != ".py"]
    assert {"server", "setup", "test"} <= {path.name for path in programs}
    assert [path.name for path in programs if not path.stat().st_mode & 0o111] == []


def test_every_decision_is_in_the_list():
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text()
    records = sorted(folder.glob("0*.md"))
    assert records
    assert [path.name for path in records if f"({path.name})" not in listed] == []
