"""The table at the end of script/test tells the truth."""

from script.support.check import Outcome, Skipped, carry_out, table


def cannot_run() -> bool:
    raise Skipped("no Chromium is installed")


def test_what_cannot_run_is_skipped_with_its_reason_and_not_passed():
    outcome = carry_out("browser tests", cannot_run)
    assert (outcome.result, outcome.reason) == ("skipped", "no Chromium is installed")


def test_a_step_that_finds_fault_has_failed():
    assert carry_out("lint", lambda: False).result == "failed"
    assert carry_out("lint", lambda: True).result == "passed"


def test_the_last_line_counts_every_step():
    outcomes = [
        Outcome("lint", "passed", 1.5),
        Outcome("types", "failed", 20),
        Outcome("browser tests", "skipped", 0, "no Chromium is installed"),
    ]
    *steps, last = table(outcomes).splitlines()
    assert last == "checks: 1 passed, 1 failed, 1 skipped"
    assert steps[2].endswith("0.0 s  skipped: no Chromium is installed")
