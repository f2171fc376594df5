"""Fifty guesses at one moment, at a server with two processes."""

import os
import re
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from django.db import connection

from accounts.models import HistoryEntry
from tests.builders.people import PASSWORD, make_user
from tests.builders.portal import _free_port
from tests.project.imports import ROOT

GUESSES, LIMIT = 50, 5


def address_of_database() -> str:
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return f"postgres://{given['USER']}@{given['HOST']}:{given['PORT'] or 5432}/{given['NAME']}"


@pytest.fixture
def server(tmp_path, transactional_db):
    """Gunicorn with two processes on the database of the test; `looked_at()` counts."""
    port, told = _free_port(), tmp_path / "looked-at"
    told.touch()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.accounts.guessing_settings",
        "DATABASE_URL": address_of_database(),
        "LOOKED_AT": str(told),
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "python:cse_portal.gunicorn"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "cse_portal.wsgi", "--bind", f"127.0.0.1:{port}"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        yield Server(f"http://127.0.0.1:{port}", told)
    finally:
        process.terminate()
        process.wait(20)


class Server:
    def __init__(self, address: str, told: Path) -> None:
        self.login, self.told = f"{address}/account/login/", told
        last = time.monotonic() + 60
        while True:
            try:
                page = requests.get(self.login, timeout=10)
                break
            except requests.ConnectionError:
                assert time.monotonic() < last, "the server does not answer"
                time.sleep(0.1)
        self.cookies = page.cookies
        self.token = re.findall(r'csrfmiddlewaretoken" value="([^"]+)', page.text)[0]

    def looked_at(self) -> int:
        return len(self.told.read_text().splitlines())

    def guess(self, email: str, password: str, number: int) -> requests.Response:
        sent = {"login": email, "password": password, "csrfmiddlewaretoken": self.token}
        forged = {"X-Forwarded-For": f"192.0.2.{number}", "Forwarded": f"for=192.0.2.{number}"}
        return requests.post(
            self.login,
            sent,
            cookies=self.cookies,
            headers=forged,
            allow_redirects=False,
            timeout=60,
        )


def test_of_fifty_parallel_guesses_no_more_than_the_limit_are_looked_at(server):
    make_user(email="morag@example.org", name="Morag")
    before = server.looked_at()  # making a person hashes in this process, not in the server's
    with ThreadPoolExecutor(GUESSES) as threads:
        numbers = range(GUESSES)
        answers = list(
            threads.map(lambda n: server.guess("morag@example.org", f"guess {n}", n), numbers)
        )
    outcomes = Counter(answer.status_code for answer in answers)
    looked_at = server.looked_at() - before
    assert 1 <= looked_at <= LIMIT, outcomes
    assert outcomes == {200: looked_at, 429: GUESSES - looked_at}

    while server.guess("morag@example.org", "wrong", 1).status_code != 429:
        pass  # those who could not get at the lock in time were refused uncounted
    right = server.guess("morag@example.org", PASSWORD, 99)
    assert right.status_code == 429
    assert "sessionid" not in right.cookies
    assert "Try again after" in right.text
    assert 60 < int(right.headers["Retry-After"]) <= 15 * 60
    assert server.looked_at() - before == LIMIT
    locked = HistoryEntry.objects.filter(verb="accounts.locked_out")
    assert locked.count() == 1, "one entry for one lock-out"
