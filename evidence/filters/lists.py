"""Lists of evidence by their address: those that everybody wants, and any other."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from evidence.enums import Freshness, LinkStatus
from evidence.models import EvidenceItem, Portfolio, SavedList
from evidence.queries import NO_FILE, Shelf, Tally

from .addresses import query_of, written
from .library import LibraryFilter

MOST_KEPT = 50


@dataclass(frozen=True)
class UsualList:
    """A list that is there for everybody; `query` is what its address says."""

    name: str | Promise
    query: str
    number: int


def usual_lists(shelf: Shelf, whole: Tally, user: User) -> list[UsualList]:
    """Mine that is stale or due, what has no file or no link, and what is new for this visit."""
    old = (Freshness.STALE.value, Freshness.DUE.value)
    mine: Counter = next(
        (ages for (pk, _n), ages in shelf.owners.items() if pk == str(user.pk)), Counter()
    )
    return [
        UsualList(
            _("Mine, stale or due"),
            urlencode([("owner", user.pk), *(("age", age) for age in old)]),
            sum(mine.get(age, 0) for age in old),
        ),
        _usual(whole, _("No file yet"), "file", NO_FILE),
        _usual(whole, _("Not linked to an element"), "unlinked", "yes"),
        _usual(whole, _("New for this visit"), "status", LinkStatus.NEW.value),
    ]


def _usual(whole: Tally, name: str | Promise, filter_name: str, value: str) -> UsualList:
    number = whole.groups[filter_name][value]
    return UsualList(name, urlencode({filter_name: value}), number)


def saved_lists(portfolio: Portfolio, user: User) -> list[SavedList]:
    """The lists that the person keeps for this portfolio; one statement."""
    return list(SavedList.objects.filter(portfolio=portfolio, user=user)[:MOST_KEPT])


def tidied(portfolio: Portfolio, query: str) -> str:
    """The query with only what is understood of it."""
    return written(query_of(LibraryFilter(QueryDict(query), portfolio=portfolio)))


def items_of_list(portfolio: Portfolio, query: str) -> QuerySet[EvidenceItem]:
    """The items of the list with that address, in its order: all its pages."""
    return LibraryFilter(QueryDict(query), portfolio=portfolio).qs
