"""script/server from a fresh clone, as a newcomer would run it."""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .imports import ROOT

pytestmark = pytest.mark.long
Start = Callable[..., "Running"]
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/")


class Running:
    """A script/server that was started, with what it printed."""

    def __init__(self, clone: Path, log: Path, *arguments: str) -> None:
        self.log = log
        self.began = time.monotonic()
        kept = {name: os.environ[name] for name in os.environ if not name.endswith("_URL")}
        with log.open("w") as output:
            self.process = subprocess.Popen(
                ["script/server", *arguments], cwd=clone, env=kept, stdout=output, stderr=output
            )

    def address(self, within: float) -> str:
        """Where it answers, once it says so."""
        while time.monotonic() < self.began + within:
            if said := ADDRESS.search(self.log.read_text()):
                return said.group(0)
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.1)
        raise AssertionError(f"no answer in {within} s: {self.log.read_text()}")

    def children(self) -> list[int]:
        """Every process beneath it."""
        found, waiting = [], [self.process.pid]
        while waiting:
            listed = Path(f"/proc/{(each := waiting.pop())}/task/{each}/children")
            waiting += (below := [int(number) for number in listed.read_text().split()])
            found += below
        return found

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """Send the signal and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(30)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(pids: list[int], within: float = 20) -> bool:
    """True once none of them is left."""
    last = time.monotonic() + within
    while time.monotonic() < last and any(map(alive, pids)):
        time.sleep(0.1)
    return not any(map(alive, pids))


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Path:
    """What someone has who cloned the repository into an empty folder."""
    folder = tmp_path_factory.mktemp("clone") / "portal"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    return folder


@pytest.fixture
def start(clone, tmp_path) -> Iterator[Start]:
    """Start script/server in the clone; all are ended after the test."""
    running: list[Running] = []

    def run(*arguments: str) -> Running:
        running.append(Running(clone, tmp_path / f"log{len(running)}", *arguments))
        return running[-1]

    yield run
    for each in running:
        if each.process.poll() is None:
            each.end(signal.SIGTERM)


def test_a_fresh_clone_serves_the_demonstration_and_starts_quickly_again(start):
    first = start("--port", "0")
    address = first.address(within=180)
    assert status(f"{address}readyz") == 200
    assert status(f"{address}account/login/") == 200
    assert "officer@example.org" in first.log.read_text()
    assert "cse-portal-demo" in first.log.read_text()
    assert first.end() == 0

    second = start("--port", "0")
    assert status(f"{second.address(within=10)}healthz") == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_the_server_and_the_worker(start, number):
    server = start("--port", "0")
    server.address(within=180)
    below = server.children()
    assert len(below) >= 4
    assert server.end(number) == 0
    assert gone(below)


def test_when_one_of_the_two_dies_the_other_ends_as_well(start):
    server = start("--port", "0")
    server.address(within=180)
    below = server.children()
    worker = next(pid for pid in below if b"db_worker" in Path(f"/proc/{pid}/cmdline").read_bytes())
    os.kill(worker, signal.SIGKILL)
    assert server.process.wait(30) == 1
    assert "The worker ended" in server.log.read_text()
    assert gone(below)


def test_nothing_outlives_a_server_that_was_killed(start):
    server = start("--port", "0")
    server.address(within=180)
    below = server.children()
    server.end(signal.SIGKILL)
    assert gone(below)


def test_a_taken_port_is_said_in_one_line(start):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = start("--port", str(port))
        assert server.process.wait(180) == 1
    assert server.log.read_text().splitlines()[-1].startswith(f"Port {port} cannot be used")


def test_a_second_server_and_a_reset_are_refused_while_one_runs(start):
    start("--port", "0").address(within=180)
    for arguments in (["--port", "0"], ["--port", "0", "--reset"]):
        refused = start(*arguments)
        assert refused.process.wait(60) == 1
        assert "A server is running on" in refused.log.read_text()


def test_a_reset_brings_the_demonstration_back_as_it_was(start, clone):
    first = start("--port", "0")
    first.address(within=180)
    first.end()
    stray = clone / "var" / "evidence" / "stray"
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("left by someone")
    key = (clone / "var" / "keys" / "history_key").read_text()

    again = start("--port", "0", "--reset")
    assert status(f"{again.address(within=180)}readyz") == 200
    assert not stray.exists()
    assert (clone / "var" / "keys" / "history_key").read_text() == key
