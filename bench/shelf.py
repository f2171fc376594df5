"""A long shelf of made-up evidence, written in bulk and without history, for measuring."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from accounts.models import Team, User
from criteria.models import Element
from evidence.enums import LinkStatus, Marking, VersionRole
from evidence.models import EvidenceItem, EvidenceLink, EvidenceVersion, Portfolio

TOPICS = ("Survey", "Consultation", "Charter", "Strategy", "Minutes", "Scorecard", "Training plan")
PLACES = ("Helensburgh", "Oban", "Mull", "Islay", "Bute", "Kintyre", "Lomond")
KINDS = (
    *(["application/pdf"] * 6),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "image/png",
    "video/mp4",
    "message/rfc822",
    "text/uri-list",
)
DAY = date(2026, 11, 1)
A_BATCH = 2000


def fill_shelf(
    portfolio: Portfolio, size: int, *, owners: list[User], teams: list[Team], seed: int = 7
) -> None:
    """So many items: two thirds of the service, most with versions and links, some withdrawn."""
    lot = random.Random(seed)
    elements = list(
        Element.objects.filter(edition__standard=portfolio.standard, edition__is_current=True)
    )
    items = EvidenceItem.objects.bulk_create(
        _items(portfolio, size, owners, teams, lot), batch_size=A_BATCH
    )
    EvidenceVersion.objects.bulk_create(_versions(items, lot), batch_size=A_BATCH)
    EvidenceLink.objects.bulk_create(_links(portfolio, items, elements, lot), batch_size=A_BATCH)


def _items(
    portfolio: Portfolio, size: int, owners: list[User], teams: list[Team], lot: random.Random
) -> Iterator[EvidenceItem]:
    service = portfolio.service
    for number in range(10_001, 10_001 + size):
        corporate = number % 3 == 0
        prefix = service.organisation.corporate_prefix if corporate else service.prefix
        ends = DAY - timedelta(lot.randrange(3000)) if lot.random() < 0.7 else None
        withdrawn = bool(owners) and lot.random() < 0.02
        yield EvidenceItem(
            organisation=service.organisation,
            service=None if corporate else service,
            team=None if corporate or not teams else lot.choice(teams),
            code=f"{prefix}{number}",
            prefix=prefix,
            number=number,
            title=f"{lot.choice(PLACES)} {lot.choice(TOPICS)} {lot.randrange(2015, 2027)}",
            owner=lot.choice(owners) if owners and lot.random() < 0.8 else None,
            marking=Marking.OFFICIAL_SENSITIVE if lot.random() < 0.1 else Marking.OFFICIAL,
            covers_to=ends,
            review_by=DAY + timedelta(lot.randrange(400)) if ends and lot.random() < 0.2 else None,
            withdrawn_at=f"{DAY}T12:00:00Z" if withdrawn else None,
            withdrawn_by=owners[0] if withdrawn else None,
            withdrawn_reason="Out of date" if withdrawn else "",
        )


def _versions(items: list[EvidenceItem], lot: random.Random) -> Iterator[EvidenceVersion]:
    for item in items:
        kinds = [lot.choice(KINDS) for _version in range(lot.choice((0, 1, 1, 1, 1, 1, 2, 3)))]
        for number, kind in enumerate(kinds, start=1):
            yield EvidenceVersion(
                item=item,
                number=number,
                storage_key=f"made-up/{item.pk}/{number}",
                file_name=f"{item.code}.bin",
                media_type=kind,
                size=1,
                sha256="0" * 64,
                role=VersionRole.ORIGINAL,
            )


def _links(
    portfolio: Portfolio, items: list[EvidenceItem], elements: list[Element], lot: random.Random
) -> Iterator[EvidenceLink]:
    statuses = (LinkStatus.NEW, LinkStatus.ACTIVE, LinkStatus.ACTIVE, LinkStatus.ARCHIVED)
    for at, item in enumerate(items):
        for element in lot.sample(elements, min(len(elements), lot.choice((0, 1, 1, 1, 2, 3)))):
            status = lot.choice(statuses)
            used = status != LinkStatus.ARCHIVED
            yield EvidenceLink(
                portfolio=portfolio,
                element=element,
                item=item,
                status=status,
                position=at + 1 if used else None,
                archived_reason="" if used else "Replaced",
            )
