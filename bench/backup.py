"""A backup of many items with their files, and its restore with both checks: time and memory."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from tests.assessments.backup.installation import Installation, empty_database

from .case import Figure
from .documents import figure_of

MEGABYTES = 260  # what the portal takes by itself, and the names of fifty thousand files
UNITS = {"seconds": "s", "work": "s", "megabytes": "MB", "statements": ""}


def figures(database: str, items: int, only: str) -> Iterator[Figure]:
    """What `manage.py backup` and `restore` take, each in a process of its own."""
    if not items or not any(only in f"{verb}, " for verb in ("backup", "restore")):
        return
    figure = partial(figure_of, database, items)
    with tempfile.TemporaryDirectory(prefix="cse-portal-bench-") as name, ExitStack() as stack:
        folder, urls = Path(name), {"source": "", "target": ""}
        if database == "PostgreSQL":
            urls = {place: stack.enter_context(empty_database(place)) for place in urls}
        source, target = (Installation(folder / place, url) for place, url in urls.items())
        source.migrate()
        target.migrate()
        done = source.run("-m", "tests.assessments.backup.large", str(items))
        assert done.returncode == 0, done.stderr
        file = folder / "large.backup"
        for verb, place in (("backup", source), ("restore", target)):
            for what, found in _measured(place, verb, file).items():
                bound = MEGABYTES if what == "megabytes" else None
                yield figure(f"{verb}, {what}", [found], UNITS[what], bound)
        yield figure("backup, size of the file", [file.stat().st_size / 1_000_000], "MB")


def _measured(place: Installation, verb: str, file: Path) -> dict[str, Any]:
    done = place.run("-m", "tests.assessments.backup.measured", verb, file)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
