"""The titles of items."""

from django.db import transaction

from accounts.history import record
from accounts.models import User
from evidence.models import EvidenceItem

from .about import about_item


@transaction.atomic
def retitle_item(*, item: EvidenceItem, title: str, by: User | None) -> None:
    """Give the item another title; what was submitted keeps the one it had."""
    before, item.title = item.title, title
    item.save(update_fields=["title"])
    record(
        verb="evidence.retitled",
        by=by,
        about=about_item(item),
        code=item.code,
        before=before,
        title=title,
    )
