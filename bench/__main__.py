"""Runs the benchmarks on each database there is, and says which bounds were not kept."""

import argparse
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from script.support import postgres
from script.support.check import environment
from tests.prepared import prepared

ROOT = Path(__file__).parents[1]
COLUMNS = f"{'benchmark':<46}{'database':<12}{'items':>7}{'runs':>6}{'median':>13}{'p95':>13}"
DATABASES = ("SQLite", "PostgreSQL")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/bench",
        description="Measures the portal; fails where a bound is not kept.",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.add_argument("--only", default="", help="only benchmarks with this in their name")
    parser.add_argument("--items", type=int, default=15_000, help="size of the library")
    parser.add_argument("--large", type=int, default=50_000, help="size of the large library")
    parser.add_argument(
        "--elements", default="57,570", help="sizes of the standards of documents; 0 for none"
    )
    parser.add_argument(
        "--backup", type=int, default=10_000, help="items that are backed up; 0 for none"
    )
    parser.add_argument(
        "--history", type=int, default=1_000_000, help="entries of a history; 0 for none"
    )
    parser.add_argument("--rounds", type=int, help="how often each thing is done")
    parser.add_argument("--database", choices=DATABASES, help="only on this one")
    return parser.parse_args()


@contextmanager
def sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="cse-portal-bench-") as folder:
        place = Path(folder) / "bench.sqlite3"
        if ready := prepared("migrated"):  # beside the tests alone
            shutil.copy(ready, place)
        yield f"sqlite:///{place}"


@contextmanager
def on_postgres() -> Iterator[str]:
    """A database of its own on the server that the tests would use. Raises Unavailable."""
    with postgres.database_url() as url:
        name = f"cse_portal_bench_{os.getpid()}"
        connection = psycopg2.connect(urlunsplit(urlsplit(url)._replace(path="/postgres")))
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
            connection.close()


def figures_on(database: str, asked: argparse.Namespace) -> list[dict]:
    """What a process of its own measures there, printed as it comes."""
    with sqlite() if database == "SQLite" else on_postgres() as url:
        command = [
            *(sys.executable, "-m", "bench.run", "--database", database, "--only", asked.only),
            *("--usual", str(asked.items), "--large", str(asked.large)),
            *("--rounds", str(asked.rounds or 0), "--elements", asked.elements),
            *("--history", str(asked.history), "--backup", str(asked.backup)),
        ]
        with subprocess.Popen(
            command, cwd=ROOT, env=environment(DATABASE_URL=url), stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout
            figures = []
            for line in process.stdout:
                figures.append(json.loads(line))
                print(row(figures[-1]), flush=True)
    if process.returncode:
        raise SystemExit(f"The benchmarks on {database} broke off.")
    return figures


def row(figure: dict) -> str:
    unit = figure["unit"]
    bound = "" if figure["bound"] is None else f"  at most {figure['bound']:g} {unit}"
    slowest = f" (slowest: {figure['slowest']})" if figure["slowest"] else ""
    missed = "" if figure["kept"] else f"  NOT KEPT{slowest}"
    found = "".join(
        f"{figure[each]:>10,.{2 if unit == '×' else 1}f} {unit:<2}" for each in ("median", "p95")
    )
    return (
        f"{figure['name']:<46}{figure['database']:<12}{figure['items']:>7,}{figure['runs']:>6}"
        f"{found}{bound}{missed}"
    )


def main() -> int:
    """0 only if every bound was kept."""
    asked = arguments()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    print(COLUMNS, flush=True)
    figures, skipped = [], {}
    for database in [asked.database] if asked.database else DATABASES:
        try:
            figures += figures_on(database, asked)
        except postgres.Unavailable as error:
            skipped[database] = str(error)
            print(f"{database} skipped: {error}", flush=True)
    missed = sum(not figure["kept"] for figure in figures)
    print(f"{len(figures)} figures, {missed} bounds not kept, {len(skipped)} databases skipped")
    if asked.json:
        machine = {"cores": os.cpu_count(), "python": platform.python_version()}
        data = {"machine": machine, "figures": figures, "skipped": skipped}
        asked.json.write_text(json.dumps(data, indent=1) + "\n")
    return 1 if missed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
