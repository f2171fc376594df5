"""What an attacker would try by hand, and what they would see.

Hostile files and names are in `tests/evidence/test_hostile.py`, names in packs in
`tests/assessments/reports/test_pack_names.py`, sign-in in `tests/accounts/`.
"""

import ast
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from time import sleep
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import storages
from django.db import transaction
from django.test import Client

from accounts.models import Membership, Organisation, Service, Team, User
from accounts.signed_out import methods_of
from assessments.models import Assessment, ElementAssessment
from evidence.enums import LinkStatus
from evidence.models import EvidenceItem, EvidenceVersion, ReaderGrant
from tests.accounts.test_sign_in import ELSEWHERE
from tests.builders.evidence import make_item, make_link
from tests.builders.people import make_user, sign_in

from .imports import ROOT
from .routes import routes
from .world import World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

EVIL = "evil.test"


@pytest.fixture(scope="module")
def world(kept_for_the_module: None) -> World:
    return make_world()


@pytest.fixture
def base(world: World) -> str:
    portfolio = world.own.portfolio
    return f"/services/{portfolio.service.slug}/{portfolio.standard.slug}"


def client_of(world: World, person: str) -> Client:
    user = world.people[person]
    assert user
    return sign_in(Client(raise_request_exception=False), user)


# Forged hosts


@pytest.mark.parametrize(
    "headers",
    [
        {"host": EVIL},
        {"host": f"testserver@{EVIL}"},
        {"host": f"testserver:80@{EVIL}"},
        {"host": f"{EVIL}#testserver"},
        {"host": "testserver\\@evil.test"},
    ],
)
def test_a_forged_host_gets_four_hundred_and_not_a_page(headers):
    answer = Client().get("/account/login/", headers=headers)
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert answer.content == b"We could not read what was sent\n"


FORWARDED = {
    "x-forwarded-host": EVIL,
    "x-forwarded-server": EVIL,
    "x-host": EVIL,
    "x-original-url": "/readyz",
    "x-rewrite-url": "/readyz",
    "forwarded": f"host={EVIL};proto=https",
    "x-forwarded-port": "444",
}


def test_a_host_forged_by_forwarding_is_nowhere_in_the_answer(world, base):
    for address in ("/account/login/", f"{base}/evidence/"):
        answer = Client().get(address, headers=FORWARDED)
        text = answer.content.decode() + str(answer.headers)
        assert EVIL not in text and ":444" not in text
        assert answer.status_code in (200, 302), "what was asked for, not /readyz"


def test_letters_never_lead_to_a_forged_host(settings, django_capture_on_commit_callbacks):
    person = make_user(email="morag@council.test")
    for address, wanted in (
        ("https://portal.council.test/", "https://portal.council.test/"),
        ("", "http://testserver/"),
    ):
        settings.PORTAL_ADDRESS = address
        with django_capture_on_commit_callbacks(execute=True):
            Client().post("/account/password/reset/", {"email": person.email}, headers=FORWARDED)
        letter = mail.outbox[-1].body
        assert f"{wanted}account/password/reset/" in letter
        assert EVIL not in letter


# Open redirects


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_form_about_a_link_leads_to_another_site(world, base, address):
    portfolio = world.own.portfolio
    with transaction.atomic():
        link = make_link(portfolio, make_item(portfolio), status=LinkStatus.NEW)
        where = f"{base}/elements/{link.element.code}"
        client = client_of(world, "officer")
        answers = [
            client.post(f"{where}/evidence/{link.pk}/move", {"next": address, "to": "down"}),
            client.post(f"{where}/evidence/add", {"next": address}),
        ]
        transaction.set_rollback(True)
    for answer in answers:
        assert answer.headers.get("Location", "/").startswith("/services/"), answer


@pytest.mark.parametrize(
    "path", [f"//{EVIL}/services", f"/\\{EVIL}/services", f"//{EVIL}/%2e%2e/account/login"]
)
def test_the_missing_slash_is_put_to_our_own_address(path):
    answer = Client().get(path)
    target = answer.headers.get("Location", "/")
    assert target.startswith("/") and not target.startswith(("//", "/\\"))


# Mass assignment

