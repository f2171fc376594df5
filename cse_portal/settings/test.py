"""The tests: the database of DATABASE_URL or SQLite in a file, tasks run at once."""

import atexit
import shutil
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import STORAGES, database, env
from .stores import store

SECRET_KEY = "only for the tests, which keep nothing"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
DEMONSTRATION = True
SECOND_FACTOR = "optional"
HISTORY_KEYS = {"test": "only for the tests, which keep nothing"}
HISTORY_KEY_ID = "test"

SCRATCH = Path(tempfile.mkdtemp(prefix="cse-portal-tests-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
DATABASES = {"default": database(env("DATABASE_URL", default=f"sqlite:///{SCRATCH}/test.sqlite3"))}
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": str(SCRATCH / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA secure_delete=ON;"
    )
else:
    # What these tests write may be lost with the machine, so no commit waits for the disk.
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "evidence": store("", SCRATCH / "evidence"),
    "reports": store("", SCRATCH / "reports"),
}
DESTRUCTION_LEDGER = SCRATCH / "destroyed.jsonl"
FILE_UPLOAD_TEMP_DIR = str(SCRATCH / "uploads")
STATIC_ROOT = SCRATCH / "static"
STATIC_ROOT.mkdir()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "tests.tasks.AtOnce"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ACCOUNT_RATE_LIMITS = False
PACE = {}
NEW_PASSWORD_SECONDS = 0
# A test may take over the end of a half minute.
MFA_TOTP_TOLERANCE = 1
LOGGING = {"version": 1, "disable_existing_loggers": False}
