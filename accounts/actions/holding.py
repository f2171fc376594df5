"""What was sent after the sign-in had ended is held until its writer sends it again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import HeldForm, User

MOST_BYTES = 1024 * 1024
MOST_FORMS = 20
NEVER_HELD = ("csrf", "password", "token", "secret")


class TooMuch(Exception):
    """The form is larger than what is held."""


@transaction.atomic
def hold_form(
    *,
    person: User,
    path: str,
    fields: Mapping[str, Sequence[str]],
    files: Sequence[tuple[str, str]] = (),
) -> HeldForm:
    """Hold a form for the person who wrote it; of their forms the latest twenty.

    Passwords and tokens are left out, and of `files`, each its field and its name, nothing
    but that. Raises TooMuch for more than a megabyte.
    """
    kept = {
        _plain(name): [_plain(value) for value in values]
        for name, values in fields.items()
        if not any(part in name.lower() for part in NEVER_HELD)
    }
    if sum(len(value.encode()) for values in kept.values() for value in values) > MOST_BYTES:
        raise TooMuch
    held = HeldForm.objects.create(
        person=person,
        path=path,
        fields=kept,
        files=[[field, _plain(name)] for field, name in files],
    )
    latest = person.held_forms.values_list("pk", flat=True)[:MOST_FORMS]
    person.held_forms.exclude(pk__in=list(latest)).delete()
    return held


@transaction.atomic
def drop_held(*, uuid: UUID | str, person: User) -> None:
    """Let go a form that was sent again, or that its writer does not want; else nothing."""
    try:
        UUID(str(uuid))
    except ValueError:
        return
    person.held_forms.filter(pk=uuid).delete()


def drop_old_held(*, before: datetime) -> int:
    """Let go what was held since before; returns how many."""
    return HeldForm.objects.filter(held_at__lt=before).delete()[0]


def _plain(text: str) -> str:
    """Without the one sign that a database does not take."""
    return text.replace("\x00", "")
