"""All checks and tests, one step after another, and a table of how each went."""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import bill, postgres

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
OF_THE_SERVER = ("DATABASE_URL", "EVIDENCE_ROOT", "REPORTS_ROOT", "UPLOADS_ROOT", "VAR_DIR")
EVERY_CORE = ("-n", "auto", "--maxprocesses", "8", "--dist", "worksteal")
SLOWEST = ("--durations", "25", "--durations-min", "2")
UNIT = "not journey and not long"
OURS = ("accounts", "assessments", "criteria", "cse_portal", "evidence", "script", "manage.py")
ADVISORIES = "api.osv.dev"
# As production wants them to be; nothing is served under them.
PRODUCTION = {
    "SECRET_KEY": "made up to be checked alone, with fifty signs and more 0123456789",
    "HISTORY_KEY": "made up to be checked alone, another 0123456789",
    "ALLOWED_HOSTS": "portal.example.org",
    "PORTAL_ADDRESS": "https://portal.example.org/",
    "EMAIL_URL": "smtp+tls://portal@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "portal@example.org",
    "STORE_ENCRYPTED": "disk",
    "DATABASE_URL": "sqlite:///:memory:",
}


class Skipped(Exception):
    """The step cannot run here; the message says why."""


@dataclass(frozen=True)
class Outcome:
    """How one step went."""

    step: str
    result: str
    seconds: float
    reason: str = ""


def environment(**more: str) -> dict[str, str]:
    """The caller's, without what points a server at its data."""
    kept = {name: value for name, value in os.environ.items() if name not in OF_THE_SERVER}
    return kept | {"DJANGO_SETTINGS_MODULE": "cse_portal.settings.test"} | more


def module(*arguments: str, **more: str) -> bool:
    """Run a Python module; True when it is content."""
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(**more), check=False).returncode == 0


def manage(*arguments: str) -> bool:
    """Run one of the portal's commands under the settings of the tests."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode == 0


def templates() -> bool:
    """All templates are laid out as djade does it."""
    program = str(Path(sys.executable).with_name("djade"))
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))
    command = [program, "--target-version", "5.2", "--check", *files]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def tests(marked: str, **more: str) -> bool:
    """The tests with these marks, on every core; a run that finds none has failed."""
    return module("pytest", "-q", *EVERY_CORE, *SLOWEST, "-m", marked, **more)


def on_postgres() -> bool:
    """The unit tests on PostgreSQL, where there is one."""
    try:
        with postgres.database_url() as url:
            return tests(UNIT, DATABASE_URL=url)
    except postgres.Unavailable as error:
        raise Skipped(str(error)) from error


def journeys() -> bool:
    """The browser tests, where there is a Chromium."""
    if not any(shutil.which(name) for name in BROWSERS):
        raise Skipped("no Chromium is installed")
    return tests("journey and not long")


def deployment() -> bool:
    """Django's checks for what is deployed, under the settings of production, none silenced."""
    with tempfile.TemporaryDirectory() as folder:
        given = environment(**PRODUCTION, VAR_DIR=folder)
        given["DJANGO_SETTINGS_MODULE"] = "cse_portal.settings.production"
        command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "DEBUG"]
        done = subprocess.run(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, text=True)
    print(done.stdout, flush=True)
    return done.returncode == 0 and "(0 silenced)" in done.stdout


def dangerous_habits() -> bool:
    """Bandit has nothing to say; of what it lets pass it would tell line by line."""
    command = [sys.executable, "-m", "bandit", "-q", "-c", "pyproject.toml", "-ll", "-r", *OURS]
    return subprocess.run(command, cwd=ROOT, stderr=subprocess.DEVNULL).returncode == 0


