"""A council with a library of any size, written in bulk."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.enums import Role
from criteria.models import Element, Standard
from evidence.enums import LinkStatus, ReadingState
from evidence.models import (
    EvidenceItem,
    EvidenceLink,
    EvidenceVersion,
    PageOfWords,
    Portfolio,
    Reading,
)
from tests.builders.evidence import make_portfolio
from tests.builders.people import make_service, make_team, make_user, sign_in

from .vocabulary import SUMMARY, Vocabulary

KINDS = (
    "application/pdf",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "image/png",
)
STATUSES = (LinkStatus.NEW, LinkStatus.ACTIVE, LinkStatus.ACTIVE)
BATCH = 2_000


@dataclass
class World:
    """`client` is signed in as an officer; `base` is where addresses of the portfolio begin."""

    portfolio: Portfolio
    client: Client
    vocabulary: Vocabulary
    items: int = 0

    @property
    def base(self) -> str:
        return f"/services/{self.portfolio.service.slug}/{self.portfolio.standard.slug}"


def make_world() -> World:
    """A council, a service with a team, and an officer, with nothing in the library yet."""
    call_command("load_standard", SUMMARY.parents[1] / "cse.json", verbosity=0, stdout=_Silent())
    service = make_service()
    portfolio = make_portfolio(service, Standard.objects.get(slug="cse"))
    make_team(service)
    client = sign_in(Client(), make_user(Role.OFFICER, service))
    return World(portfolio, client, Vocabulary())


def fill(world: World, size: int) -> None:
    """More items, until there are so many: each with a file of two to four pages and a link."""
    for start in range(world.items, size, BATCH):
        _add(world, start, min(BATCH, size - start))
    world.items = size
    with connection.cursor() as cursor:
        # As the database does by itself in the night after so much has come in.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "PRAGMA optimize")


def _add(world: World, start: int, number: int) -> None:
    service, vocabulary = world.portfolio.service, world.vocabulary
    random = vocabulary.random
    elements = list(Element.objects.filter(edition__standard=world.portfolio.standard))
    team = service.teams.get()
    items = EvidenceItem.objects.bulk_create(
        EvidenceItem(
            organisation=service.organisation,
            service=None if at % 20 == 0 else service,
            team=team if at % 20 and at % 3 == 0 else None,
            code=f"{'C' if at % 20 == 0 else service.prefix}{at + 1:03}",
            prefix="C" if at % 20 == 0 else service.prefix,
            number=at + 1,
            title=vocabulary.title(),
            produced_on=date(2019, 1, 1) + timedelta(days=random.randrange(2_800)),
        )
        for at in range(start, start + number)
    )
    versions = EvidenceVersion.objects.bulk_create(
        EvidenceVersion(
            item=item,
            number=1,
            storage_key=f"made-up/{item.pk}",
            file_name=f"{item.code}.pdf",
            media_type=random.choice(KINDS),
            size=1,
            sha256="0" * 64,
        )
        for item in items
    )
    Reading.objects.bulk_create(
        Reading(version=version, state=ReadingState.READ) for version in versions
    )
    PageOfWords.objects.bulk_create(
        PageOfWords.make(
            version=version.pk, number=page, place=f"Page {page}", words=vocabulary.page()
        )
        for version in versions
        for page in range(1, random.randint(2, 4) + 1)
    )
    EvidenceLink.objects.bulk_create(
        EvidenceLink(
            portfolio=world.portfolio,
            element=elements[at % len(elements)],
            item=item,
            status=STATUSES[at % len(STATUSES)],
            position=(start + at) // len(elements) + 1,
        )
        for at, item in enumerate(items)
        if at % 7
    )


class _Silent:
    def write(self, text: str = "") -> None:
        pass
