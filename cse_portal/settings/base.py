"""What holds wherever the portal runs. The other modules say only what differs."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from .browser import *  # noqa: F403
from .environment import env
from .pace import *  # noqa: F403
from .sign_in import *  # noqa: F403
from .stores import store

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "rules",
    "accounts",
    "criteria",
    "evidence",
    "assessments",
]

MIDDLEWARE = [
    "cse_portal.middleware.guards.BrowserGuards",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cse_portal.middleware.arrivals.FromElsewhere",
    "evidence.intake.incoming.TidyUploads",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.ClosedByDefault",
    "accounts.middleware.KnowsItsAddress",
    "accounts.middleware.RemembersWriters",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.sign_in.middleware.EndsSessions",
    "accounts.sign_in.middleware.AsksForSecondFactor",
    "accounts.pace.KeepsPace",
    "cse_portal.middleware.words.SaysWhatIsWrong",
]

ROOT_URLCONF = "cse_portal.urls"
WSGI_APPLICATION = "cse_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.shell",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["govuk"]
CRISPY_TEMPLATE_PACK = "govuk"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def database(url: str) -> dict[str, Any]:
    """The DATABASES entry for an address such as sqlite:////path or postgres://host/name.

    On SQLite every transaction takes the write lock at its start: a transaction that
    reads first and writes later would otherwise fail when another has written between.
    """
    config = env.db_url_config(url)
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # What is removed is overwritten, so that what was destroyed is gone from the file.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            " PRAGMA secure_delete=ON;",
        }
    else:
        # Compiling a statement costs PostgreSQL longer than running any of ours.
        config.setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
    return config


DATABASES = {
    "default": database(env("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/portal.sqlite3"))
}

# Where the portal is reached, for the addresses in letters; without it the request's own.
PORTAL_ADDRESS = env("PORTAL_ADDRESS", default="")
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="CSE Portal <portal@localhost>")
EMAIL_TIMEOUT = 20
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("cy", _("Welsh")), ("gd", _("Gaelic"))]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "j F Y"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
# What browsers and search engines ask for of their own accord: /favicon.ico, /robots.txt.
WHITENOISE_ROOT = BASE_DIR / "static" / "root"
EVIDENCE_ROOT = env.path("EVIDENCE_ROOT", default=str(VAR_DIR / "evidence"))
REPORTS_ROOT = env.path("REPORTS_ROOT", default=str(VAR_DIR / "reports"))
# A store that speaks S3 instead of these folders: see settings/stores.py.
EVIDENCE_STORE = env("EVIDENCE_STORE", default="")
REPORTS_STORE = env("REPORTS_STORE", default="")
# What comes in is held here, a folder of our own, so that what a kill leaves can be cleared.
FILE_UPLOAD_TEMP_DIR = str(env.path("UPLOADS_ROOT", default=str(VAR_DIR / "uploads")))
# What was destroyed, so that a restore destroys it again: keep it apart from the back-ups.
DESTRUCTION_LEDGER = env.path("DESTRUCTION_LEDGER", default=str(VAR_DIR / "destroyed.jsonl"))

# Bank holidays proclaimed since this version was made, each as 2027-06-07; of the whole kingdom.
EXTRA_BANK_HOLIDAYS = env.list("EXTRA_BANK_HOLIDAYS", default=[])
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "evidence": store(EVIDENCE_STORE, EVIDENCE_ROOT),
    # Once written, a document is only read.
    "reports": store(REPORTS_STORE, REPORTS_ROOT, file_permissions_mode=0o440),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "evidence.intake.incoming.Incoming",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 60
# 500 files that wait to be added, with all that can be said of each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 8_000
MAX_DOCUMENT_BYTES = env.int("MAX_DOCUMENT_BYTES", default=25 * 1024 * 1024)
MAX_VIDEO_BYTES = env.int("MAX_VIDEO_BYTES", default=200 * 1024 * 1024)
CLAMD_ADDRESS = env("CLAMD_ADDRESS", default="")
SERVICE_QUOTA_BYTES = env.int("SERVICE_QUOTA_BYTES", default=5 * 1024 * 1024 * 1024)
# What the words of one file may take to be read: more than any honest file needs.
READING_SECONDS = env.int("READING_SECONDS", default=30)
READING_MEMORY_BYTES = env.int("READING_MEMORY_BYTES", default=512 * 1024 * 1024)
READING_MOST_SIGNS = env.int("READING_MOST_SIGNS", default=5_000_000)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

DEFAULT_STANDARD = env("DEFAULT_STANDARD", default="cse")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "cse_portal.logs.Line",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Each rendering would otherwise tell of every table of every font it subsets.
    "loggers": {
        # It would name every passkey that is used.
        "fido2": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
