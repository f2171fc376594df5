"""Lists that a person keeps at hand. They hold no evidence, so the history does not tell them."""

from django.db import transaction

from accounts.models import User
from evidence.models import Portfolio, SavedList


@transaction.atomic
def save_list(*, portfolio: Portfolio, name: str, query: str, by: User) -> SavedList:
    """Keep a list under a name; one that has the name already is now this one."""
    kept, _is_new = SavedList.objects.update_or_create(
        user=by, portfolio=portfolio, name=name, defaults={"query": query}
    )
    return kept


def forget_list(*, kept: SavedList) -> None:
    """Take the list from those at hand; the evidence in it stays as it is."""
    kept.delete()
