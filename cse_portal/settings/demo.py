"""The demonstration: loopback only, SQLite and local files, keys of its own in var/."""

import secrets
from pathlib import Path

from .base import *  # noqa: F403
from .base import VAR_DIR

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
DEMONSTRATION = True
SECOND_FACTOR = "optional"
# Whoever measures the demonstration asks faster than anybody reads.
PACE = {}


def generated_key(name: str) -> str:
    """A key made at the first start and kept in var/keys, readable by its owner alone."""
    path = Path(VAR_DIR) / "keys" / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()


SECRET_KEY = generated_key("secret_key")
HISTORY_KEYS = {"demo": generated_key("history_key")}
HISTORY_KEY_ID = "demo"
# Letters lie as files in the demonstration's folder; none leaves this machine.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(Path(VAR_DIR) / "mail")
