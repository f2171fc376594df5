"""A PostgreSQL for the tests: the one that is named, one that is running, or one of our own."""

import getpass
import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

OLDEST = 15
UNPRIVILEGED = ("postgres", "nobody")


class Unavailable(Exception):
    """There is none to be had; the message says why."""


@contextmanager
def database_url() -> Iterator[str]:
    """The address of a database that the tests may make; dropped, or its server ended, after."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield named
    elif running := _running():
        with _dropped_afterwards(running):
            yield running
    else:
        with _own_cluster() as own:
            yield own


def _running() -> str | None:
    """A server on the usual port that lets one of the usual people make databases."""
    for user in ("root", "postgres", getpass.getuser()):
        maintenance = f"postgres://{user}@127.0.0.1:5432/postgres"
        if _may_make_databases(maintenance):
            return _with_database(maintenance, f"cse_portal_{os.getpid()}")
    return None


def _may_make_databases(url: str) -> bool:
    question = "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
    try:
        connection = psycopg2.connect(url, connect_timeout=3)
    except psycopg2.OperationalError:
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            row = cursor.fetchone()
        return connection.server_version >= OLDEST * 10_000 and bool(row and row[0])
    finally:
        connection.close()


def _with_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@contextmanager
def _dropped_afterwards(url: str) -> Iterator[None]:
    """Django drops what it made, unless the run was cut off."""
    try:
        yield
    finally:
        name = urlsplit(url).path[1:]
        connection = psycopg2.connect(_with_database(url, "postgres"))
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT datname FROM pg_database WHERE datname ~ %s", [f"^test_{name}(_gw[0-9]+)?$"]
            )
            for (left,) in cursor.fetchall():
                cursor.execute(f'DROP DATABASE "{left}" WITH (FORCE)')
        connection.close()


@contextmanager
def _own_cluster() -> Iterator[str]:
    programs = _programs()
    person = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="cse-portal-postgres-"))
    if person:
        shutil.chown(folder, person)
    port = _free_port()
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control: list[str | Path] = [programs / "pg_ctl", "-D", folder / "data", "-s", "-w"]

    def run(*command: str | Path) -> None:
        done = subprocess.run(
            command, cwd=folder, user=person, group=person, capture_output=True, text=True
        )
        if done.returncode:
            raise Unavailable(f"{Path(command[0]).name} failed: {done.stderr.strip()[-200:]}")

    try:
        run(programs / "initdb", "-D", folder / "data", "-U", "tests", "-A", "trust", "-E", "UTF8")
        run(*control, "-o", options, "-l", folder / "log", "start")
        try:
            yield f"postgres://tests@127.0.0.1:{port}/cse_portal"
        finally:
            run(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """The folder of the newest installed server's programs."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    in_path = shutil.which("initdb")
    if in_path:
        folders.append(Path(in_path).resolve().parent)
    found = max(((_version(each), each) for each in folders), default=None)
    if found is None:
        raise Unavailable("no PostgreSQL answers on 127.0.0.1:5432 and none is installed")
    if found[0] < OLDEST:
        raise Unavailable(f"PostgreSQL {OLDEST} or later is needed, {found[0]} is installed")
    return found[1]


def _version(folder: Path) -> int:
    said = subprocess.run([folder / "initdb", "--version"], capture_output=True, text=True).stdout
    number = re.search(r"\d+", said)
    return int(number[0]) if number else 0


def _unprivileged() -> str | None:
    """Whom to run the server as: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    import pwd

    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in UNPRIVILEGED if name in known), None)


def _free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return place.getsockname()[1]
