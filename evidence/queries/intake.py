"""Everything that the page of files to be added needs, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, NullIf

from accounts.models import NumberBlock, Team, User
from criteria.models import Element
from evidence.enums import LinkStatus
from evidence.matching import Dropped, Index, Item, Proposal, propose
from evidence.matching.codes import codes_in
from evidence.matching.propose import element_of
from evidence.models import EvidenceItem, EvidenceVersion, Intake, IntakeFile

from .portfolio import current_elements


@dataclass(frozen=True)
class Block:
    """A team's open block of numbers and the highest of them in use."""

    team: Team
    first: int
    last: int
    highest: int


@dataclass(frozen=True)
class Held:
    """A version that holds the very bytes of a file that waits."""

    item_id: int
    number: int
    created_at: datetime
    created_by: str


@dataclass
class IntakeData:
    """The files that wait, what is proposed for them, and what can be said of them."""

    intake: Intake
    files: list[IntakeFile]
    refused: list[IntakeFile]
    proposals: dict[int, Proposal]
    index: Index
    items: dict[int, EvidenceItem]
    same: dict[str, Held]
    elements: list[Element]
    linked: dict[int, list[str]]
    blocks: list[Block]
    owners: list[User]
    usual_team: Team | None = None
    teams: list[Team] = field(default_factory=list)


# What an `Item` is made of.
Raw = tuple[int, str, str, int, str, bool, bool]


@dataclass(frozen=True)
class _Known:
    items: tuple[Raw, ...]
    highest: dict[int, int]
    last_team: int | None
    cited: dict[str, set[int]]


def intake_data(intake: Intake, user: User) -> IntakeData:
    """Six statements, whatever the number of files and items."""
    service = intake.portfolio.service
    files = list(_files(intake))
    waiting = [file for file in files if file.storage_key]
    elements = current_elements(intake.portfolio)
    blocks = list(
        NumberBlock.objects.filter(team__service=service, is_closed=False)
        .select_related("team__service")
        .order_by("team__position", "team__name", "first")
    )
    known = _known(intake, blocks, user, _elements_of_folders(waiting, elements))
    index = _index(known.items, (service.prefix, service.organisation.corporate_prefix))
    same = _same_bytes(waiting)
    by_pk = {item.pk: item for item in index.by_code.values()}
    proposals = propose(
        [Dropped(file.pk, file.path, file.sha256) for file in waiting],
        index,
        same={sha: by_pk[h.item_id] for sha, h in same.items() if h.item_id in by_pk},
        linked=known.cited,
    )
    items, linked = _facts(intake, _wanted(waiting, proposals, index))
    teams = list(dict.fromkeys(block.team for block in blocks if block.team))
    return IntakeData(
        intake=intake,
        files=waiting,
        refused=[file for file in files if file.reason],
        proposals=proposals,
        index=index,
        items=items,
        same=same,
        elements=elements,
        linked=linked,
        blocks=[
            Block(block.team, block.first, block.last, known.highest.get(block.pk, 0))
            for block in blocks
            if block.team
        ],
        owners=_owners(intake),
        usual_team=next((t for t in teams if t.pk == known.last_team), teams[0] if teams else None),
        teams=teams,
    )


def _files(intake: Intake) -> QuerySet[IntakeFile]:
    """The files, each with what is said of the first version that holds its very bytes."""
    service = intake.portfolio.service
    name = NullIf("created_by__name", Value(""), output_field=CharField())
    held = (
        EvidenceVersion.objects.originals()
        .filter(
            Q(item__service=service) | Q(item__service__isnull=True),
            sha256=OuterRef("sha256"),
            item__organisation=service.organisation_id,
            item__withdrawn_at__isnull=True,
            destroyed_at__isnull=True,
        )
        .annotate(by=Coalesce(name, "created_by__email", output_field=CharField()))
        .order_by("created_at", "pk")
    )
    return intake.files.order_by("pk").annotate(
        held_item=Subquery(held.values("item_id")[:1]),
        held_number=Subquery(held.values("number")[:1]),
        held_at=Subquery(held.values("created_at")[:1]),
        held_by=Subquery(held.values("by")[:1]),
    )


def _same_bytes(files: Sequence[IntakeFile]) -> dict[str, Held]:
    """What `_files` found, by the SHA-256."""
    return {
        file.sha256: Held(file.held_item, file.held_number, file.held_at, file.held_by or "")  # type: ignore[attr-defined]
        for file in files
        if file.held_item is not None  # type: ignore[attr-defined]
    }


