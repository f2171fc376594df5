"""What `check --database` and every migrate look at before anything else."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections

from .guards import GUARDED, missing_guards


@register(Tags.database)
def history_is_guarded(databases: Sequence[str] | None = None, **_how: Any) -> list[CheckMessage]:
    """A warning and no error, as an error would stop the migrate that puts it right."""
    found: list[CheckMessage] = []
    for using in databases or ():
        if not set(GUARDED) <= set(connections[using].introspection.table_names()):
            continue
        if missing := missing_guards(using):
            found.append(
                Warning(
                    f"The history can be changed: the guards of {', '.join(missing)} are missing.",
                    hint="Run migrate, which puts them back, then verify_history.",
                    id="accounts.W001",
                )
            )
    return found