PRIVILEGES = {
    "is_superuser": "on", "is_staff": "on", "is_active": "", "user_permissions": "1",
    "groups": "1", "sign_outs": "0", "password": "x", "email": "evil@evil.test", "id": "1",
    "pk": "1", "user": "1", "person": "1", "organisation": "1", "organisation_id": "1",
    "service": "1", "service_id": "1", "team_id": "1", "portfolio_id": "1", "role": "administrator",
    "state": "completed", "rating": "compliant", "finding": "Bought", "accepted": "on",
    "assessor_revision": "9", "is_ready": "on", "completed_at": "2026-11-22",
    "submitted_at": "2026-11-22", "signed_by": "1", "reader": "1", "reader_id": "1",
    "ends_on": "2099-12-31", "withdrawn_at": "", "storage_key": "../../etc/passwd",
    "sha256": "0" * 64, "number": "1", "size": "1", "scan": "clean", "code": "CSS1", "item_id": "1",
    "prefix": "X", "slug": "other", "destroyed_at": "2026-11-22",
}  # fmt: skip
PROTECTED = {
    User: "email is_superuser is_active sign_outs password",
    Group: "name",
    Membership: "user organisation service role",
    Organisation: "name slug corporate_prefix",
    Service: "organisation slug prefix",
    Team: "service name",
    ReaderGrant: "reader snapshot starts_on ends_on withdrawn_at",
    Assessment: "portfolio state completed_at",
    ElementAssessment: "assessment element rating finding accepted_at",
    EvidenceItem: "organisation service code number",
    EvidenceVersion: "item storage_key sha256 size scan media_type",
}


def protected() -> dict[str, list[tuple[Any, ...]]]:
    """What none of them may change, row by row, of all that was there before."""
    return {
        model.__name__: list(
            model._default_manager.filter(pk__lte=2**62)
            .order_by("pk")
            .values_list("pk", *columns.split())
        )
        for model, columns in PROTECTED.items()
    }


POSTED = [route for route in routes() if "POST" in methods_of(route.view)]


def test_fields_that_no_form_has_change_nothing(world):
    """Everything that can be sent is sent with all of them, by somebody who may not."""
    client, faults = client_of(world, "officer"), []
    for route in POSTED:
        with transaction.atomic():
            before = protected()
            answer = client.post(route.address(world.own.values), PRIVILEGES)
            old = {name: {row[0] for row in rows} for name, rows in before.items()}
            after = {
                name: [row for row in rows if row[0] in old[name]]
                for name, rows in protected().items()
            }
            transaction.set_rollback(True)
        changed = [name for name in before if before[name] != after[name]]
        if changed or answer.status_code >= 500:
            faults.append(f"{route}: {answer.status_code} {changed}")
    assert faults == []
    assert len(POSTED) > 60


def test_whoever_accepts_an_invitation_gets_the_role_they_were_invited_to_and_no_other(world):
    address = f"/invitations/{world.own.values['invitations/token']}/"
    newcomer = User.objects.get(email="invited@example.org")
    given = {"name": "Rhona", "password1": "three random words", "password2": "three random words"}
    was = list(Membership.objects.filter(user=newcomer).values_list("role", flat=True))
    with transaction.atomic():
        answer = Client().post(address, PRIVILEGES | given)
        accepted = User.objects.get(pk=newcomer.pk)
        roles = list(Membership.objects.filter(user=newcomer).values_list("role", flat=True))
        transaction.set_rollback(True)
    assert answer.status_code == 302 and accepted.name == "Rhona"
    assert (accepted.email, accepted.is_superuser, accepted.is_active) == (
        "invited@example.org",
        False,
        True,
    )
    assert roles == was


