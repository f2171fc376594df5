"""Councils with a library of any size, written in bulk."""

from dataclasses import dataclass
from itertools import islice

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.enums import Role
from criteria.models import Standard
from evidence.enums import ReadingState
from evidence.models import EvidenceVersion, PageOfWords, Portfolio, Reading
from tests.builders.evidence import make_portfolio
from tests.builders.people import make_service, make_team, make_user, sign_in

from .shelf import fill_shelf
from .vocabulary import SUMMARY, Vocabulary

BATCH = 2_000


@dataclass(frozen=True)
class World:
    """`client` is signed in as an officer; `base` is where addresses of the portfolio begin."""

    portfolio: Portfolio
    client: Client
    vocabulary: Vocabulary
    items: int

    @property
    def base(self) -> str:
        return f"/services/{self.portfolio.service.slug}/{self.portfolio.standard.slug}"


def make_world(items: int, *, with_words: bool) -> World:
    """A council of its own with so many items, and what their files say where it is wanted."""
    call_command("load_standard", SUMMARY.parents[1] / "cse.json", verbosity=0, stdout=_Silent())
    service = make_service()
    portfolio = make_portfolio(service, Standard.objects.get(slug="cse"))
    officer = make_user(Role.OFFICER, service)
    fill_shelf(portfolio, items, owners=[officer, make_user()], teams=[make_team(service)])
    vocabulary = Vocabulary()
    if with_words:
        _read_all(portfolio, vocabulary)
    with connection.cursor() as cursor:
        # As the database does by itself in the night after so much has come in.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "PRAGMA optimize")
    cache.clear()
    return World(portfolio, sign_in(Client(), officer), vocabulary, items)


def _read_all(portfolio: Portfolio, vocabulary: Vocabulary) -> None:
    """Two to four pages for each version."""
    versions = EvidenceVersion.objects.filter(
        item__organisation=portfolio.service.organisation
    ).values_list("pk", flat=True)
    waiting = iter(list(versions))
    while batch := list(islice(waiting, BATCH)):
        Reading.objects.bulk_create(
            Reading(version_id=version, state=ReadingState.READ) for version in batch
        )
        PageOfWords.objects.bulk_create(
            PageOfWords.make(
                version=version, number=page, place=f"Page {page}", words=vocabulary.page()
            )
            for version in batch
            for page in range(1, vocabulary.random.randint(2, 4) + 1)
        )


class _Silent:
    def write(self, text: str = "") -> None:
        pass
