"""Putting into the history that a page with words of evidence or of assessments was read."""

from django.db import transaction

from accounts.history import About, record
from accounts.models import User


@transaction.atomic
def record_page_read(*, page: str, about: About, by: User) -> None:
    """`page` names it within the sentence, as in "the requests of Full 2026"."""
    record(verb="accounts.page_read", by=by, about=about, page=page)
