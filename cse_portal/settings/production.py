"""A council's own installation: everything secret comes from the environment."""

import sys
from itertools import chain

from cse_portal import startup

from .base import *  # noqa: F403
from .base import EVIDENCE_STORE, PORTAL_ADDRESS, REPORTS_STORE, VAR_DIR, env
from .sign_in import BREACHED_PASSWORDS, SOCIALACCOUNT_PROVIDERS, TRUSTED_PROXIES
from .stores import faults_of_stores

DEBUG = False
DEMONSTRATION = False

NEEDED = ("SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL", "DEFAULT_FROM_EMAIL", "PORTAL_ADDRESS")
missing = [name for name in NEEDED if not env(name, default="")]
if not env("HISTORY_KEYS", default="") and not env("HISTORY_KEY", default=""):
    missing.append("HISTORY_KEY")
if missing:
    sys.exit(f"Not set: {', '.join(missing)}. docs/operations.md says what each is for.")

SECRET_KEY = env("SECRET_KEY")
# Those before it: what they signed and sealed is still read.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HISTORY_KEY_ID = env("HISTORY_KEY_ID", default="1")
HISTORY_KEYS = env.dict("HISTORY_KEYS", default={}) or {HISTORY_KEY_ID: env("HISTORY_KEY")}

startup.first_fault(
    chain(
        startup.faults_of_keys(SECRET_KEY, HISTORY_KEYS, HISTORY_KEY_ID, VAR_DIR),
        startup.faults_of_hosts(ALLOWED_HOSTS),
        startup.faults_of_the_rest(
            env("DEBUG", default=""), env("STORE_ENCRYPTED", default=""), PORTAL_ADDRESS
        ),
        startup.faults_of_senders(TRUSTED_PROXIES, CSRF_TRUSTED_ORIGINS),
        startup.faults_of_lists(BREACHED_PASSWORDS),
        startup.faults_of_providers(SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]),
        faults_of_stores({"EVIDENCE_STORE": EVIDENCE_STORE, "REPORTS_STORE": REPORTS_STORE}),
    )
)

vars().update(env.email_url("EMAIL_URL"))

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
MESSAGES_COOKIE_NAME = "__Host-messages"
WRITERS_COOKIE_NAME = "__Host-writers"