def known_holes() -> bool:
    """What is publicly known against the packages that are pinned, where it can be asked."""
    try:
        socket.create_connection((ADVISORIES, 443), timeout=3).close()
    except OSError as error:
        raise Skipped(f"{ADVISORIES}, which knows the holes, cannot be reached") from error
    pinned = ["-r", "requirements/production.txt", "--require-hashes", "--disable-pip"]
    asked = ["--vulnerability-service", "osv", "--timeout", "15", "--progress-spinner", "off"]
    return module("pip_audit", *pinned, *asked)


def bill_of_materials() -> bool:
    """It can be made, and is what CycloneDX says it should be."""
    try:
        return not bill.faults(bill.bill())
    except (OSError, AssertionError) as error:
        print(error, flush=True)
        return False


STEPS: dict[str, Callable[[], bool]] = {
    "lint": lambda: module("ruff", "check", "."),
    "layout of the code": lambda: module("ruff", "format", "--check", "."),
    "layout of the templates": templates,
    "types": lambda: module("mypy", "."),
    "system checks": lambda: manage("check", "--fail-level", "WARNING"),
    "checks for deployment": deployment,
    "dangerous habits": dangerous_habits,
    "known holes": known_holes,
    "bill of materials": bill_of_materials,
    "missing migrations": lambda: manage("makemigrations", "--check", "--dry-run"),
    "unit tests on SQLite": lambda: tests(UNIT),
    "unit tests on PostgreSQL": on_postgres,
    "browser tests": journeys,
}
LONG: dict[str, Callable[[], bool]] = {"long tests": lambda: tests("long")}


def carry_out(step: str, do: Callable[[], bool]) -> Outcome:
    """Run one step and time it."""
    print(f"\n== {step}", flush=True)
    began = time.monotonic()
    try:
        result, reason = ("passed" if do() else "failed"), ""
    except Skipped as error:
        result, reason = "skipped", str(error)
        print(f"skipped: {reason}", flush=True)
    return Outcome(step, result, time.monotonic() - began, reason)


def table(outcomes: Iterable[Outcome]) -> str:
    """Each step with its outcome and seconds, and the counts on the last line."""
    lines, counts = [], {"passed": 0, "failed": 0, "skipped": 0}
    for each in outcomes:
        counts[each.result] += 1
        said = f"{each.result}: {each.reason}" if each.reason else each.result
        lines.append(f"{each.step:<28}{each.seconds:>7.1f} s  {said}")
    lines.append("checks: " + ", ".join(f"{count} {name}" for name, count in counts.items()))
    return "\n".join(lines)


@contextmanager
def prepared(folder: Path) -> Iterator[None]:
    """Meanwhile what the tests need alike is made ready; they do without where it fails."""
    command = [sys.executable, "-m", "tests.prepared", str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment())
    os.environ["TESTS_PREPARED"] = str(folder)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def only_pytest(everything: bool, arguments: list[str]) -> int:
    """Pytest alone with the arguments given, on DATABASE_URL or SQLite."""
    marks = [] if everything else ["-m", "not long"]
    command = [sys.executable, "-m", "pytest", *marks, *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def main() -> int:
    """0 only if every step that could run has passed."""
    parser = argparse.ArgumentParser(
        prog="script/test",
        allow_abbrev=False,
        description="All checks and tests; with pytest arguments, pytest alone with those.",
    )
    parser.add_argument("--all", action="store_true", help="the long tests as well")
    asked, arguments = parser.parse_known_args()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with tempfile.TemporaryDirectory(
        prefix="cse-portal-check-", ignore_cleanup_errors=True
    ) as folder:
        # Not every process that loads the settings of the tests gets to tidy up after itself.
        os.environ["TMPDIR"] = folder
        if arguments:
            return only_pytest(asked.all, arguments)
        steps = STEPS | (LONG if asked.all else {})
        with prepared(Path(folder) / "prepared"):
            outcomes = [carry_out(step, do) for step, do in steps.items()]
    print(f"\n{table(outcomes)}", flush=True)
    return 0 if all(each.result != "failed" for each in outcomes) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
