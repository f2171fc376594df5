"""Bring the database and the static files that script/server serves up to date."""

import hashlib
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor


def migrate() -> None:
    """Apply what is outstanding; asking first is much quicker than migrating nothing."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Preparing the database", flush=True)
        call_command("migrate", interactive=False, verbosity=0)


def collect_static() -> None:
    """Collect the static files anew when one of them changed."""
    stamp = Path(settings.STATIC_ROOT).with_name("static.collected")
    wanted = _static_fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Collecting the static files", flush=True)
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(wanted)


def _static_fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def load_demonstration() -> None:
    """Load the demonstration council, once for each database."""
    database = settings.DATABASES["default"]
    name = f"{database['ENGINE']} {database.get('HOST')} {database['NAME']}"
    mark = settings.VAR_DIR / "demonstration" / hashlib.sha256(name.encode()).hexdigest()[:16]
    if mark.exists() and get_user_model().objects.exists():
        return
    print("Loading the demonstration council", flush=True)
    call_command("load_demonstration", verbosity=0)
    mark.parent.mkdir(exist_ok=True)
    mark.touch()


def main() -> int:
    """Prepare everything; 1 with one line when the database cannot be reached."""
    django.setup()
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = " ".join(str(error).split())
        print(f"The database of DATABASE_URL cannot be reached: {reason}", file=sys.stderr)
        return 1
    migrate()
    collect_static()
    load_demonstration()
    call_command("requeue_interrupted_tasks")
    return 0


if __name__ == "__main__":
    sys.exit(main())
