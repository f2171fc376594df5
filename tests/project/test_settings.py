"""What each way of running the portal insists on."""

import os
import subprocess
import sys

import pytest

from .imports import ROOT

WHOLE = {
    "SECRET_KEY": "a secret of fifty characters or more, for this test alone 0123456789",
    "ALLOWED_HOSTS": "portal.example.org",
    "HISTORY_KEY": "another secret for this test alone",
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


MISSING = [name for name in WHOLE if name != "DATABASE_URL"]


@pytest.mark.parametrize("missing", MISSING)
def test_production_refuses_to_start_without_its_secrets_in_one_line(missing, tmp_path):
    given = {name: value for name, value in WHOLE.items() if name != missing}
    done = run("production", "check", VAR_DIR=str(tmp_path), **given)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"Not set: {missing}. docs/operations.md says what each is for."
    ]


def test_production_with_its_secrets_passes_the_checks_for_deployment(tmp_path):
    given = WHOLE | {"VAR_DIR": str(tmp_path)}
    done = run("production", "check", "--deploy", "--fail-level", "WARNING", **given)
    assert done.returncode == 0, done.stderr


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
