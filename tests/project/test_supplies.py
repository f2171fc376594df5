"""What the portal is made of, said as others can read it, and what is let pass in the code."""

import json
import re
import subprocess
import sys

from script.support import bill, check

from .imports import ROOT
from .test_packages import pins

NOSEC = re.compile(r"#\s*nosec\b(?P<more>.*)")
REASON = re.compile(r":? *B\d{3}(?: B\d{3})*  # \w+ \w+")


def test_the_bill_of_materials_names_all_that_is_installed_with_its_hashes():
    made = bill.bill()
    of_python = {each["purl"]: each for each in made["components"] if "pypi" in each["purl"]}
    wanted = {f"pkg:pypi/{pin.lower().replace('==', '@')}" for pin in pins("production")}
    assert set(of_python) == wanted and len(wanted) > 40
    assert all(each["properties"] for each in of_python.values())
    assert bill.faults(made) == ""


def test_the_bill_of_materials_names_what_is_vendored():
    named = {each["name"] for each in bill.bill()["components"] if "npm" in each["purl"]}
    assert {"govuk-frontend", "htmx.org", "dejavu-fonts-ttf"} <= named
    said = (ROOT / "script" / "vendor-static").read_text()
    assert len(named) == len(re.findall(r'@\d[\w.]*"', said))


def test_the_bill_of_materials_is_the_same_each_time():
    program = [sys.executable, "-m", "script.support.bill"]
    first, second = (subprocess.check_output(program, cwd=ROOT) for _time in range(2))
    assert first == second
    assert "timestamp" not in json.loads(first)["metadata"]


def test_a_pin_without_a_hash_or_a_wrong_document_would_be_found(monkeypatch):
    made = bill.bill()
    made["components"].append({"name": "nothing known"})
    assert bill.faults(made)
    monkeypatch.setattr(bill, "faults", lambda document: "wrong")
    assert check.bill_of_materials() is False


def test_what_is_let_pass_in_the_code_is_named_and_says_why():
    silent = []
    for folder in check.OURS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                found = NOSEC.search(line)
                if found and not REASON.match(found["more"].strip()):
                    silent.append(f"{path.relative_to(ROOT)}:{number}")
    assert silent == []
    settings = (ROOT / "pyproject.toml").read_text().partition("[tool.bandit]")[2].partition("[")[0]
    assert "skips" not in settings


def test_holes_that_nobody_can_be_asked_about_are_skipped_with_the_reason(monkeypatch):
    monkeypatch.setattr(check, "ADVISORIES", "nowhere.invalid")
    said = check.carry_out("known holes", check.known_holes)
    reason = "nowhere.invalid, which knows the holes, cannot be reached"
    assert (said.result, said.reason) == ("skipped", reason)