def _elements_of_folders(
    files: Sequence[IntakeFile], elements: Sequence[Element]
) -> dict[int, str]:
    """The elements that folders are named after: their codes by their ids."""
    folders = {folder for file in files for folder in file.path.split("/")[:-1]}
    codes = {element_of(folder) for folder in folders}
    return {element.pk: element.code for element in elements if element.code in codes}


def _known(
    intake: Intake, blocks: Sequence[NumberBlock], user: User, cited_for: Mapping[int, str]
) -> _Known:
    """The items that files can belong to, and how far each block is used; one statement.

    With it come the items cited for some elements: one that is cited for several of them
    comes once for each.
    """
    service = intake.portfolio.service
    originals = EvidenceVersion.objects.filter(item=OuterRef("pk"))
    of_folders = Q(links__element__in=cited_for or [0])  # an empty list would find no item at all
    rows = (
        EvidenceItem.objects.of_service(service)
        .annotate(has_file=Exists(originals), cited=_cited(intake, of_folders))
        .order_by("pk")
        .values_list(
            *("pk", "code", "prefix", "number", "title", "has_file", "service_id"),
            *("withdrawn_at", "created_by_id", "cited__element_id"),
        )
    )
    items: dict[int, Raw] = {}
    highest: dict[int, int] = {}
    cited: dict[str, set[int]] = defaultdict(set)
    last_team = None
    for pk, code, prefix, number, title, has_file, of_service, withdrawn, by, element in rows:
        if element in cited_for:
            cited[cited_for[element]].add(pk)
        if withdrawn is None:
            items[pk] = (pk, code, prefix, number, title, has_file, of_service is None)
        if of_service is None:
            continue
        block = next((b for b in blocks if b.first <= number <= b.last), None)
        if block:
            highest[block.pk] = max(number, highest.get(block.pk, 0))
            last_team = block.team_id if by == user.pk else last_team
    return _Known(tuple(items.values()), highest, last_team, cited)


def _cited(intake: Intake, which: Q | None = None) -> FilteredRelation:
    """The links of an item that this portfolio uses."""
    used = [status for status in LinkStatus if status != LinkStatus.ARCHIVED]
    condition = Q(links__portfolio=intake.portfolio_id, links__status__in=used)
    return FilteredRelation("links", condition=condition & which if which else condition)


@lru_cache(maxsize=2)
def _index(items: tuple[Raw, ...], prefixes: tuple[str, str]) -> Index:
    """Kept for the next look at the same page: with 15,000 items it takes a third of a second."""
    return Index([Item(*item) for item in items], prefixes)


def _wanted(files: Sequence[IntakeFile], proposals: dict[int, Proposal], index: Index) -> set[int]:
    """The items that are proposed or were chosen."""
    wanted = {item.pk for proposal in proposals.values() for item in proposal.items}
    for file in files:
        said = file.choice.get("said", {})
        text = f"{said.get('do', '')} {said.get('other', '')}".replace(",", " ")
        for code in codes_in(text, index.prefixes):
            if item := index.by_code.get(code.key):
                wanted.add(item.pk)
    return wanted


def _facts(
    intake: Intake, wanted: set[int]
) -> tuple[dict[int, EvidenceItem], dict[int, list[str]]]:
    """Items by their ids, and the codes of the elements they are cited for; one statement."""
    rows = (
        EvidenceItem.objects.select_related("owner")
        .filter(pk__in=wanted)
        .annotate(cited=_cited(intake))
        .annotate(cited_for=F("cited__element__code"))
        .order_by("cited__element__sub_criterion__criterion__position", "cited_for")
    )
    items: dict[int, EvidenceItem] = {}
    linked: dict[int, list[str]] = defaultdict(list)
    for item in rows:
        items[item.pk] = item
        if item.cited_for:
            linked[item.pk].append(item.cited_for)
    return items, linked


def _owners(intake: Intake) -> list[User]:
    """The people of the council; one statement."""
    council = intake.portfolio.service.organisation_id
    people = User.objects.filter(is_active=True, memberships__organisation=council)
    return list(people.distinct().order_by("name", "email"))


def waiting_intakes(portfolio, user: User) -> list[Intake]:
    """What somebody dropped and has not added yet, with `.number` of files; one statement."""
    intakes = Intake.objects.filter(portfolio=portfolio, by=user, confirmed_at__isnull=True)
    return list(intakes.annotate(number=Count("files")).filter(number__gt=0)[:20])
