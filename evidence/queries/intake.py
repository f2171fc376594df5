"""Everything that the page of files to be added needs, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Exists, OuterRef

from accounts.models import NumberBlock, Team, User
from criteria.models import Element
from evidence.matching import Dropped, Index, Item, Proposal, propose
from evidence.matching.codes import codes_in
from evidence.matching.propose import element_of
from evidence.models import EvidenceItem, EvidenceLink, EvidenceVersion, Intake, IntakeFile

from .portfolio import current_elements


@dataclass(frozen=True)
class Block:
    """A team's open block of numbers and the highest of them in use."""

    team: Team
    first: int
    last: int
    highest: int


@dataclass
class IntakeData:
    """The files that wait, what is proposed for them, and what can be said of them."""

    intake: Intake
    files: list[IntakeFile]
    refused: list[IntakeFile]
    proposals: dict[int, Proposal]
    index: Index
    items: dict[int, EvidenceItem]
    same: dict[str, EvidenceVersion]
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


def intake_data(intake: Intake, user: User) -> IntakeData:
    """Nine statements, whatever the number of files and items.

    One more where folders are named after elements.
    """
    portfolio = intake.portfolio
    service = portfolio.service
    files = list(intake.files.order_by("pk"))
    waiting = [file for file in files if file.storage_key]
    blocks = list(
        NumberBlock.objects.filter(team__service=service, is_closed=False)
        .select_related("team__service")
        .order_by("team__position", "team__name", "first")
    )
    known = _known(intake, blocks, user)
    index = _index(known.items, (service.prefix, service.organisation.corporate_prefix))
    same = _same_bytes(intake, waiting)
    by_pk = {item.pk: item for item in index.by_code.values()}
    proposals = propose(
        [Dropped(file.pk, file.path, file.sha256) for file in waiting],
        index,
        same={sha: by_pk[v.item_id] for sha, v in same.items() if v.item_id in by_pk},
        linked=_cited_for(intake, waiting),
    )
    wanted = _wanted(waiting, proposals, index)
    teams = list(dict.fromkeys(block.team for block in blocks if block.team))
    return IntakeData(
        intake=intake,
        files=waiting,
        refused=[file for file in files if file.reason],
        proposals=proposals,
        index=index,
        items=EvidenceItem.objects.select_related("owner").in_bulk(wanted),
        same=same,
        elements=current_elements(portfolio),
        linked=_linked(intake, wanted),
        blocks=[
            Block(block.team, block.first, block.last, known.highest.get(block.pk, 0))
            for block in blocks
            if block.team
        ],
        owners=_owners(intake),
        usual_team=next((t for t in teams if t.pk == known.last_team), teams[0] if teams else None),
        teams=teams,
    )


def _known(intake: Intake, blocks: Sequence[NumberBlock], user: User) -> _Known:
    """The items that files can belong to, and how far each block is used; one statement."""
    service = intake.portfolio.service
    originals = EvidenceVersion.objects.filter(item=OuterRef("pk"))
    rows = (
        EvidenceItem.objects.of_service(service)
        .annotate(has_file=Exists(originals))
        .order_by("pk")
        .values_list(
            *("pk", "code", "prefix", "number", "title", "has_file", "service_id"),
            *("withdrawn_at", "created_by_id"),
        )
    )
    items: list[Raw] = []
    highest: dict[int, int] = {}
    last_team = None
    for pk, code, prefix, number, title, has_file, of_service, withdrawn, by in rows:
        if withdrawn is None:
            items.append((pk, code, prefix, number, title, has_file, of_service is None))
        if of_service is None:
            continue
        block = next((b for b in blocks if b.first <= number <= b.last), None)
        if block:
            highest[block.pk] = max(number, highest.get(block.pk, 0))
            last_team = block.team_id if by == user.pk else last_team
    return _Known(tuple(items), highest, last_team)


@lru_cache(maxsize=2)
def _index(items: tuple[Raw, ...], prefixes: tuple[str, str]) -> Index:
    """Kept for the next look at the same page: with 15,000 items it takes a third of a second."""
    return Index([Item(*item) for item in items], prefixes)


def _same_bytes(intake: Intake, files: Sequence[IntakeFile]) -> dict[str, EvidenceVersion]:
    """Versions that hold the very bytes of these files, by their SHA-256; one statement."""
    found = (
        EvidenceVersion.objects.originals()
        .filter(
            sha256__in={file.sha256 for file in files},
            item__in=EvidenceItem.objects.of_service(intake.portfolio.service).in_use(),
        )
        .select_related("created_by")
        .order_by("-pk")
    )
    return {version.sha256: version for version in found}


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


def _linked(intake: Intake, items: set[int]) -> dict[int, list[str]]:
    """The codes of the elements that items are cited for; one statement."""
    linked: dict[int, list[str]] = defaultdict(list)
    rows = (
        EvidenceLink.objects.in_use()
        .filter(portfolio=intake.portfolio_id, item__in=items)
        .order_by("element__sub_criterion__criterion__position", "element__code")
        .values_list("item_id", "element__code")
    )
    for item, code in rows:
        linked[item].append(code)
    return linked


def _cited_for(intake: Intake, files: Sequence[IntakeFile]) -> dict[str, set[int]]:
    """The items cited for the elements that folders are named after."""
    folders = {folder for file in files for folder in file.path.split("/")[:-1]}
    codes = {code for folder in folders if (code := element_of(folder))}
    cited: dict[str, set[int]] = defaultdict(set)
    if codes:
        links = EvidenceLink.objects.in_use().filter(
            portfolio=intake.portfolio_id, element__code__in=codes
        )
        for item, code in links.order_by().values_list("item_id", "element__code"):
            cited[code].add(item)
    return cited


def _owners(intake: Intake) -> list[User]:
    """The people of the council; one statement."""
    council = intake.portfolio.service.organisation_id
    people = User.objects.filter(is_active=True, memberships__organisation=council)
    return list(people.distinct().order_by("name", "email"))


def waiting_intakes(portfolio, user: User) -> list[Intake]:
    """What somebody dropped and has not added yet, with the number of files; two statements."""
    intakes = Intake.objects.filter(
        portfolio=portfolio, by=user, confirmed_at__isnull=True, files__isnull=False
    )
    return list(intakes.distinct().prefetch_related("files")[:20])
