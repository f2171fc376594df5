"""An installation of the portal in a folder of its own, with a database of either kind."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
import pytest
from django.db import connection

from script.support import postgres
from tests.builders.portal import OF_THE_SERVER
from tests.prepared import prepared
from tests.project.imports import ROOT


class Installation:
    """Commands run in it as an operator would run them."""

    def __init__(self, folder: Path, database_url: str = "", *, is_migrated: bool = False) -> None:
        self.folder = folder
        self.url = database_url
        self.is_migrated = is_migrated
        (folder / "keys").mkdir(parents=True)
        for key in ("secret_key", "history_key"):
            (folder / "keys" / key).write_text(f"the {key} of these tests, which keep nothing")
        kept = {name: os.environ[name] for name in os.environ if name not in OF_THE_SERVER}
        self.environment = kept | {
            "VAR_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "cse_portal.settings.demo",
            **({"DATABASE_URL": database_url} if database_url else {}),
        }

    @property
    def database(self) -> Path:
        return self.folder / "portal.sqlite3"

    def migrate(self) -> None:
        """The tables; on SQLite a copy of those that were prepared, where they are."""
        if self.is_migrated:
            return
        ready = prepared("migrated")
        if ready and not self.url:
            shutil.copy(ready, self.database)
        else:
            assert self.manage("migrate", "-v0").returncode == 0

    def manage(self, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        return self.run("manage.py", *arguments)

    def run(self, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        """What came of it; nothing is typed."""
        return subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )

    def begin(self, *arguments: str | Path) -> "subprocess.Popen[str]":
        """The same under way; what it prints can be read, and it ends when its input does."""
        return subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def rows(self) -> dict[str, list[str]]:
        """Every row of every table, told by a reader of the tests' own."""
        told = self.run("-m", "tests.assessments.backup.rows")
        assert told.returncode == 0, told.stderr
        return json.loads(told.stdout)

    def files(self) -> dict[str, bytes]:
        """What lies in the folders of evidence and documents, by name."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for name in ("evidence", "reports")
            for path in sorted((self.folder / name).rglob("*"))
            if path.is_file()
        }


@contextmanager
def empty_database(use: str = "backup") -> Iterator[str]:
    """The address of an empty PostgreSQL database for that use.

    Skips the test where there is no server.
    """
    try:
        with postgres.database_url() as url:
            server, name = url.rpartition("/")[0], f"test_{use}_{os.getpid()}"
            _run(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            _run(server, f"CREATE DATABASE {name}")
            try:
                yield f"{server}/{name}"
            finally:
                _run(server, f"DROP DATABASE {name} WITH (FORCE)")
    except postgres.Unavailable as missing:
        pytest.skip(str(missing))


@contextmanager
def migrated_database() -> Iterator[str]:
    """The address of a PostgreSQL database with all tables and no rows: that of the tests, copied.

    Nobody may be connected to it meanwhile.
    """
    server, name = os.environ["DATABASE_URL"].rpartition("/")[0], f"test_backup_{os.getpid()}"
    connection.close()
    _run(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    _run(server, f"CREATE DATABASE {name} TEMPLATE {connection.settings_dict['NAME']}")
    try:
        yield f"{server}/{name}"
    finally:
        _run(server, f"DROP DATABASE {name} WITH (FORCE)")


def _run(server: str, statement: str) -> None:
    with closing(psycopg2.connect(f"{server}/postgres")) as connected:
        connected.autocommit = True
        connected.cursor().execute(statement)
