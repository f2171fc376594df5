"""The portal as script/server runs it, in a folder of its own, to be used, killed and restarted."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from tests.project.imports import ROOT

PASSWORD = "cse-portal-demo"
OF_THE_SERVER = ("DATABASE_URL", "EVIDENCE_ROOT", "REPORTS_ROOT", "UPLOADS_ROOT", "PYTEST_ADDOPTS")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
# What a request raises whose server dies, or has died.
LOST = (OSError, HTTPException)


class Portal:
    """Gunicorn on the demonstration council; `folder` holds its files and, unless told, data."""

    def __init__(self, folder: Path, database_url: str = "", **settings: str) -> None:
        self.folder = folder
        kept = {name: os.environ[name] for name in os.environ if name not in OF_THE_SERVER}
        self.environment = kept | {
            "VAR_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "cse_portal.settings.demo",
            **({"DATABASE_URL": database_url} if database_url else {}),
            **settings,
        }
        self.port = _free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Database, static files and the demonstration council."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._run("-m", "script.support.prepare")

    def manage(self, *arguments: str) -> str:
        """What one of the portal's commands prints; fails where the command does."""
        return self._run("manage.py", *arguments)

    def ask(self, expression: str):
        """The value of an expression in the portal's own Python, as JSON can carry it."""
        models = "import json; from evidence.models import *; from accounts.models import *"
        code = f"{models}; print(json.dumps({expression}))"
        return json.loads(self.manage("shell", "--no-imports", "-c", code))

    def begin(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """One of the portal's commands, under way."""
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        """Serve, and return once it answers."""
        command = ["-m", "gunicorn", "-c", "python:cse_portal.gunicorn", "cse_portal.wsgi"]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *command, "--bind", f"127.0.0.1:{self.port}"],
                cwd=ROOT,
                env=self.environment,
                process_group=0,
                stdout=log,
                stderr=log,
            )
        last = time.monotonic() + 60
        while not self._answers():
            assert self.process.poll() is None, (self.folder / "server.log").read_text()
            assert time.monotonic() < last, "gunicorn does not answer"
            time.sleep(0.05)

    def _answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except LOST:
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """End it and all its workers at once, in the middle of whatever they are at."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def files(self, place: str = "evidence") -> list[Path]:
        """Every file of one of its folders."""
        return [path for path in (self.folder / place).rglob("*") if path.is_file()]


class Visitor:
    """Somebody with a browser that knows no scripts."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.cookies: SimpleCookie = SimpleCookie()
        self.token = ""

    def sign_in(self, email: str) -> "Visitor":
        self.get("/account/login/")
        fields = {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": self.token}
        status, said = self.submit("/account/login/", list(fields.items()))
        assert status == 302, said
        return self

    def forget(self) -> None:
        """Begin anew, as a browser that was closed."""
        self.cookies, self.token = SimpleCookie(), ""

    def get(self, address: str) -> str:
        """The page, whose form can be sent next."""
        status, said = self.send("GET", address)
        assert status == 200, (address, status)
        found = TOKEN.search(said)
        self.token = found[1] if found else self.token
        return said

    def upload(
        self,
        address: str,
        fields: dict[str, str],
        files: Sequence[tuple[str, bytes]],
        *,
        accept: str = "application/json",
    ) -> tuple[int, str]:
        """Send the form with files; status and answer. Raises what `LOST` names."""
        kind, body = self.form(fields, files)
        return self.send("POST", address, body, {"Content-Type": kind, "Accept": accept})

    def submit(self, address: str, values: Sequence[tuple[str, str]]) -> tuple[int, str]:
        """Send a form without files, as the page had it or as somebody filled it in."""
        head = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.send("POST", address, urlencode(values).encode(), head)

    def form(self, fields: dict[str, str], files: Sequence[tuple[str, bytes]]) -> tuple[str, bytes]:
        """Its media type and its bytes, with the token of the page that was got last."""
        border = uuid.uuid4().hex
        parts = [
            f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in {"csrfmiddlewaretoken": self.token, **fields}.items()
        ]
        for name, content in files:
            head = f'Content-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
            parts.append(head.encode() + content + b"\r\n")
        mark = f"--{border}\r\n".encode()
        body = b"".join(mark + part for part in parts) + f"--{border}--\r\n".encode()
        return f"multipart/form-data; boundary={border}", body

    def send(
        self, method: str, address: str, body: bytes = b"", head: dict[str, str] | None = None
    ) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.portal.port, timeout=90)
        try:
            connection.request(method, address, body or None, self.headers() | (head or {}))
            return self.read(connection.getresponse())
        finally:
            connection.close()

    def headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())
        return {"Cookie": cookies, "Accept": "text/html"}

    def read(self, response: HTTPResponse) -> tuple[int, str]:
        for cookie in response.headers.get_all("Set-Cookie") or []:
            self.cookies.load(cookie)
        return response.status, response.read().decode()


class SlowUpload:
    """A form whose second half is sent when `finish` is called."""

    def __init__(
        self, visitor: Visitor, address: str, fields: dict[str, str], file: tuple[str, bytes]
    ) -> None:
        kind, body = visitor.form(fields, [file])
        self.visitor, self.rest = visitor, body[len(body) // 2 :]
        self.connection = HTTPConnection("127.0.0.1", visitor.portal.port, timeout=90)
        self.connection.putrequest("POST", address)
        head = {"Content-Type": kind, "Content-Length": str(len(body))}
        for name, value in (visitor.headers() | head | {"Accept": "application/json"}).items():
            self.connection.putheader(name, value)
        self.connection.endheaders(body[: len(body) // 2])

    def finish(self) -> tuple[int, str]:
        self.connection.send(self.rest)
        try:
            return self.visitor.read(self.connection.getresponse())
        finally:
            self.connection.close()

    def break_off(self) -> None:
        """The connection is reset, as when somebody pulls out the cable."""
        place = self.connection.sock
        place.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.connection.close()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as place:
        return place.getsockname()[1]