def test_no_form_takes_its_fields_from_a_table():
    """A form of a model would take whatever is added to the model later."""
    found = []
    for app in ("accounts", "assessments", "criteria", "evidence"):
        for path in sorted((ROOT / app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if (
                    isinstance(node, ast.ClassDef)
                    and "ModelForm" in ast.unparse(node).split(":")[0]
                ):
                    found.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert found == []


# Another method than the one that was sent


def test_no_header_or_field_makes_one_method_another(world, base):
    client = client_of(world, "officer")
    link = world.own.values["evidence/link"]
    address = f"{base}/elements/1.1.1/evidence/{link}/move"
    for name in ("x-http-method-override", "x-http-method", "x-method-override"):
        answer = client.get(f"{address}?_method=POST", headers={name: "POST"})
        assert answer.status_code == 405
    for sent in ("delete", "put", "patch", "trace", "options"):
        assert getattr(client, sent)(address).status_code == 405, sent


# Ways out of the folders


@pytest.mark.parametrize(
    "path",
    [
        "/static/../manage.py",
        "/static/%2e%2e/manage.py",
        "/static/..%2fmanage.py",
        "/static/%5c..%5cmanage.py",
        "/favicon.ico/../../manage.py",
        "/robots.txt%00.html",
        "/../../etc/passwd",
    ],
)
def test_no_address_leads_out_of_the_static_files(path):
    assert Client().get(path).status_code in (404, 301, 302)


@pytest.mark.parametrize("key", ["../../etc/passwd", "/etc/passwd", "ab/../../../etc/passwd"])
def test_no_key_leads_out_of_the_stores(key):
    from evidence.intake.s3 import EncryptedS3Storage

    for place in ("evidence", "reports"):
        with pytest.raises(SuspiciousOperation):
            storages[place].open(key)
    held = EncryptedS3Storage(bucket_name="council", location="evidence", region_name="eu-west-2")
    with suppress(SuspiciousOperation):
        assert held._key(key).startswith("evidence/"), "beneath its own part of the store"


# Headers that end before their time

BROKEN = "a\r\nSet-Cookie: evil=1\r\n\r\n<b>.pdf"


def test_a_name_with_line_ends_adds_no_header(world):
    version = EvidenceVersion.objects.get(uuid=world.own.values["files/uuid"])
    client = client_of(world, "officer")
    with transaction.atomic():
        EvidenceVersion.objects.filter(pk=version.pk).update(file_name=BROKEN)
        EvidenceItem.objects.filter(pk=version.item_id).update(title=BROKEN)
        for address in (f"/files/{version.uuid}/", f"/files/{version.uuid}/view/"):
            answer = client.get(address)
            assert answer.status_code == 200
            assert "Set-Cookie" not in answer.headers and "evil" not in answer.cookies
            assert not any(set("\r\n") & set(value) for value in answer.headers.values())
        transaction.set_rollback(True)


def test_addresses_with_line_ends_add_no_header(world, base):
    client = client_of(world, "officer")
    for address in (
        f"{base}/evidence/?q=%0d%0aSet-Cookie:%20evil=1",
        f"{base}/elements/1.1.1%0d%0aSet-Cookie:%20evil=1",
        "/account/login?next=%0d%0aSet-Cookie:%20evil=1",
    ):
        answer = client.get(address)
        assert answer.status_code in (200, 301, 302, 404)
        assert "evil" not in answer.cookies
        assert not any(set("\r\n") & set(value) for value in answer.headers.values())


# What is too large


def test_a_request_far_too_large_changes_nothing_and_says_so(world, base):
    client = client_of(world, "officer")
    before = protected()
    answer = client.post(f"{base}/elements/1.1.1/evidence/add", {"titles": "x" * 3_000_000})
    assert answer.status_code == 413
    assert client.get(f"{base}/evidence/?q={'x' * 20_000}").status_code == 200
    assert protected() == before


# The server beneath


@pytest.fixture(scope="module")
def served() -> Iterator[int]:
    """gunicorn as we set it, in front of next to nothing."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "python:cse_portal.gunicorn"]
    command += ["--workers", "1", "--bind", f"127.0.0.1:{port}", "wsgiref.simple_server:demo_app"]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        yield port
    finally:
        process.terminate()
        process.wait()


def said_to(port: int, sent: bytes) -> str:
    for _time in range(100):
        try:
            with socket.create_connection(("127.0.0.1", port), 5) as server:
                server.sendall(sent)
                return b"".join(iter(lambda: server.recv(65536), b"")).decode("latin-1")
        except ConnectionRefusedError:
            sleep(0.1)
    raise AssertionError("gunicorn did not start")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/9.9<script>\r\n\r\n", 400),
        (b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 9000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: a\r\nBad Name: 1\r\n\r\n", 400),
    ],
)
def test_what_the_server_refuses_by_itself_is_guarded_and_tells_nothing(served, sent, status):
    head, _end, body = said_to(served, sent).partition("\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ")
    headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:])
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert len(body.split()) < 7 and not set(body) & set("<>'\"/")
    assert "gunicorn" not in (head + body).lower()


def test_the_server_does_not_say_what_it_is(served):
    said = said_to(served, b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert "\r\nServer: portal\r\n" in said
