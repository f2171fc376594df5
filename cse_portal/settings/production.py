"""A council's own installation: everything secret comes from the environment."""

import sys

from .base import *  # noqa: F403
from .base import env

DEBUG = False
DEMONSTRATION = False

NEEDED = ("SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL", "DEFAULT_FROM_EMAIL", "PORTAL_ADDRESS")
missing = [name for name in NEEDED if not env(name, default="")]
if not env("HISTORY_KEYS", default="") and not env("HISTORY_KEY", default=""):
    missing.append("HISTORY_KEY")
if missing:
    sys.exit(f"Not set: {', '.join(missing)}. docs/operations.md says what each is for.")

SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HISTORY_KEY_ID = env("HISTORY_KEY_ID", default="1")
HISTORY_KEYS = env.dict("HISTORY_KEYS", default={}) or {HISTORY_KEY_ID: env("HISTORY_KEY")}

vars().update(env.email_url("EMAIL_URL"))

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
WRITERS_COOKIE_NAME = "__Host-writers"
