"""A large document whose download breaks off, through the server that the portal runs on."""

import hashlib
import subprocess
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from accounts.enums import Role
from accounts.models import HistoryEntry
from tests.builders.assessments import make_submitted
from tests.builders.beside import Beside
from tests.builders.evidence import make_portfolio
from tests.builders.people import make_service, make_user, sign_in

from .issuing import make_kept

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]
LARGE = 24 * 1024 * 1024


@pytest.fixture
def beside(tmp_path: Path, transactional_db: None) -> Iterator[Beside]:
    programs = Beside(tmp_path / "var")
    yield programs
    programs.end()


def test_a_download_that_broke_off_goes_on_where_it_was(beside, tmp_path):
    portfolio = make_portfolio(make_service(name="Library Service"))
    content = bytes(range(256)) * (LARGE // 256)
    file = make_kept(make_submitted(portfolio), content)
    client = sign_in(Client(), make_user(Role.MANAGER, portfolio.service))
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    address = f"/services/library-service/small/documents/made/{file.uuid}/file/?download"
    port = beside.serve()

    def ask(method: str, **headers: str) -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request(method, address, headers={"Cookie": cookie, **headers})
        return connection.getresponse()

    head = ask("HEAD")
    assert (head.status, head.read()) == (200, b"")
    assert (head.headers["Content-Length"], head.headers["Accept-Ranges"]) == (str(LARGE), "bytes")

    broken_off = ask("GET")
    begun = tmp_path / "pack.zip"
    begun.write_bytes(broken_off.read(LARGE // 3))
    broken_off.close()
    command = ["curl", "--silent", "--show-error", "--fail", "--continue-at", "-"]
    command += ["--cookie", cookie, "--output", str(begun), f"http://127.0.0.1:{port}{address}"]
    subprocess.run(command, check=True)
    assert hashlib.sha256(begun.read_bytes()).hexdigest() == file.sha256
    assert HistoryEntry.objects.filter(verb="assessments.document_read").count() == 1

    part = ask("GET", Range="bytes=9-99999", **{"If-Range": head.headers["ETag"]})
    assert (part.status, part.read()) == (206, content[9:100_000])
    assert ask("GET", **{"If-None-Match": head.headers["ETag"]}).status == 304
