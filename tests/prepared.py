"""What many test processes need alike, made once: an empty database and the whole council.

    python -m tests.prepared FOLDER

`script/test` begins this beside the static checks and names the folder in TESTS_PREPARED.
Without it every process migrates a database and loads the council by itself.
"""

import os
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path


def prepared(name: str) -> Path | None:
    """Where `name` lies ready, "migrated" or "council"; None where it does not."""
    folder = os.environ.get("TESTS_PREPARED", "")
    path = Path(folder) / name
    return path if folder and path.exists() else None


def _prepare(folder: Path) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tests.journeys.council import copy_of_the_council

    call_command("migrate", verbosity=0)
    part = folder / "part"
    with closing(sqlite3.connect(part)) as kept:
        connection.connection.backup(kept)
    part.rename(folder / "migrated")
    council = folder / "council.part"
    council.mkdir()
    copy_of_the_council(council)
    council.rename(folder / "council")


if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.mkdir(parents=True, exist_ok=True)
    try:
        _prepare(place)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise
