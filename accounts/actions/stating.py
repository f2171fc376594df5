"""What an organisation tells the public is written."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.history import About, record
from accounts.models import Organisation, Statement, User


class StatementChangedMeanwhile(Exception):
    """Somebody saved in the meantime; `current` is what is saved now."""

    def __init__(self, current: Statement) -> None:
        super().__init__(str(current))
        self.current = current


@transaction.atomic
def write_statement(
    *, organisation: Organisation, kind: str, text: str, revision: int, by: User
) -> Statement:
    """Put this text on the public page. The same again writes nothing.

    Raises StatementChangedMeanwhile where somebody saved since `revision`.
    """
    Statement.objects.get_or_create(organisation=organisation, kind=kind)
    row = Statement.objects.select_for_update(no_key=True).get(organisation=organisation, kind=kind)
    text, before = text.replace("\r\n", "\n").strip(), row.text
    if text == before:
        return row
    there = Statement.objects.filter(pk=row.pk, revision=revision)
    saved = there.update(
        text=text, revision=F("revision") + 1, updated_at=timezone.now(), updated_by=by
    )
    if not saved:
        raise StatementChangedMeanwhile(row)
    record(
        verb="accounts.statement_written",
        by=by,
        about=About(organisation_id=organisation.pk),
        page=str(row.get_kind_display()),
        organisation=organisation.name,
        before=before,
        after=text,
    )
    row.refresh_from_db()
    return row
