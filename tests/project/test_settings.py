"""What each way of running the portal insists on."""

import importlib
import os
import sqlite3
import subprocess
import sys

import pytest

from .imports import ROOT

WHOLE = {
    "SECRET_KEY": "a secret of fifty characters or more, for this test alone 0123456789",
    "ALLOWED_HOSTS": "portal.example.org",
    "HISTORY_KEY": "another secret for this test alone",
    "STORE_ENCRYPTED": "disk",
    "EMAIL_URL": "smtp+tls://portal:secret@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "CSE Portal <portal@example.org>",
    "PORTAL_ADDRESS": "https://portal.example.org/",
    "DATABASE_URL": "sqlite:///:memory:",
}


def run(settings: str, *arguments: str, **given: str) -> subprocess.CompletedProcess[str]:
    """Run a command under these settings, with nothing but these variables."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    variables = kept | given | {"DJANGO_SETTINGS_MODULE": f"cse_portal.settings.{settings}"}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True)


def run_python(settings: str, code: str, **given: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    variables = kept | given | {"DJANGO_SETTINGS_MODULE": f"cse_portal.settings.{settings}"}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True)


MISSING = [name for name in WHOLE if name not in ("DATABASE_URL", "STORE_ENCRYPTED")]


@pytest.mark.parametrize("missing", MISSING)
def test_production_refuses_to_start_without_its_secrets_in_one_line(missing, tmp_path):
    given = {name: value for name, value in WHOLE.items() if name != missing}
    done = run("production", "check", VAR_DIR=str(tmp_path), **given)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"Not set: {missing}. docs/operations.md says what each is for."
    ]


MORE = "docs/operations.md says more."
MADE_FOR_THE_DEMONSTRATION = "made at the first start of a demonstration, and kept in its folder"
OF_A_PROVIDER = {
    "OIDC_PROVIDERS": "council",
    "OIDC_COUNCIL_NAME": "Argyll and Bute Council",
    "OIDC_COUNCIL_ISSUER": "https://login.example.org/v2.0",
    "OIDC_COUNCIL_CLIENT_ID": "portal",
    "OIDC_COUNCIL_CLIENT_SECRET": "only for this test",
    "OIDC_COUNCIL_DOMAINS": "example.org",
    "OIDC_COUNCIL_STRENGTH": "amr=mfa",
}
REFUSED = {
    "a short key": (
        {"SECRET_KEY": "x" * 49},
        "SECRET_KEY is too short: set a random text of 50 signs.",
    ),
    "a short history key": (
        {"HISTORY_KEY": "x" * 31},
        "HISTORY_KEY is too short: set a random text of 32 signs.",
    ),
    "one short history key of several": (
        {"HISTORY_KEYS": f"1={'x' * 40},2=short", "HISTORY_KEY_ID": "1"},
        "HISTORY_KEY is too short: set a random text of 32 signs.",
    ),
    "no key to seal with": (
        {"HISTORY_KEYS": f"1={'x' * 40}", "HISTORY_KEY_ID": "2"},
        "HISTORY_KEY_ID names no key: set it to one of those in HISTORY_KEYS.",
    ),
    "one key for both": (
        {"HISTORY_KEY": WHOLE["SECRET_KEY"]},
        "HISTORY_KEY is the same as SECRET_KEY: set another random text.",
    ),
    "the demonstration's key": (
        {"SECRET_KEY": MADE_FOR_THE_DEMONSTRATION},
        "SECRET_KEY is a key of the demonstration: set a random text of your own.",
    ),
    "the tests' history key": (
        {"HISTORY_KEY": "only for the tests, which keep nothing"},
        "HISTORY_KEY is a key of the demonstration: set a random text of your own.",
    ),
    "debug": (
        {"DEBUG": "True"},
        "DEBUG is set: unset it, since production never shows its inside.",
    ),
    "any host": (
        {"ALLOWED_HOSTS": "portal.example.org,*"},
        "ALLOWED_HOSTS has a wildcard: set each name under which the portal is reached.",
    ),
    "hosts below": (
        {"ALLOWED_HOSTS": ".example.org"},
        "ALLOWED_HOSTS has a wildcard: set each name under which the portal is reached.",
    ),
    "letters over http": (
        {"PORTAL_ADDRESS": "http://portal.example.org/"},
        "PORTAL_ADDRESS is not https: set the address that people reach it by.",
    ),
    "a disk in the clear": (
        {"STORE_ENCRYPTED": ""},
        "STORE_ENCRYPTED is not set: encrypt the disk that VAR_DIR and the stores lie on,"
        " then set STORE_ENCRYPTED=disk.",
    ),
    "anybody as a proxy": (
        {"TRUSTED_PROXIES": "192.0.2.1,0.0.0.0/0"},
        "TRUSTED_PROXIES trusts everybody: set the address of the proxy alone.",
    ),
    "a proxy that is no address": (
        {"TRUSTED_PROXIES": "proxy.example.org"},
        "TRUSTED_PROXIES has what is no address or network: set each as 192.0.2.1.",
    ),
    "forms from http": (
        {"CSRF_TRUSTED_ORIGINS": "http://portal.example.org"},
        "CSRF_TRUSTED_ORIGINS has what is not https or a wildcard: set each as https://…",
    ),
    "forms from anybody below": (
        {"CSRF_TRUSTED_ORIGINS": "https://*.example.org"},
        "CSRF_TRUSTED_ORIGINS has what is not https or a wildcard: set each as https://…",
    ),
    "a provider over http": (
        OF_A_PROVIDER | {"OIDC_COUNCIL_ISSUER": "http://login.example.org"},
        "OIDC_COUNCIL_ISSUER is not https: set it as the provider writes it.",
    ),
    "a provider for nobody": (
        OF_A_PROVIDER | {"OIDC_COUNCIL_DOMAINS": ""},
        "OIDC_COUNCIL_DOMAINS is empty: set whose addresses the provider vouches for.",
    ),
    "a list of stolen passwords that is none": (
        {"BREACHED_PASSWORDS": __file__},
        "BREACHED_PASSWORDS is no list of SHA-1 digests: set where the sorted list lies.",
    ),
    "a store over http": (
        {"EVIDENCE_STORE": "s3://council/evidence?endpoint=http://store.example.org"},
        "EVIDENCE_STORE is not reached by https: set endpoint=https://… in it.",
    ),
    "a store in the clear": (
        {"REPORTS_STORE": "s3://council/reports?region=eu-west-2&encryption=none"},
        "REPORTS_STORE is not encrypted: set encryption=AES256 or aws:kms in it.",
    ),
}


@pytest.mark.parametrize("why", REFUSED)
def test_production_refuses_what_is_unsafe_in_one_line_that_says_what_to_set(
    why, tmp_path, monkeypatch
):
    given, line = REFUSED[why]
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "secret_key").write_text(MADE_FOR_THE_DEMONSTRATION)
    assert starting(monkeypatch, given | {"VAR_DIR": str(tmp_path)}) == f"{line} {MORE}"


def starting(monkeypatch: pytest.MonkeyPatch, given: dict[str, str]) -> object:
    """What production says instead of starting; None where it starts."""
    for name, value in (WHOLE | given).items():
        monkeypatch.setenv(name, value)
    for name in ("sign_in", "base", "production"):  # read again, by this test alone
        monkeypatch.delitem(sys.modules, f"cse_portal.settings.{name}", raising=False)
    try:
        importlib.import_module("cse_portal.settings.production")
    except SystemExit as refused:
        return refused.code
    return None


def test_production_starts_with_all_that_it_asks_for(monkeypatch, tmp_path):
    assert starting(monkeypatch, {"VAR_DIR": str(tmp_path)}) is None
    address = "s3://council/evidence?endpoint=https://store.example.org&region=eu-west-2&links=60"
    given = {"VAR_DIR": str(tmp_path), "EVIDENCE_STORE": address}
    assert starting(monkeypatch, given) is None
    given = {"VAR_DIR": str(tmp_path), "TRUSTED_PROXIES": "192.0.2.1,2001:db8::/64"}
    assert starting(monkeypatch, given | OF_A_PROVIDER) is None
    [provider] = sys.modules["cse_portal.settings.production"].SOCIALACCOUNT_PROVIDERS[
        "openid_connect"
    ]["APPS"]
    assert provider["settings"]["strength"] == ("amr", "mfa")


def test_production_refuses_to_read_files_without_the_guard_of_their_xml(monkeypatch, tmp_path):
    monkeypatch.setattr("cse_portal.startup.find_spec", lambda name: None)
    said = "The package defusedxml is absent: run script/setup, which installs it."
    assert starting(monkeypatch, {"VAR_DIR": str(tmp_path)}) == f"{said} {MORE}"


@pytest.mark.parametrize(
    ("links", "said"),
    [
        ("links=61", "Set links of a store to a number of seconds, 60 at most."),
        ("encryption=rot13", "Set encryption of a store to one of AES256, aws:kms, none."),
        ("acl=public", "Set a store as s3://bucket/folder?endpoint=https://…&region=…&links=…"),
    ],
)
def test_a_store_that_is_set_wrongly_is_refused_in_one_line(monkeypatch, tmp_path, links, said):
    given = {"VAR_DIR": str(tmp_path), "EVIDENCE_STORE": f"s3://council/evidence?{links}"}
    assert starting(monkeypatch, given) == said


def test_the_server_refuses_to_start_on_the_people_of_the_demonstration(tmp_path):
    given = WHOLE | {"VAR_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/portal"}
    serve = "import cse_portal.wsgi; print('serving')"
    first = run_python("production", serve, **given)
    assert first.stdout == "serving\n", f"not migrated yet: {first.stderr}"
    with sqlite3.connect(tmp_path / "portal") as database:
        database.execute("CREATE TABLE accounts_user (id, email, is_active)")
        database.execute("INSERT INTO accounts_user VALUES (1, 'morag@council.gov.uk', 1)")
    assert run_python("production", serve, **given).stdout == "serving\n"
    with sqlite3.connect(tmp_path / "portal") as database:
        database.execute("INSERT INTO accounts_user VALUES (2, 'Officer@Example.org', 1)")
    refused = run_python("production", serve, **given)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.splitlines() == [
        "People of the demonstration (…@example.org) are in the database:"
        f" set DATABASE_URL to one of your own. {MORE}"
    ]


def test_production_passes_the_checks_for_deployment_and_silences_none(tmp_path):
    given = WHOLE | {"VAR_DIR": str(tmp_path)}
    done = run("production", "check", "--deploy", "--fail-level", "WARNING", **given)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "System check identified no issues (0 silenced).\n"


def test_the_demonstration_answers_on_this_machine_alone(tmp_path):
    show = "from django.conf import settings; print(settings.ALLOWED_HOSTS, settings.DEBUG)"
    done = run("demo", "shell", "--no-imports", "-c", show, VAR_DIR=str(tmp_path))
    assert done.stdout.strip() == "['127.0.0.1', 'localhost', '[::1]'] False", done.stderr


def test_the_keys_of_the_demonstration_are_made_once_and_kept_private(tmp_path):
    show = "from django.conf import settings; print(settings.SECRET_KEY, settings.HISTORY_KEYS)"
    first, second = (
        run("demo", "shell", "--no-imports", "-c", show, VAR_DIR=str(tmp_path)).stdout
        for _ in range(2)
    )
    assert first == second
    keys = sorted((tmp_path / "keys").iterdir())
    assert [key.name for key in keys] == ["history_key", "secret_key"]
    assert {key.stat().st_mode & 0o077 for key in keys} == {0}
    assert len({key.read_text() for key in keys}) == 2


def test_the_database_is_the_one_that_is_named(tmp_path):
    show = "from django.db import connection; print(connection.vendor)"
    given = {"VAR_DIR": str(tmp_path), "DATABASE_URL": "postgres://nobody@127.0.0.1/none"}
    done = run("demo", "shell", "--no-imports", "-c", show, **given)
    assert done.stdout.strip() == "postgresql", done.stderr


def test_the_folder_that_uploads_come_in_through_is_made_at_the_start(tmp_path):
    done = run("demo", "check", "--fail-level", "WARNING", VAR_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "uploads").stat().st_mode & 0o777 == 0o700
