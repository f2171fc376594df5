"""Every row of every table as text that is the same on both databases.

python -m tests.assessments.backup.rows
"""

import json
import sys
from typing import Any


def all_rows() -> dict[str, list[str]]:
    """By table, sorted; read in whatever transaction is open."""
    from django.apps import apps

    return {
        model._meta.label: sorted(map(_as_text, model._base_manager.order_by().values()))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


def _as_text(row: dict[str, Any]) -> str:
    plain = {
        name: bytes(value).hex() if isinstance(value, bytes | memoryview) else value
        for name, value in row.items()
    }
    return json.dumps(plain, default=repr, sort_keys=True)


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(all_rows()))
