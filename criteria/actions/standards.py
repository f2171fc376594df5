"""The writers of standards."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.history import record
from accounts.models import User
from criteria.loading import Loaded, apply_standard, read_standard
from criteria.models import Edition


def load_standard(*, data: Any, by: User | None = None) -> Loaded:
    """Create or update a standard from the data of its file (`fixtures/README.md`).

    All or nothing, and nothing at all where nothing differs. Raises StandardProblems with
    every fault of the data, StandardInUse where the wording of a used edition would change.
    """
    file = read_standard(data)
    with transaction.atomic():
        loaded = apply_standard(file)
        if loaded.changed_something:
            record(
                verb="standard.loaded",
                by=by,
                standard=loaded.standard.name,
                created=loaded.created,
                updated=loaded.updated,
                removed=loaded.removed,
                changes=loaded.changes,
            )
    return loaded


@transaction.atomic
def mark_edition_used(*, edition: Edition, by: User | None = None) -> None:
    """From now on the wording of this edition never changes. Does nothing the second time."""
    if edition.used_at:
        return
    now = timezone.now()
    if not Edition.objects.not_yet_used().filter(pk=edition.pk).update(used_at=now):
        return
    edition.used_at = now
    record(verb="standard.used", by=by, standard=edition.standard.name, edition=edition.name)
