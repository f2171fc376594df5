"""The portal's own programs beside a test, on its database and its documents."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection

from tests.project.imports import ROOT

SERVER = ["-m", "gunicorn", "-c", "python:cse_portal.gunicorn", "cse_portal.wsgi"]
WORKER = ["manage.py", "db_worker", "--queue-name", "*", "--no-startup-delay", "--interval", "0.1"]


class Beside:
    """Starts programs that see what the test has written; the test must commit what it writes.

    Who signed in with the test's client is signed in there too.
    """

    def __init__(self, folder: Path) -> None:
        keys = folder / "keys"
        keys.mkdir(parents=True)
        (keys / "secret_key").write_text(settings.SECRET_KEY)
        self.log = folder / "log"
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "cse_portal.settings.demo",
            "VAR_DIR": str(folder),
            "DATABASE_URL": _address_of_the_database(),
            "EVIDENCE_ROOT": storages["evidence"].location,  # type: ignore[attr-defined]
            "REPORTS_ROOT": storages["reports"].location,  # type: ignore[attr-defined]
        }
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, *command: str) -> "subprocess.Popen[bytes]":
        """One of the portal's programs, under way."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=self.environment,
                process_group=0,
                stdout=log,
                stderr=log,
            )
        self.running.append(process)
        return process

    def run(self, *command: str) -> str:
        """What one of the portal's programs prints; fails where the program does."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def serve(self) -> int:
        """The server; returns its port once it answers."""
        with socket.create_server(("127.0.0.1", 0)) as place:
            port = place.getsockname()[1]
        self.start(*SERVER, "--bind", f"127.0.0.1:{port}")

        def answers() -> bool:
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) == 0

        self.wait_for(answers)
        return port

    def wait_for(self, what: Callable[[], bool], seconds: float = 90) -> None:
        """Until it is so; fails with what the programs said where it takes too long."""
        last = time.monotonic() + seconds
        while not what():
            assert time.monotonic() < last, self.log.read_text()
            time.sleep(0.02)

    def kill(self, process: "subprocess.Popen[bytes]") -> None:
        """At once, whatever it is at."""
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def end(self) -> None:
        """Kill what still runs."""
        for process in self.running:
            self.kill(process)


def _address_of_the_database() -> str:
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    person = f"{facts['USER']}:{facts['PASSWORD']}" if facts["PASSWORD"] else facts["USER"]
    return f"postgres://{person}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"
