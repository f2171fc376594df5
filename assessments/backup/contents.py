"""What a backup holds: every table but those that are named here with a reason."""

from collections.abc import Iterable
from typing import Any

from django.apps.registry import Apps
from django.db.models import Model

# Whose tables are kept; a test fails where an app that is installed is neither here nor below.
KEPT_APPS = frozenset(
    {
        "auth", "contenttypes", "account", "socialaccount", "mfa",
        "accounts", "criteria", "evidence", "assessments",
    }
)  # fmt: skip
# Where people's own work lies: an installation with a row in these is not empty.
OWN_APPS = ("accounts", "criteria", "evidence", "assessments")
LEFT_OUT = {
    "sessions.Session": "nobody stays signed in over a restore",
    "usersessions.UserSession": "nobody stays signed in over a restore",
    "account.EmailConfirmation": "links in letters do not come back to life",
    "accounts.SharedCount": "what guesses are counted in begins anew",
    "accounts.Letter": "letters that waited are not sent again, and hold links",
    "django_tasks_database.DBTaskResult": "the worker's chores queue their tasks anew",
    "socialaccount.SocialApp": "its secret belongs to the settings",
    "socialaccount.SocialToken": "keys to other systems are in no backup",
}
DESTROYED = "destroyed.jsonl"
# Caches, counters and the index of the search, which no model stands for, are left out too.


def label_of(model: type[Model]) -> str:
    """The name of a table in a backup, such as `evidence.EvidenceItem`."""
    return model._meta.label


def table_name(label: str) -> str:
    """The name of a table's member."""
    return f"tables/{label}.jsonl.gz"


def is_kept(model: type[Model]) -> bool:
    """Whether a backup holds the rows of the model."""
    options = model._meta
    own = options.managed and not options.proxy and not options.swapped
    return own and options.app_label in KEPT_APPS and options.label not in LEFT_OUT


def kept_models(apps: Apps) -> list[type[Model]]:
    """The models of a backup by name; also those of an older state of the portal."""
    models = (model for model in apps.get_models(include_auto_created=True) if is_kept(model))
    return sorted(models, key=label_of)


def unplaced(models: Iterable[type[Model]]) -> list[str]:
    """Models that are neither kept nor left out with a reason."""
    return sorted(
        model._meta.label
        for model in models
        if model._meta.managed and not model._meta.proxy
        if model._meta.app_label not in KEPT_APPS and model._meta.label not in LEFT_OUT
    )


def columns_of(model: type[Model]) -> list[str]:
    """The columns of a table in the order in which a backup has them: by name."""
    return [field.attname for field in fields_of(model)]


def fields_of(model: type[Model]) -> list[Any]:
    """The fields behind `columns_of`. Their own order depends on how a model came to have them."""
    fields = (field for field in model._meta.local_concrete_fields if not _is_generated(field))
    return sorted(fields, key=lambda field: field.attname)


def _is_generated(field: Any) -> bool:
    return bool(getattr(field, "generated", False))
