"""A portfolio's evidence as the rows of a register."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from evidence.enums import LinkStatus, Listing
from evidence.models import EvidenceItem, EvidenceLink, Portfolio

from .cells import lines_of_text, one_line
from .columns import Column

OF_ITEM = (
    *(Column.CODE, Column.TITLE, Column.DESCRIPTION, Column.TEAM, Column.OWNER, Column.MARKING),
    *(Column.PRODUCED_ON, Column.COVERS_FROM, Column.COVERS_TO),
    *(Column.RECEIVED_ON, Column.REVIEW_BY, Column.CHECKED_ON),
)
OF_LINK = (
    *(Column.ELEMENTS, Column.CLAUSE, Column.STATUS, Column.POSITION),
    *(Column.LOCATOR, Column.RATIONALE, Column.ARCHIVED_REASON),
)
LISTS = [*Listing.values, LinkStatus.ARCHIVED.value]
Cell = str | int | date | None
Cells = dict[Column, Cell]


@dataclass(frozen=True)
class RegisterRow:
    """An item with the cells of its links, in the order of the standard."""

    item: Cells
    links: tuple[Cells, ...]


def register_rows(portfolio: Portfolio) -> list[RegisterRow]:
    """All items of the service and the corporate ones it cites, by code; two statements.

    Links are those of the edition in force. Withdrawn items are left out: a register cannot
    say that of an item, so whoever reads it again would use them.
    """
    links: dict[int, list[EvidenceLink]] = defaultdict(list)
    for link in sorted(_links(portfolio), key=_place):
        links[link.item_id].append(link)
    return [
        RegisterRow(_item(item), tuple(_link(link) for link in links[item.pk]))
        for item in _items(portfolio)
    ]


def _of_current_edition(portfolio: Portfolio):
    return EvidenceLink.objects.filter(portfolio=portfolio, element__edition__is_current=True)


def _links(portfolio: Portfolio):
    return (
        _of_current_edition(portfolio)
        .select_related("element__sub_criterion__criterion", "item", "clause")
        .order_by("position", "pk")
    )


def _items(portfolio: Portfolio):
    cited = _of_current_edition(portfolio).order_by().values("item_id")
    return (
        EvidenceItem.objects.in_use()
        .filter(Q(service=portfolio.service) | Q(service__isnull=True, pk__in=cited))
        .select_related("team", "owner")
        .order_by("prefix", "number")
    )


def _place(link: EvidenceLink) -> tuple[int, ...]:
    sub_criterion = link.element.sub_criterion
    return (
        sub_criterion.criterion.position,
        sub_criterion.position,
        link.element.position,
        LISTS.index(link.listing),
    )


def _item(item: EvidenceItem) -> Cells:
    return {
        Column.CODE: item.code,
        Column.TITLE: one_line(item.title),
        Column.DESCRIPTION: lines_of_text(item.description),
        Column.TEAM: one_line(item.team.name) if item.team else "",
        Column.OWNER: one_line(f"{item.owner.name} <{item.owner.email}>") if item.owner else "",
        Column.MARKING: item.get_marking_display(),
        Column.PRODUCED_ON: item.produced_on,
        Column.COVERS_FROM: item.covers_from,
        Column.COVERS_TO: item.covers_to,
        Column.RECEIVED_ON: item.received_on,
        Column.REVIEW_BY: item.review_by,
        Column.CHECKED_ON: item.checked_on,
    }


def _link(link: EvidenceLink) -> Cells:
    return {
        Column.ELEMENTS: link.element.code,
        Column.CLAUSE: link.clause.code if link.clause else "",
        Column.STATUS: link.get_status_display(),
        Column.POSITION: link.position,
        Column.LOCATOR: one_line(link.locator),
        Column.RATIONALE: lines_of_text(link.rationale),
        Column.ARCHIVED_REASON: lines_of_text(link.archived_reason),
    }
