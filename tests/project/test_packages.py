"""What the portal stands on: each package named with its reason and pinned by hash."""

import re

import pytest

from .imports import ROOT

REQUIREMENTS = ("production", "development", "tools")
DEPENDENCY = re.compile(r'^    "(?P<name>[A-Za-z0-9-]+)[^"]*",(?P<rest>.*)$', re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    """Package and version with what follows it, from one requirements file."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    return dict(re.findall(r"^([^\s#=]+==[^\s]+)((?:.*\\\n)*.*)", text, re.MULTILINE))


def test_every_package_says_what_it_is_for():
    project = (ROOT / "pyproject.toml").read_text().partition("[tool.")[0]
    found = list(DEPENDENCY.finditer(project))
    silent = [each["name"] for each in found if not re.search(r"# \S+ \S+", each["rest"])]
    assert len(found) > 20
    assert silent == []


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_package_is_pinned_by_hash(name):
    found = pins(name)
    assert found
    assert [pin for pin, rest in found.items() if "--hash=sha256:" not in rest] == []


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_no_address_of_a_registry_is_kept(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    assert re.findall(r"://|--index|--find-links|--trusted-host", text) == []


def test_the_tests_run_on_what_is_served():
    assert set(pins("production")) - set(pins("development")) == set()
