"""What is held about somebody was handed out: said before the first byte leaves."""

from django.db import transaction

from accounts.history import About, record
from accounts.models import Organisation, User


@transaction.atomic
def note_export(*, user: User, organisation: Organisation | None = None, by: User) -> None:
    """Say who took what is held about a person; without an organisation, all of it."""
    place = organisation.pk if organisation else None
    about = About(organisation_id=place, person_id=user.pk)
    if user.pk == by.pk:
        record(verb="accounts.own_data_exported", by=by, about=about)
    else:
        record(verb="accounts.person_data_exported", by=by, about=about, who=str(user))


@transaction.atomic
def record_history_export(*, by: User, about: About, name: str, as_format: str) -> None:
    """Say that a part of the history was taken away; the file does not hold this entry."""
    record(verb="accounts.history_exported", by=by, about=about, name=name, format=as_format)


@transaction.atomic
def record_backup() -> None:
    """Say that all of the portal is about to be written out by a command."""
    record(verb="accounts.backed_up", by=None)
